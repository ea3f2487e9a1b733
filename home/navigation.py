"""Menu and breadcrumbs of a page, both from one statement."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.http import HttpRequest
from wagtail.models import Page

from translation.cache import locale_by_id
from translation.locales import direction, html_lang


@dataclass(frozen=True)
class Crumb:
    """A link to a page. `current` marks the page that is open or one above it.

    `lang` and `dir` are those of the title, where it is not in the reader's language.
    """

    title: str
    url: str
    current: bool = False
    lang: str = ""
    dir: str = ""


MenuItem = Crumb


@dataclass(frozen=True)
class Navigation:
    menu: list[MenuItem]
    breadcrumbs: list[Crumb]


def page_navigation(page: Page, request: HttpRequest | None) -> Navigation:
    """The menu of the page's language, and the pages above this one from the front page down.

    A treebeard path is the paths of all pages above it, cut in steps; the front page of a
    language stands at depth 2, so its path is the first two steps.
    """
    step = Page.steplen
    above = [page.path[:end] for end in range(2 * step, len(page.path), step)]
    front = page.path[: 2 * step]
    found = (
        Page.objects.live()
        .filter(Q(path__in=above) | Q(depth=3, path__startswith=front, show_in_menus=True))
        .annotate(source_locale_id=F("alias_of__locale_id"))
        .order_by("path")
        .only("title", "path", "depth", "url_path", "show_in_menus", "locale_id", "live")
    )
    menu, breadcrumbs = [], []
    for other in found:
        is_above = page.path.startswith(other.path)
        link = _crumb(other, request, current=is_above)
        if other.depth == 3 and other.show_in_menus:
            menu.append(link)
        if is_above and other.path != page.path:
            breadcrumbs.append(link)
    return Navigation(menu, breadcrumbs)


def site_navigation(front_page: Page, request: HttpRequest) -> Navigation:
    """For answers that are no page (search, report, legal): the menu, and only the front page."""
    navigation = page_navigation(front_page, request)
    return Navigation(navigation.menu, [_crumb(front_page, request)])


def _crumb(page: Page, request: HttpRequest | None, *, current: bool = False) -> Crumb:
    """`page` carries `source_locale_id`: an alias shows a title in the language of its source."""
    language = locale_by_id(page.source_locale_id or page.locale_id).language_code
    return Crumb(
        page.title,
        page.get_url(request) or "",
        current=current,
        lang=html_lang(language),
        dir=direction(language),
    )
