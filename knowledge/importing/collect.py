"""Find the files and put those with one title together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from knowledge.importing.parse import ParsedArticle, Rules, parse_file
from knowledge.importing.problems import Problem

SUFFIXES = {".md", ".markdown"}


@dataclass(frozen=True)
class Source:
    """A file to read, the folder it must not leave, and what messages call it."""

    path: Path
    root: Path
    label: str


@dataclass(frozen=True)
class Family:
    """One article in its languages, in the order of the locale table."""

    slug: str
    articles: Mapping[str, ParsedArticle]


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Markdown files at and below the paths, each once, in a fixed order; hidden ones are not.

    Raises FileNotFoundError with the path that is not there.
    """
    found: dict[Path, Source] = {}
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        root = path if path.is_dir() else path.parent
        files = sorted(_markdown_below(path)) if path.is_dir() else [path]
        for file in files:
            found.setdefault(file.absolute(), Source(file, root, str(file)))
    return list(found.values())


def _markdown_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and not path.is_dir():
            yield path


def read_source(source: Source, rules: Rules) -> ParsedArticle | list[Problem]:
    """Parse one file, unless a link leads out of its folder."""
    if not source.path.resolve().is_relative_to(source.root.resolve()):
        return [Problem(source.label, 1, _("The file lies outside the folder."))]
    return parse_file(source.path, source.label, rules)


def group(
    articles: Iterable[ParsedArticle], languages: Sequence[str]
) -> tuple[list[Family], list[Problem]]:
    """Families in the order of their first file; the second file of a language is a problem."""
    found: dict[str, dict[str, ParsedArticle]] = {}
    problems: list[Problem] = []
    for article in articles:
        family = found.setdefault(article.slug, {})
        first = family.setdefault(article.language, article)
        if first is not article:
            message = _("“%(slug)s” in the language “%(language)s” is already in %(other)s.") % {
                "slug": article.slug,
                "language": article.language,
                "other": first.label,
            }
            problems.append(Problem(article.label, article.title_line, message))
    families = [
        Family(slug, {code: family[code] for code in languages if code in family})
        for slug, family in found.items()
    ]
    return families, problems
