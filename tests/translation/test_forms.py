"""Fields of an Arabic page are Arabic, whatever language the admin speaks (2.23)."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from tests.people.signing_in import sign_in_staff
from translation.tree import ensure_locales

pytestmark = [pytest.mark.django_db, pytest.mark.row("J1")]


@pytest.fixture
def german_and_arabic(home_page: Page) -> tuple[HomePage, HomePage]:
    ensure_locales()
    arabic = HomePage.objects.get(
        translation_key=home_page.translation_key, locale__language_code="ar"
    )
    arabic.alias_of = None
    arabic.save(clean=False)
    return HomePage.objects.get(pk=home_page.pk), arabic


def attributes(form_class, page: Page, name: str) -> tuple[str | None, str | None]:
    widget = form_class(instance=page).fields[name].widget
    return widget.attrs.get("lang"), widget.attrs.get("dir")


def test_words_are_typed_in_the_direction_of_the_page(german_and_arabic):
    german, arabic = german_and_arabic
    form_class = HomePage.get_edit_handler().get_form_class()
    for name in ("title", "teaser"):
        assert attributes(form_class, arabic, name) == ("ar", "rtl")
        assert attributes(form_class, german, name) == ("de", "ltr")


def test_addresses_stay_left_to_right(german_and_arabic):
    form_class = HomePage.get_edit_handler().get_form_class()
    assert attributes(form_class, german_and_arabic[1], "slug") == (None, None)


def test_the_editor_of_an_arabic_page_says_so(german_and_arabic, client):
    admin = get_user_model().objects.create_superuser(email="admin@example.org", password="x")
    sign_in_staff(client, admin)
    html = client.get(
        reverse("wagtailadmin_pages:edit", args=[german_and_arabic[1].pk])
    ).content.decode()
    title = re.search(r"<(?:input|textarea)[^>]*name=\"title\"[^>]*>", html).group()
    assert 'lang="ar"' in title
    assert 'dir="rtl"' in title
    assert re.search(r'<script src="[^"]*content_direction[^"]*" data-rtl="[^"]*ar', html)
