"""Two chapters that do not know each other, in all languages, and people with limited roles."""

import pytest
from wagtail.models import Locale, Page

from knowledge.models import InformationIndexPage
from people.granting import grant_role
from people.models import User
from translation.tree import ensure_locales, sync_aliases


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("admin@example.org", "a long pass phrase")


@pytest.fixture
def chapters(home_page) -> tuple[Page, Page]:
    """Two pages with a draft below each; 'secret' in a title is for nobody else's eyes."""
    ensure_locales()
    home = Page.objects.get(pk=home_page.pk)
    made = []
    for name in ("alpha", "beta"):
        chapter = home.add_child(
            instance=InformationIndexPage(title=f"Chapter {name}", slug=name, locale=home.locale)
        )
        sync_aliases(chapter)
        draft = chapter.add_child(
            instance=InformationIndexPage(
                title=f"Secret {name}", slug=f"draft-{name}", locale=home.locale, live=False
            )
        )
        draft.save_revision()
        made.append(chapter)
    return made[0], made[1]


@pytest.fixture
def grant(administrator):
    """Return a function that makes a person with a role, limited by `page` and `languages`."""

    def do(role: str, email: str = "", **limits) -> User:
        user, _new = User.objects.get_or_create(email=email or f"{role}@example.org")
        grant_role(user=user, role=role, granted_by=administrator, reason="Agreed", **limits)
        return User.objects.get(pk=user.pk)

    return do


@pytest.fixture
def version():
    """Return a function that finds a page's version in a language."""

    def find(page: Page, code: str) -> Page:
        locale = Locale.objects.get(language_code=code)
        return Page.objects.get(translation_key=page.translation_key, locale=locale)

    return find
