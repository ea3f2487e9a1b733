"""What can be wrong with a file, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake in one file: `label` is the path as the person typed it, `line` counts from 1."""

    label: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.label}:{self.line}: {self.message}"


class ArticleError(Exception):
    """Raised while a file is read; `line` counts from 1 within that file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
