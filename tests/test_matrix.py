"""Every address of the project, asked by every role with GET and POST.

The outcomes are in `tests/matrix/expected.txt`; below that file stand the rules that no new line of
it may break.
"""

import pytest
from django.test import Client

from people import roles_admin
from tests.matrix.addresses import Address, all_addresses
from tests.matrix.asking import (
    ask_all,
    differences,
    read_expected,
    wants_writing,
    write_column,
)
from tests.matrix.world import ACTORS, World
from tests.people.signing_in import sign_in_staff
from translation.tree import ensure_locales

# Open before anybody has signed in, by design: they sign people in, or carry no data.
DOORS = {
    "admin/login/",
    "admin/logout/",
    "^admin/password_reset/(?P<rest>.*)$",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}
# Only administrators: people, groups, roles, settings, and what holds for the whole site.
RESERVED = (
    "people_roles:", "wagtailusers_", "wagtailsettings:", "wagtailsites:", "wagtaillocales:",
    "wagtailredirects:", "wagtailadmin_collections:", "wagtailadmin_workflows:",
)  # fmt: skip
# A POST that an auditor may send: about themselves, or one that only looks something up.
HARMLESS = {
    "own_account",
    "wagtailadmin_pages:choose_parent",  # sends on to the form of a new page, which refuses
    "wagtailadmin_pages:revisions_index",  # sends on to the history, which refuses
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_editing_sessions:release",  # of the own session only
    "wagtailembeds:chooser",
    "wagtailembeds:chooser_upload",
}
LIMITED = ("auditor", "treasurer", "organisation", "ambassador", "moderator", "translator")


@pytest.fixture
def world(home_page) -> World:
    ensure_locales()
    home_page.refresh_from_db()
    return World(home_page)


def sign_in(user) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        sign_in_staff(client, user)
    return client


def named(name: str) -> list[Address]:
    return [address for address in all_addresses() if address.name == name]


def admin_keys() -> set[str]:
    return {
        address.key for address in all_addresses() if address.route.lstrip("^").startswith("admin/")
    }


def breaking(rule) -> list[str]:
    """The lines of the file for which `rule(key, get, post)` is true; letters by actor."""
    return [
        key
        for key, (get, post) in read_expected().items()
        if rule(key, dict(zip(ACTORS, get, strict=True)), dict(zip(ACTORS, post, strict=True)))
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("actor", ACTORS)
def test_every_address_answers_as_expected(world, actor):
    found = ask_all(sign_in(world.people[actor]), world, all_addresses())
    if wants_writing():
        write_column(actor, found)
    assert differences(actor, found) == []


def test_the_file_names_no_address_that_is_gone():
    assert set(read_expected()) == {address.key for address in all_addresses()}
    assert not any("?" in get + post for get, post in read_expected().values())


def test_nothing_in_the_admin_opens_for_strangers_and_members():
    inside = admin_keys() - DOORS

    def opens(key, get, post):
        letters = {get["anonymous"], get["member"], post["anonymous"], post["member"]}
        return key in inside and not letters <= {"l", "f"}

    assert breaking(opens) == []


def test_what_belongs_to_administrators_opens_for_nobody_else():
    def opens(key, get, post):
        others = {verb[actor] for verb in (get, post) for actor in (*LIMITED, "editor")}
        return key.startswith(RESERVED) and not others <= set("fnm")

    assert breaking(opens) == []


def test_an_auditor_changes_nothing():
    inside = admin_keys() - DOORS - HARMLESS
    assert breaking(lambda key, get, post: key in inside and post["auditor"] == "o") == []


def test_limited_people_do_not_open_pages_of_others():
    """The pages in the addresses are neither the ambassador's nor the organisation's own."""
    shown = {"wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results"}
    shown |= {"wagtailadmin_pages:search", "wagtailadmin_pages:search_results"}

    def opens(key, get, post):
        if not key.startswith("wagtailadmin_pages:") or key in HARMLESS | shown:
            return False
        limited = ("auditor", "treasurer", "organisation", "ambassador", "translator")
        return any("o" in (get[actor], post[actor]) for actor in limited)

    assert breaking(opens) == []


@pytest.mark.django_db
def test_a_view_that_was_opened_for_everybody_is_found(world, monkeypatch):
    asked = named("people_roles:index")
    client = sign_in(world.people["auditor"])
    assert differences("auditor", ask_all(client, world, asked)) == []
    monkeypatch.setattr(roles_admin, "is_administrator", lambda user: True)
    (line,) = differences("auditor", ask_all(client, world, asked))
    assert "auditor got om" in line


def test_a_new_address_says_how_to_add_it():
    (line,) = differences("member", {"brand_new": "oo"})
    assert "MATRIX=write" in line
