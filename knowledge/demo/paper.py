"""A one-page PDF, written by hand: the demo needs a file to download and no library to make it."""

FIRST_LINE = 780
LINE = 24


def checklist(title: str, lines: list[str]) -> bytes:
    """A title and lines in Helvetica on A4. Only characters of Windows-1252 (ISO 32000-1, D.2)."""
    text = [f"BT /F1 20 Tf 60 {FIRST_LINE} Td ({_escaped(title)}) Tj ET"]
    for number, line in enumerate(lines, start=2):
        y = FIRST_LINE - number * LINE
        text.append(f"BT /F1 12 Tf 84 {y} Td ({_escaped(line)}) Tj ET 60 {y - 2} 12 12 re S")
    content = "\n".join(text).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _file(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes]) -> bytes:
    output = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        output
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(output))
    )
