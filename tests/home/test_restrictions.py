"""The short way to a page asks for no restriction where there is none, and for all where one is."""

import pytest
from wagtail.models import PageViewRestriction

from home.models import HomePage
from knowledge.models import InformationIndexPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(home_page: HomePage) -> InformationIndexPage:
    return home_page.add_child(
        instance=InformationIndexPage(title="Topic", slug="topic", locale=home_page.locale)
    )


def test_a_page_is_public_where_nothing_is_restricted(client, topic):
    assert client.get(topic.url).status_code == 200


def test_a_restriction_counts_at_once(client, topic):
    client.get(topic.url)
    PageViewRestriction.objects.create(page=topic, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(topic.url)
    assert response.status_code == 302
    assert "no-store" in response.headers["Cache-Control"]


def test_a_restriction_above_counts_too(client, topic, home_page):
    PageViewRestriction.objects.create(page=home_page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(topic.url).status_code == 302


def test_a_restriction_elsewhere_closes_nothing_here(client, topic, home_page):
    other = home_page.add_child(
        instance=InformationIndexPage(title="Other", slug="other", locale=home_page.locale)
    )
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(topic.url).status_code == 200
    assert client.get(other.url).status_code == 302
