"""Every kind of public page in every language: found, labelled, valid, ours alone, translated.

The demo content is the tree that is walked: it has every page type and every block, a part of it
translated and a part of it not.
"""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, get_page_models

from translation.locales import LANGUAGES, Language, by_code

LEGAL_KINDS = ("imprint", "privacy", "accessibility", "terms")
# Of these a browser fetches the address by itself.
FETCHED = {"img": "src", "script": "src", "iframe": "src", "video": "src", "source": "src"}
FETCHING_LINKS = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "manifest"}
# Written in their own letters everywhere; everything else in Latin letters is not translated.
NAMES = {"Atom", "Jisr", "PDF", "SMS", "Signal", "Telegram", "URL", "Wagtail", "WhatsApp"}
NAMES |= {"Deutsch", "English"}  # spoken at a contact, by their own names
NAMES |= {"DDG", "HTML", "ECG", "MStV", "MedienG", "GDPR", "WCAG", "cookie", "Cookie"}
OTHER_SCRIPT = ("ar", "fa", "uk", "ru")


def page_types() -> list[type[Page]]:
    """Return the types of pages that editors can make."""
    ours = [model for model in get_page_models() if not model.__module__.startswith("wagtail")]
    return [model for model in ours if model.is_creatable]


def addresses(language: Language) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of one page of every type, and of every page that is none."""
    for model in page_types():
        page = model.objects.live().filter(locale__language_code=language.code).last()
        assert page is not None, f"the demo has no {model.__name__} in {language.code}"
        yield f"{language.code} {model.__name__}", page.url
    with translation.override(language.code):
        names = [("home:search", ()), ("trust:report_problem", ())]
        for name, arguments in [*names, *(("home:legal", (kind,)) for kind in LEGAL_KINDS)]:
            yield f"{language.code} {name} {' '.join(arguments)}", reverse(name, args=arguments)


def third_parties(soup: BeautifulSoup) -> list[str]:
    """Return the addresses outside of the site that a browser would fetch to show the page."""
    found = [tag.get(FETCHED[tag.name], "") for tag in soup.find_all(list(FETCHED))]
    found += [tag["srcset"] for tag in soup.find_all(srcset=True)]
    found += [tag["poster"] for tag in soup.find_all(poster=True)]
    links = soup.find_all("link", href=True)
    found += [link["href"] for link in links if FETCHING_LINKS & set(link.get("rel", []))]
    return [address for address in found if re.search(r"(^|[\s,])(https?:)?//", address)]


def latin_words(soup: BeautifulSoup) -> list[str]:
    """Return texts in Latin letters that claim to be in the language of the page.

    Words of editors are not judged here: they may name a form or an office in German.
    """
    found = []
    for text in soup.body.find_all(string=True):
        if type(text) is not NavigableString or belongs_elsewhere(text.parent, soup.html["lang"]):
            continue
        words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"\S+[@/.]\S+", "", text))) - NAMES
        if words:
            found.append(" ".join(text.split()))
    return found


def belongs_elsewhere(tag: Tag | None, lang: str) -> bool:
    """Say whether the words are of the page's content (its h1 is in the same element), or isolated.

    What we say inside the content carries the language of the reader again.
    """
    while tag is not None and tag.name != "html":
        if tag.name in ("style", "script", "code", "bdi"):
            return True
        if tag.has_attr("lang"):
            return tag["lang"] != lang or tag.find("h1") is not None
        tag = tag.parent
    return False


@pytest.mark.row("J1", "G10")
def test_every_page_is_found_labelled_valid_and_asks_nobody_else(demo, client, check_html):
    """One test, because loading the demo takes longer than walking it."""
    pages: dict[str, str] = {}
    problems: list[str] = []
    for language in LANGUAGES:
        for name, path in addresses(language):
            response = client.get(path)
            problems += judge_answer(name, response)
            pages[name] = response.content.decode()
            problems += judge(name, language, BeautifulSoup(pages[name], "html.parser"))
    assert len(pages) == len(LANGUAGES) * (len(page_types()) + 2 + len(LEGAL_KINDS))
    problems += check_html(pages)
    assert not problems, "\n".join(problems)


def judge_answer(name: str, response: HttpResponse) -> list[str]:
    """Return what is wrong before the page is read; one that can be stored knows no cookie."""
    problems = [] if response.status_code == 200 else [f"{name}: answers {response.status_code}"]
    if ":" not in name and (response.cookies or "Cookie" in response.headers.get("Vary", "")):
        problems.append(f"{name}: depends on a cookie")
    return problems


def judge(name: str, language: Language, soup: BeautifulSoup) -> list[str]:
    """Return what is wrong with a page, apart from its HTML."""
    if soup.html is None:
        return [f"{name}: no HTML"]
    problems = []
    labels = {"lang": language.html_lang, "dir": "rtl" if language.bidi else "ltr"}
    for attribute, value in labels.items():
        if soup.html.get(attribute) != value:
            problems.append(f"{name}: {attribute}={soup.html.get(attribute)!r}, not {value!r}")
    problems += [f"{name}: fetches {address}" for address in third_parties(soup)]
    if language.code in OTHER_SCRIPT:
        problems += [f"{name}: not translated: {text}" for text in latin_words(soup)]
    return problems


def test_the_walk_sees_what_is_wrong():
    soup = BeautifulSoup(
        '<html lang="de" dir="ltr"><link rel="stylesheet" href="https://fonts.example/a.css">'
        '<body><img src="/x.png" srcset="//cdn.example/x.png 2x"><a href="https://example.org/">عربي</a>'
        '<p>Share this page <bdi dir="ltr">Named Person</bdi></p></body></html>',
        "html.parser",
    )
    inside = BeautifulSoup(
        '<html lang="ar"><body><article lang="ar"><h1>Words of editors</h1><p>More</p>'
        '<section lang="ar">Checked on <span lang="de">Montag</span></section></article>',
        "html.parser",
    )
    assert latin_words(inside) == ["Checked on"]
    response = HttpResponse(status=404, headers={"Vary": "Accept, Cookie"})
    assert judge_answer("p", response) == ["p: answers 404", "p: depends on a cookie"]
    assert judge("p", by_code["ar"], soup) == [
        "p: lang='de', not 'ar'",
        "p: dir='ltr', not 'rtl'",
        "p: fetches //cdn.example/x.png 2x",
        "p: fetches https://fonts.example/a.css",
        "p: not translated: Share this page",
    ]
