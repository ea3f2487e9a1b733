"""What knowledge/ keeps about somebody: the byline of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from knowledge.models import ArticlePage
from people.privacy import (
    CONSENT,
    EVERYBODY,
    data,
    not_personal,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

# FTS5 keeps the words of a changed row in its blocks until they are merged (sqlite.org/fts5.html).
FORGET_WORDS = """
INSERT INTO modelsearch_indexentry_fts (modelsearch_indexentry_fts) VALUES ('optimize')
"""
PAGE_FIELDS = "page_ptr subtitle teaser lead_image lead_image_alt lead_image_decorative body"


def bylines_of(user: Any) -> QuerySet[ArticlePage]:
    """Only on pages that are theirs: anybody may give themselves the name of an author."""
    names = [name for name in (user.name, user.nickname) if name]
    return ArticlePage.objects.filter(owner=user, author__in=names)


def remove_bylines(rows: QuerySet[ArticlePage], user: Any) -> None:
    """Saved one by one, so that the search index forgets the name too."""
    for page in rows:
        page.author = ""
        page.save(update_fields=["author"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(FORGET_WORDS)


BYLINE = (
    _("To say who wrote an article"),
    CONSENT,
    _("As long as the article, or until you delete your account"),
    EVERYBODY,
)

PERSONAL = [data("knowledge.ArticlePage", "author", BYLINE, bylines_of, erase=remove_bylines)]

NOT_PERSONAL = {
    *not_personal("knowledge.InformationIndexPage", PAGE_FIELDS),
    *not_personal("knowledge.InformationPage", PAGE_FIELDS),
    *not_personal("knowledge.ArticleIndexPage", PAGE_FIELDS),
    *not_personal("knowledge.ArticlePage", f"{PAGE_FIELDS} date"),
    *not_personal("knowledge.DemoObject", "id content_type object_id former"),
    *not_personal(
        "knowledge.ImportedFile", "id page slug language is_source path sha256 imported_at"
    ),
}
