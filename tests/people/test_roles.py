"""Roles: one table in code and guide, groups that follow it, limits, and who may give them."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from people.granting import grant_role, take_role
from people.models import RoleScope, User
from people.permissions import may, scopes
from people.role_groups import sync_roles
from people.roles import ROLES, by_code, get_role
from tests.people.signing_in import sign_in_staff
from translation.tree import sync_aliases

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "roles.md"


def guide_lines() -> list[str]:
    """What the guide must say of each role, made of the table."""
    lines = []
    for role in ROLES:
        lines.append(f"### {role.group_name}")
        lines.append(f"- limits: {role.limit}")
        if role.page_permissions:
            lines.append(f"- on pages: {', '.join(role.page_permissions)}")
        if role.files:
            lines.append(f"- on pictures and files: {', '.join(role.files)}")
        lines += [f"- `{permission}`" for permission in role.can]
    return lines


def rights(group: Group) -> set[str]:
    labels = group.permissions.values_list("content_type__app_label", "codename")
    return {".".join(pair) for pair in labels}


def test_the_guide_says_what_the_table_says():
    written = GUIDE.read_text().partition("## The roles")[2].partition("\n## ")[0]
    assert [line for line in written.splitlines() if line.startswith(("###", "- "))] == (
        guide_lines()
    )


def test_a_migrated_database_has_the_groups_of_the_table():
    for role in ROLES:
        if not role.is_administrator:
            group = Group.objects.get(name=role.group_name)
            assert rights(group) == set(role.can)
            assert {row.permission.codename for row in group.page_permissions.all()} == (
                set()
                if role.limit == "needed"
                else {f"{action}_page" for action in role.page_permissions}
            )


def test_synchronising_again_changes_nothing_and_keeps_what_an_operator_added():
    editor = Group.objects.get(name="Editor")
    extra = Group.objects.get(name="Auditor").permissions.get(codename="view_factcheck")
    editor.permissions.add(extra)
    editor.permissions.remove(editor.permissions.get(codename="change_report"))
    call_command("sync_roles", verbosity=0)
    assert rights(editor) == set(by_code["editor"].can) | {"trust.view_factcheck"}
    before = list(editor.page_permissions.values_list("pk", flat=True))
    sync_roles()
    assert list(editor.page_permissions.values_list("pk", flat=True)) == before


def test_an_unknown_role_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="king"):
        get_role("king")


def test_a_role_without_limits_holds_everywhere(grant, chapters):
    editor = grant("editor")
    assert may(editor, "editor", page=chapters[1], language="ar")
    assert not may(editor, "treasurer")
    assert editor.is_staff


def test_a_role_ends_at_its_page_and_its_languages(grant, chapters, version):
    alpha, beta = chapters
    editor = grant("editor", page=alpha, languages=["de", "ar"])
    assert may(editor, "editor", page=version(alpha, "ar"), language="ar")
    assert may(editor, "editor", page=alpha.get_children().first())
    assert not may(editor, "editor", page=beta)
    assert not may(editor, "editor", page=version(alpha, "fa"))
    assert not may(editor, "editor", language="fa")
    (scope,) = scopes(editor, "editor")
    assert scope.languages == {"de", "ar"}
    assert len(scope.paths) == 2


def test_two_grants_are_not_mixed(grant, chapters, version):
    """Arabic in one place and Persian in the other do not make Persian in the first."""
    alpha, beta = chapters
    grant("translator", page=alpha, languages=["ar"])
    translator = grant("translator", page=beta, languages=["fa"])
    assert may(translator, "translator", page=version(beta, "fa"), language="fa")
    assert not may(translator, "translator", page=version(alpha, "fa"), language="fa")


def test_administrators_act_in_every_role_and_the_inactive_in_none(administrator, chapters):
    assert may(administrator, "treasurer", page=chapters[0])
    administrator.is_active = False
    assert not may(administrator, "treasurer")


def test_a_new_language_takes_the_limited_along(grant, home_page):
    """The page gets its translations only after somebody was limited to it."""
    home_page.refresh_from_db()
    chapter = home_page.add_child(instance=Page(title="C", slug="c", locale=home_page.locale))
    editor = grant("editor", page=chapter)
    from_here = User.objects.get(pk=editor.pk)
    Locale.objects.create(language_code="ar")
    home_page.copy_for_translation(Locale.objects.get(language_code="ar"), alias=True)
    sync_aliases(chapter)
    arabic = chapter.copy_for_translation(Locale.objects.get(language_code="ar"), alias=True)
    assert arabic.permissions_for_user(from_here).can_edit()


def test_a_deleted_page_leaves_no_right_behind(grant, chapters):
    ambassador = grant("ambassador", page=chapters[0])
    Page.objects.get(pk=chapters[0].pk).delete()
    assert not ambassador.groups.exists()
    assert not Group.objects.filter(name__startswith="Ambassador:").exists()


def test_an_ambassador_needs_a_page_and_a_treasurer_has_no_limits(grant, chapters):
    with pytest.raises(ValidationError, match=r"Seite|page"):
        grant("ambassador")
    with pytest.raises(ValidationError):
        grant("treasurer", page=chapters[0])
    with pytest.raises(ValidationError):
        grant("translator", languages=["xx"])


def test_a_role_is_given_and_taken_by_administrators_with_a_reason(grant, administrator):
    editor = grant("editor")
    other = User.objects.create_user("other@example.org")
    with pytest.raises(PermissionDenied):
        grant_role(user=other, role="editor", granted_by=editor, reason="Please")
    with pytest.raises(ValidationError):
        grant_role(user=other, role="editor", granted_by=administrator, reason=" ")
    take_role(user=editor, role="editor", taken_by=administrator, reason="Left us")
    editor = User.objects.get(pk=editor.pk)
    assert not editor.is_staff
    assert not may(editor, "editor")


def test_the_last_administrator_stays(grant, administrator):
    with pytest.raises(ValidationError):
        take_role(user=administrator, role="administrator", taken_by=administrator, reason="x")
    User.objects.create_superuser("gone@example.org", is_active=False)
    with pytest.raises(ValidationError):
        take_role(user=administrator, role="administrator", taken_by=administrator, reason="x")
    second = grant("administrator", email="second@example.org")
    take_role(user=administrator, role="administrator", taken_by=second, reason="Retired")
    assert not User.objects.get(pk=administrator.pk).is_superuser


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_list_of_roles_needs_the_same_statements_for_one_and_for_fifty(
    client, administrator, grant, chapters
):
    sign_in_staff(client, administrator)
    address = reverse("people_roles:index")
    grant("ambassador", page=chapters[0])
    client.get(address)
    few = statements(client, address)
    for number in range(49):
        grant("ambassador", email=f"p{number}@example.org", page=chapters[0])
    assert statements(client, address) == few


def test_a_role_is_given_and_taken_on_the_screen(client, administrator, chapters):
    sign_in_staff(client, administrator)
    person = User.objects.create_user("new@example.org")
    screen = reverse("people_roles:person", args=[person.pk])
    assert client.get(screen).status_code == 200
    form = {"role": "translator", "page": chapters[0].pk, "languages": ["ar"], "reason": "Agreed"}
    assert client.post(screen, {**form, "reason": ""}).status_code == 200
    assert not RoleScope.objects.exists()
    assert client.post(screen, form).status_code == 302
    scope = RoleScope.objects.get(user=person, role="translator", languages=["ar"])
    listed = client.get(reverse("people_roles:index"), {"role": "translator"})
    assert "new@example.org" in listed.content.decode()
    listed = client.get(reverse("people_roles:index"), {"role": "editor"})
    assert "new@example.org" not in listed.content.decode()
    take = reverse("people_roles:take_limited", args=[person.pk, "translator", scope.pk])
    assert client.get(take).status_code == 200
    assert client.post(take, {"reason": "Moved away"}).status_code == 302
    assert not RoleScope.objects.exists()
    history = client.get(reverse("wagtailusers_users:history", args=[person.pk]))
    assert history.status_code == 200
