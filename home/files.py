"""What a file is, its content says, not its name (OWASP ASVS 5.0, 5.2.2)."""

from typing import Final

import filetype

HEAD: Final = 8192
"""Bytes from the beginning of a file that are enough to tell."""

OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf",),
    "docx": (f"{OFFICE}wordprocessingml.document", "application/zip"),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", "application/zip"),
    "pptx": (f"{OFFICE}presentationml.presentation", "application/zip"),
    "odt": (f"{OPEN_DOCUMENT}text", "application/zip"),
    "ods": (f"{OPEN_DOCUMENT}spreadsheet", "application/zip"),
    "mp4": ("video/mp4", "video/x-m4v"),
    "webm": ("video/webm", "video/x-matroska"),
}
PLAIN_TEXT: Final = frozenset({"csv", "ics", "txt", "vtt"})


def content_fits(extension: str, head: bytes) -> bool:
    """Whether a file that begins with `head` may be called this; unknown endings never fit."""
    if extension.lower() in PLAIN_TEXT:
        return b"\0" not in head and filetype.guess(head) is None
    return filetype.guess_mime(head) in CONTENT_TYPES.get(extension.lower(), ())
