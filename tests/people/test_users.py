"""Names as people want them, and Wagtail's screens about people with our fields."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import User
from tests.people.signing_in import sign_in_staff
from trust.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return User.objects.create_superuser("admin@example.org", "a long pass phrase")


@pytest.mark.parametrize("name", ["م", "Nguyễn", "Samira", "María José Carreño Quiñones"])
def test_a_name_is_whatever_somebody_is_called(name):
    user = User(email="somebody@example.org", name=name)
    user.set_unusable_password()
    user.full_clean()
    assert user.get_full_name() == name


def test_the_nickname_is_what_others_read():
    user = User(email="a@example.org", name="Samira Haddad", nickname="Sam")
    assert str(user) == "Sam"


def test_an_address_exists_once_in_any_case():
    User.objects.create_user("Somebody@Example.org")
    assert User.objects.get_by_natural_key("SOMEBODY@example.ORG")
    with pytest.raises(IntegrityError):
        User.objects.create(email="SOMEBODY@example.org")


def test_a_user_without_an_address_is_refused():
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("")


def test_staff_make_and_change_people_in_the_admin(client, administrator):
    sign_in_staff(client, administrator)
    fields = {
        "email": "neu@example.org",
        "name": "زهرا",
        "nickname": "",
        "password1": "another long pass phrase",
        "password2": "another long pass phrase",
    }
    page = client.get(reverse("wagtailusers_users:add"))
    assert b'name="name"' in page.content
    assert b'name="first_name"' not in page.content
    assert client.post(reverse("wagtailusers_users:add"), fields).status_code == 302
    made = User.objects.get(email="neu@example.org")
    edit = reverse("wagtailusers_users:edit", args=[made.pk])
    changed = {**fields, "nickname": "Zahra", "is_active": "on", "password1": "", "password2": ""}
    assert client.post(edit, changed).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.nickname) == ("زهرا", "Zahra")
    acts = AuditEntry.objects.filter(object_id=str(made.pk), actor=administrator).order_by("pk")
    assert [act.verb for act in acts] == ["people.person.added", "people.person.edited"]
    assert acts[1].detail == {"fields": "nickname"}


def test_somebody_changes_their_own_name_under_account(client, administrator):
    sign_in_staff(client, administrator)
    address = reverse("wagtailadmin_account")
    page = client.get(address)
    assert b'name="name_email-nickname"' in page.content
    assert b"first_name" not in page.content
    form = {
        "name_email-email": administrator.email,
        "name_email-name": "Administratorin",
        "name_email-nickname": "Addi",
        "locale-preferred_language": "de",
        "locale-current_time_zone": "Europe/Berlin",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    response = client.post(address, form)
    assert response.status_code == 302, response.context["panels_by_tab"]
    administrator.refresh_from_db()
    assert administrator.nickname == "Addi"


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_list_of_people_needs_the_same_statements_for_one_and_for_fifty(client, administrator):
    sign_in_staff(client, administrator)
    address = reverse("wagtailusers_users:index")
    client.get(address)
    few = statements(client, address)
    for number in range(49):
        User.objects.create_user(f"person{number}@example.org")
    assert statements(client, address) == few
