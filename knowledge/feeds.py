"""Atom feed of a list of articles, in the language of that list (RFC 4287)."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from translation.locales import html_lang

if TYPE_CHECKING:
    from knowledge.models.articles import ArticleIndexPage, ArticlePage


def article_feed(
    request: HttpRequest, index: "ArticleIndexPage", articles: Iterable["ArticlePage"]
) -> HttpResponse:
    """`articles` are in the language of the list: a feed has one."""
    url = index.get_full_url(request)
    feed = Atom1Feed(
        title=index.title,
        link=url,
        description=index.teaser,
        language=html_lang(index.locale.language_code),
        feed_url=f"{url}feed/",
        feed_guid=f"urn:uuid:{index.translation_key}",
    )
    for article in articles:
        feed.add_item(
            title=article.title,
            link=article.get_full_url(request),
            description=article.teaser,
            unique_id=f"urn:uuid:{article.translation_key}",
            author_name=article.author or None,
            pubdate=datetime.combine(article.date, time(12), UTC),
            updateddate=article.last_published_at or datetime.combine(article.date, time(12), UTC),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
