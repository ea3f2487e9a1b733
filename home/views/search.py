"""Search over everything public, in the reader's language first."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.models import Page

from home.context import site_context
from home.models import Contact, SearchEntry
from home.search.highlights import Piece, excerpt, mark_terms
from home.search.query import PER_PAGE, Found, count_by_language, find_pages
from home.search.words import MAX_QUERY, query_terms, storable
from translation.family import page_path
from translation.locales import direction, html_lang
from translation.locales import get_language as language_of


@dataclass(frozen=True)
class Hit:
    """One result. `lang` and `dir` are those of its words; `language` names a foreign one."""

    url: str
    title: list[Piece]
    text: list[Piece]
    kind: str
    lang: str
    dir: str
    language: str


@dataclass(frozen=True)
class OtherLanguage:
    """A language in which there is something for a reader who found nothing."""

    name: str
    lang: str
    dir: str
    url: str
    count: int


def search(request: HttpRequest) -> HttpResponse:
    """GET /<language>/search/?q=&page=: never an error, whatever is typed."""
    typed = " ".join(storable(request.GET.get("q", "")[:MAX_QUERY]).split())
    active = get_language() or ""
    terms = query_terms(typed)
    found = find_pages(typed, active, _page_number(request.GET.get("page", "")))
    site = site_context(request)
    nothing = not found.total
    context = {
        **site,
        "query": typed,
        "too_short": bool(typed) and not terms,
        "found": found,
        "hits": _hits(found, active, terms),
        "first_number": (found.number - 1) * PER_PAGE + 1,
        "previous_url": _page_url(typed, found.number - 1) if found.number > 1 else "",
        "next_url": _page_url(typed, found.number + 1) if found.number < found.pages else "",
        "others": _other_languages(typed, active) if terms and nothing else [],
        "topics": site["menu"][:8] if nothing else [],
        "hotlines": _hotlines(active) if nothing else [],
    }
    response = render(request, "search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _page_url(typed: str, number: int) -> str:
    return reverse("home:search", query={"q": typed, "page": number})


def _hits(found: Found, active: str, terms: list[str]) -> list[Hit]:
    """The results with everything that the page shows of them, in two statements."""
    entries = SearchEntry.objects.select_related("locale").in_bulk(found.page_ids)
    urls = _urls(entries, active)
    hits: list[Hit] = []
    for page_id in found.page_ids:
        if page_id not in entries or page_id not in urls:
            continue  # unpublished since the statement before
        entry = entries[page_id]
        code = entry.locale.language_code
        language = language_of(code)
        hits.append(
            Hit(
                url=urls[page_id],
                title=mark_terms(entry.title, terms),
                text=excerpt(entry.text, terms) or mark_terms(entry.teaser, terms),
                kind=_kind(entry.kind),
                lang=html_lang(code),
                dir=direction(code),
                language="" if code == active else language.name,
            )
        )
    return hits


def _urls(entries: dict[int, SearchEntry], active: str) -> dict[int, str]:
    """Addresses by entry; a foreign page is read in the reader's own tree where it has an alias."""
    pages = (
        Page.objects.live()
        .filter(Q(pk__in=entries) | Q(alias_of__in=entries, locale__language_code=active))
        .values_list("pk", "alias_of_id", "url_path", "locale__language_code")
    )
    own: dict[int, str] = {}
    here: dict[int, str] = {}
    for pk, alias_of, url_path, code in pages:
        known = here if alias_of else own
        known[alias_of or pk] = page_path(url_path, code) or ""
    return {**own, **here}


def _kind(label: str) -> str:
    model = apps.get_model(label)
    return str(getattr(model, "kind", model._meta.verbose_name))


def _other_languages(typed: str, active: str) -> list[OtherLanguage]:
    others: list[OtherLanguage] = []
    for code, count in count_by_language(typed, without=active).items():
        with override(code):
            url = reverse("home:search", query={"q": typed})
        name = language_of(code).name_local
        others.append(OtherLanguage(name, html_lang(code), direction(code), url, count))
    return others


def _hotlines(active: str) -> list[Contact]:
    """A few people to call: contacts with a number and hours at which somebody is there."""
    contacts = Contact.objects.with_hours().filter(locale__language_code=active)
    staffed = contacts.filter(point__opening_hours__isnull=False).exclude(point__phone="")
    return list(staffed.distinct()[:3])
