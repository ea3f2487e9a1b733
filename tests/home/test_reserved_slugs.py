"""No page may hide behind an address that a view of ours answers."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from home.models import HomePage
from home.models.pages import RESERVED_SLUGS
from knowledge.models import ArticleIndexPage


def first_segments(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        segment = getattr(pattern.pattern, "_route", "").partition("/")[0]
        if segment and "<" not in segment:
            yield segment
        elif isinstance(pattern, URLResolver):
            yield from first_segments(pattern.url_patterns)


def test_every_view_below_a_language_is_reserved():
    below = next(
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern.pattern, LocalePrefixPattern)
    )
    found = {name for name in first_segments(below.url_patterns) if not name.startswith("_")}
    assert "search" in found
    assert found == RESERVED_SLUGS


@pytest.mark.django_db
def test_a_reserved_address_is_refused_below_the_front_page(home_page: HomePage):
    page = ArticleIndexPage(title="Account", slug="account", locale=home_page.locale)
    with pytest.raises(ValidationError) as refused:
        home_page.add_child(instance=page)
    assert "slug" in refused.value.message_dict
