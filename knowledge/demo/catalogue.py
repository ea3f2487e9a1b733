"""Which German segment becomes what in the other languages."""

from bs4 import BeautifulSoup
from wagtail_localize.strings import StringValue, extract_strings

from knowledge.demo.content import SOURCE, Text


class Catalogue:
    """The translations of one page or snippet, found by wagtail-localize's own segments.

    Collects while the German is built, so that a text cannot be shown without its translations.
    """

    def __init__(self, targets: tuple[str, ...]) -> None:
        self.targets = targets
        self._found: dict[tuple[str, str], str] = {}

    def plain(self, text: Text) -> str:
        """The German of a text without markup."""
        source = StringValue.from_plaintext(text[SOURCE]).data
        for language in self.targets:
            self._add(source, language, StringValue.from_plaintext(text[language]).data)
        return text[SOURCE]

    def rich(self, text: Text, pages: dict[str, int]) -> str:
        """The German of one paragraph; links to `page:<key>` become links to the page's id."""
        source = _segment(text[SOURCE], pages)
        for language in self.targets:
            self._add(source, language, _segment(text[language], pages))
        return _with_links(text[SOURCE], pages)

    def translate(self, source: str, language: str) -> str:
        """Raises LookupError when a segment has no translation: then the demo is incomplete."""
        try:
            return self._found[source, language]
        except KeyError:
            raise LookupError(f"No {language} for {source!r}") from None

    def _add(self, source: str, language: str, words: str) -> None:
        if self._found.setdefault((source, language), words) != words:
            raise ValueError(f"Two translations into {language} of {source!r}")


def _segment(markup: str, pages: dict[str, int]) -> str:
    """What wagtail-localize makes of a paragraph: one string, attributes replaced by ids."""
    _template, strings = extract_strings(f"<p>{_with_links(markup, pages)}</p>")
    ((value, _attributes),) = strings
    return str(value.data)


def _with_links(markup: str, pages: dict[str, int]) -> str:
    if "page:" not in markup:
        return markup
    soup = BeautifulSoup(markup, "html.parser")
    for link in soup.find_all("a"):
        key = str(link["href"]).removeprefix("page:")
        link.attrs = {"id": str(pages[key]), "linktype": "page"}
    return str(soup)
