"""One page in all its languages, by one query: for the switcher, hreflang and notices.

Wagtail's `get_translations()`, `.locale`, `.url` cost one to four queries per language.
"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from django.urls import get_script_prefix
from wagtail.models import Locale, Page, PageViewRestriction, Site

from translation.cache import current_locale, locale_by_id
from translation.locales import SOURCE_LANGUAGE, Language, by_code, get_language


@dataclass(frozen=True)
class Member:
    """One language of a page. `alias_of` is the page whose words it shows, if not its own."""

    pk: int
    code: str
    url_path: str
    live: bool
    alias_of: int | None
    restricted: bool

    @property
    def language(self) -> Language:
        return get_language(self.code)

    @property
    def is_public(self) -> bool:
        """A version of its own that everybody may read: what hreflang and sitemap name."""
        return self.live and self.alias_of is None and not self.restricted

    @property
    def path(self) -> str | None:
        return page_path(self.url_path, self.code)

    @property
    def url(self) -> str | None:
        return page_url(self.url_path, self.code)


@dataclass(frozen=True)
class Family:
    members: dict[str, Member]

    def get(self, code: str) -> Member | None:
        return self.members.get(code)

    def source_of(self, code: str) -> Member | None:
        """Whose words a reader of this language sees: the end of the chain of aliases."""
        member = self.members.get(code)
        seen: set[int] = set()
        while member and member.alias_of is not None and member.pk not in seen:
            seen.add(member.pk)
            member = self._by_pk.get(member.alias_of, member)
        return member

    def originals(self) -> list[Member]:
        """The public versions in the order of the locale table."""
        found = (self.members.get(code) for code in by_code)
        return [member for member in found if member and member.is_public]

    def default(self) -> Member | None:
        """What x-default names: the source language, else the first version there is."""
        originals = self.originals()
        source = (member for member in originals if member.code == SOURCE_LANGUAGE)
        return next(source, originals[0] if originals else None)

    @cached_property
    def _by_pk(self) -> dict[int, Member]:
        return {member.pk: member for member in self.members.values()}


def page_family(page: Page) -> Family:
    """All languages of a page; kept on the page object, so asked once per request."""
    family: Family | None = page.__dict__.get("_jisr_family")
    if family is None:
        family = _load_family(page.translation_key) if page.pk else Family({})
        page.__dict__["_jisr_family"] = family
    return family


def content_language(page: Page) -> Language:
    """The language a page's words are in: an alias shows those of another (1.7)."""
    own = locale_by_id(page.locale_id).language_code
    if page.alias_of_id is None:
        return get_language(own)
    source = page_family(page).source_of(own)
    return source.language if source else get_language(own)


def page_path(url_path: str, locale: Locale | str) -> str | None:
    """The path of a page on its site, from `url_path` alone; None outside every site."""
    found = _root(url_path, _code(locale))
    if found is None:
        return None
    return f"{get_script_prefix()}{_code(locale)}/{url_path[len(found[0]) :]}"


def page_url(url_path: str, locale: Locale | str) -> str | None:
    """The absolute address of a page, with the host of its Site row."""
    found = _root(url_path, _code(locale))
    path = page_path(url_path, locale)
    return f"{found[1]}{path}" if found and path else None


def restriction_of(path: OuterRef) -> Exists:
    """Whether a page or a page above it is restricted; `path` is treebeard's."""
    return Exists(
        PageViewRestriction.objects.filter(page__path=Substr(path, 1, Length("page__path")))
    )


def _load_family(translation_key: UUID) -> Family:
    rows = (
        Page.objects.filter(translation_key=translation_key)
        .annotate(restricted=restriction_of(OuterRef("path")))
        .values_list("pk", "locale_id", "url_path", "live", "alias_of_id", "restricted")
    )
    members = [
        Member(pk, locale_by_id(locale_id).language_code, url_path, live, alias_of, restricted)
        for pk, locale_id, url_path, live, alias_of, restricted in rows
    ]
    return Family({member.code: member for member in members})


def _root(url_path: str, code: str) -> tuple[str, str] | None:
    """Root path and address of the site; Wagtail keeps the list in its cache, without SQL."""
    for root in Site.get_site_root_paths():
        if root.language_code == code and url_path.startswith(root.root_path):
            return root.root_path, root.root_url
    return None


def _code(locale: Locale | str) -> str:
    return locale if isinstance(locale, str) else locale.language_code


def in_active_language(page: Page) -> Page:
    """`page.localized`, without a statement where the page is in the active language already."""
    locale = current_locale()
    if page.locale_id == locale.pk:
        return page
    found = Page.objects.filter(translation_key=page.translation_key, locale=locale, live=True)
    return found.first() or page
