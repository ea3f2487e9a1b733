"""People, pages and checks that the tests of trust share."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission

from knowledge.models import InformationPage
from people.models import User
from trust.models import FactCheck
from trust.services import SourceData, record_fact_check

SOURCES = [
    SourceData("Asylum Act, section 47", "Federal Ministry of Justice", "https://law.example/47"),
    SourceData("Leaflet", "Federal Office", "https://office.example/leaflet"),
]


@pytest.fixture
def admin_user(db):
    return User.objects.create_superuser("boss@example.org", "password-123", name="Boss")


@pytest.fixture
def record():
    """Return a function that records a check with sensible values."""

    def do(page_or_key, **values) -> FactCheck:
        today = timezone.localdate()
        defaults = {
            "subject": getattr(page_or_key, "translation_key", page_or_key),
            "checker": None,
            "checker_name": "Rana",
            "checker_role": "legal adviser",
            "organisation": "Refugee Council",
            "place": "Bavaria",
            "sources": SOURCES,
            "checked_at": today,
            "review_by": today + dt.timedelta(days=180),
        }
        return record_fact_check(**(defaults | values))

    return do


@pytest.fixture
def make_page(home_page, record):
    """Return a function that makes an information page; live ones get a check first."""
    numbers = iter(range(1, 10_000))

    def do(parent=None, *, live=True, checked=True, **fields) -> InformationPage:
        number = next(numbers)
        page = InformationPage(
            title=fields.pop("title", f"Page {number}"),
            slug=f"page-{number}",
            teaser="A sentence.",
            live=live,
            locale=home_page.locale,
            **fields,
        )
        if checked:
            record(page)
        (parent or home_page).add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        return page

    return do


@pytest.fixture
def make_editor(db):
    """Return a function that makes an editor of the tree below `page`."""

    def do(page, *permissions: str, email="editor@example.org") -> User:
        user = User.objects.create_user(email, "password-123", name="Editor", is_staff=True)
        group = Group.objects.create(name=email)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in ("add_page", "change_page", *permissions):
            permission = Permission.objects.get(
                codename=codename, content_type__app_label__in=("wagtailcore", "trust")
            )
            if permission.content_type.app_label == "trust":
                group.permissions.add(permission)
            else:
                GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        user.groups.add(group)
        return user

    return do
