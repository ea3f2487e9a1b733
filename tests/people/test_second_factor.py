"""Staff: nothing in the administration opens without a second factor, and none is got around."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from messaging.models import Message
from people.accounts.adapter import home_of
from people.accounts.second_factor import SecondFactorAdapter
from people.accounts.staff import needs_second_factor
from people.accounts.totp import current_code, enrol_app, secret_from
from people.models import User
from tests.people.signing_in import sign_in_staff

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"
LOGIN = "/de/account/login/"
SECOND = "/de/account/2fa/authenticate/"
GUARD = "people.accounts.middleware.SecondFactorMiddleware"
SECRET = secret_from("a test")


@pytest.fixture(autouse=True)
def _tree(site):
    """The pages around the forms need a front page."""


@pytest.fixture
def editor():
    user = User.objects.create_user("editor@example.org", PASSWORD, is_staff=True, language="de")
    group = Group.objects.create(name="May open the administration")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


@pytest.fixture
def enrolled(editor):
    enrol_app(user=editor, secret=SECRET)
    return editor


def type_password(client, user, password=PASSWORD):
    return client.post(LOGIN, {"login": user.email, "password": password})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def admin_addresses(patterns=None, prefix="/") -> list[str]:
    """An address for every pattern below /admin/, with made-up arguments."""
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        part = str(pattern.pattern)
        part = re.sub(r"<int:[^>]+>", "1", part)
        part = re.sub(r"<uuid:[^>]+>", "6f3b6f0e-0000-4000-8000-000000000000", part)
        part = re.sub(r"<[^>]+>", "x", part).strip("^$")
        address = prefix + part
        if not address.startswith("/admin/"):
            continue
        if isinstance(pattern, URLResolver):
            found += admin_addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and not re.search(r"[\\(*?]", part):
            found.append(address)
    return found


def test_there_are_addresses_to_try():
    addresses = admin_addresses()
    assert len(addresses) > 200
    assert {"/admin/", "/admin/pages/1/edit/", "/admin/documents/multiple/add/"} <= {*addresses}


def refused(client, address: str) -> bool:
    response = client.get(address)
    return response.status_code == 302 and "/account/" in response.url


def closed(address: str) -> bool:
    return address.startswith(("/admin/login/", "/admin/password_reset/", "/admin/logout/"))


@pytest.mark.parametrize("who", ["nobody", "password only"])
def test_no_address_of_the_administration_opens_without_a_second_factor(client, enrolled, who):
    if who == "password only":
        client.force_login(enrolled)
    addresses = [address for address in admin_addresses() if not closed(address)]
    assert [address for address in addresses if not refused(client, address)] == []


def test_with_the_guard_taken_out_a_password_is_enough(client, enrolled, settings):
    """The negative control: it is this middleware that keeps the administration shut."""
    client.force_login(enrolled)
    assert refused(client, "/admin/")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != GUARD]
    open_client = type(client)()
    open_client.force_login(enrolled)
    assert open_client.get("/admin/").status_code == 200


def test_data_is_refused_and_not_redirected(client, editor):
    client.force_login(editor)
    headers = {"x-requested-with": "XMLHttpRequest"}
    assert client.get("/admin/choose-page/", headers=headers).status_code == 403
    assert client.post("/admin/documents/multiple/add/", headers=headers).status_code == 403


def test_password_and_app_open_the_administration(client, enrolled):
    response = type_password(client, enrolled)
    assert response.url == SECOND
    assert not is_signed_in(client)
    assert refused(client, "/admin/")
    wrong = client.post(SECOND, {"code": "000000"})
    assert wrong.status_code == 200
    assert not is_signed_in(client)
    response = client.post(SECOND, {"code": current_code(SECRET)})
    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("zero", ["٠", "۰"])
def test_the_six_digits_may_be_of_any_script(client, enrolled, zero):
    type_password(client, enrolled)
    typed = "".join(chr(ord(zero) + int(digit)) for digit in current_code(SECRET))
    client.post(SECOND, {"code": typed})
    assert is_signed_in(client)


def test_a_code_of_the_app_is_good_once(client, enrolled):
    code = current_code(SECRET)
    type_password(client, enrolled)
    client.post(SECOND, {"code": code})
    assert is_signed_in(client)
    other = type(client)()
    type_password(other, enrolled)
    other.post(SECOND, {"code": code})
    assert not is_signed_in(other)


def test_a_recovery_code_opens_once(client, enrolled):
    code = RecoveryCodes.activate(enrolled).get_unused_codes()[0]
    type_password(client, enrolled)
    client.post(SECOND, {"code": code})
    assert client.get("/admin/").status_code == 200
    other = type(client)()
    type_password(other, enrolled)
    other.post(SECOND, {"code": code})
    assert not is_signed_in(other)


def test_guessing_the_app_is_refused(client, enrolled):
    type_password(client, enrolled)
    answers = [client.post(SECOND, {"code": "000000"}).status_code for _number in range(11)]
    assert answers == [200] * 10 + [429]


def test_staff_who_come_by_code_are_asked_all_the_same(client, enrolled):
    client.post(LOGIN, {"login": enrolled.email, "password": ""})
    code = re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)[0]
    response = client.post("/de/account/login/code/confirm/", {"code": code})
    assert response.url == SECOND
    assert not is_signed_in(client)


def test_staff_without_one_are_led_to_set_one_up(
    client, editor, django_capture_on_commit_callbacks
):
    type_password(client, editor)
    assert is_signed_in(client)
    response = client.get("/admin/")
    assert response.url == "/de/account/2fa/"
    assert "/de/account/2fa/totp/activate/" in client.get(response.url).content.decode()
    page = client.get("/de/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    assert "<svg" in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/de/account/2fa/totp/activate/", {"code": current_code(secret)})
    assert client.get("/admin/").status_code == 200
    assert Authenticator.objects.filter(user=editor).count() == 2  # the app, recovery codes
    stored = Authenticator.objects.get(user=editor, type="totp").data["secret"]
    assert secret not in stored
    assert Message.objects.latest("pk").key == "account.security_notice"


def test_the_mailbox_alone_enrols_nothing_where_there_is_a_password(client, editor):
    client.post(LOGIN, {"login": editor.email, "password": ""})
    code = re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)[0]
    client.post("/de/account/login/code/confirm/", {"code": code})
    assert is_signed_in(client)
    response = client.get("/de/account/2fa/totp/activate/")
    assert response.url.startswith("/de/account/reauthenticate/")
    assert refused(client, "/admin/")


def test_typing_the_password_again_is_no_second_factor(client, enrolled):
    client.force_login(enrolled)
    client.post("/de/account/reauthenticate/", {"password": PASSWORD})
    response = client.get("/admin/")
    assert response.url == "/de/account/2fa/reauthenticate/?next=/admin/"
    client.post(response.url, {"code": current_code(SECRET)})
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "address", ["2fa/webauthn/add/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/"]
)
def test_a_password_alone_touches_no_factor(client, enrolled, address):
    client.force_login(enrolled)
    client.post("/de/account/reauthenticate/", {"password": PASSWORD})
    response = client.get(f"/de/account/{address}")
    assert response.status_code == 302
    assert response.url.startswith("/de/account/2fa/reauthenticate/")
    client.post(response.url, {"code": current_code(SECRET)})
    assert client.get(f"/de/account/{address}").status_code == 200


def test_the_login_of_restricted_pages_takes_no_password(client, enrolled):
    """Wagtail's own has neither limits nor a second factor."""
    address = "/de/_util/login/"
    assert client.get(f"{address}?next=/de/x/").url == "/de/account/login/?next=%2Fde%2Fx%2F"
    answer = client.post(address, {"username": enrolled.email, "password": PASSWORD})
    assert answer.status_code == 405
    assert not is_signed_in(client)


def test_a_new_password_does_not_get_around_it(client, enrolled):
    client.post("/de/account/password/reset/", {"email": enrolled.email})
    link = re.search(r"https?://\S+/password/reset/key/\S+", Message.objects.latest("pk").text)[0]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "another long pass phrase"
    client.post(form, {"password1": new, "password2": new})
    enrolled.refresh_from_db()
    assert enrolled.check_password(new)
    assert not is_signed_in(client)
    assert type_password(client, enrolled, new).url == SECOND
    assert not is_signed_in(client)


def test_the_last_factor_of_staff_stays(client, enrolled):
    sign_in_staff(client, enrolled)
    client.post("/de/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=enrolled, type="totp").exists()
    key = Authenticator.objects.create(user=enrolled, type="webauthn", data={"name": "Key"})
    assert SecondFactorAdapter().can_delete_authenticator(key)
    client.post("/de/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=enrolled, type="totp").exists()
    client.post(f"/de/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_member_may_remove_everything(client):
    member = User.objects.create_user("member@example.org")
    enrol_app(user=member, secret=SECRET)
    sign_in_staff(client, member)
    client.post("/de/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=member).exists()


def test_a_passkey_of_a_member_is_a_way_in_and_no_lock(client):
    member = User.objects.create_user("member@example.org")
    Authenticator.objects.create(user=member, type="webauthn", data={"name": "Telephone"})
    client.post(LOGIN, {"login": member.email, "password": ""})
    code = re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)[0]
    client.post("/de/account/login/code/confirm/", {"code": code})
    assert is_signed_in(client)


def test_members_are_refused_without_a_loop(client):
    client.force_login(User.objects.create_user("member@example.org"))
    assert client.get("/admin/").status_code == 403


def test_another_persons_mark_opens_nothing(client, enrolled):
    sign_in_staff(client, User.objects.create_superuser("other@example.org", PASSWORD))
    assert client.get("/admin/").status_code == 200
    session = client.session
    marks = {key: mark for key, mark in session.items() if key.startswith("account_auth")}
    client.force_login(enrolled)
    session = client.session
    session.update(marks)
    session.save()
    assert refused(client, "/admin/")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/admin/login/", LOGIN),
        ("/admin/login/?next=/admin/pages/", f"{LOGIN}?next=%2Fadmin%2Fpages%2F"),
        ("/admin/password_reset/", "/de/account/password/reset/"),
        ("/admin/password_reset/confirm/MQ/set-password/", "/de/account/password/reset/"),
    ],
)
def test_the_old_doors_lead_to_the_new_one(client, old, new):
    assert client.get(old, headers={"accept-language": "de"}).url == new


def test_the_old_login_takes_no_password(client, editor):
    response = client.post("/admin/login/", {"username": editor.email, "password": PASSWORD})
    assert response.status_code == 405
    assert not is_signed_in(client)


def test_the_door_speaks_the_language_of_who_knocks(client, enrolled):
    knock = client.get("/admin/", headers={"accept-language": "ar"})
    assert knock.url == "/ar/account/login/?next=/admin/"
    enrolled.language = "uk"
    enrolled.save()
    client.force_login(enrolled)
    assert client.get("/admin/").url == "/uk/account/2fa/reauthenticate/?next=/admin/"


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_every_way_to_the_administration_asks_for_it(flag):
    user = User.objects.create_user("a@example.org", **{flag: True})
    assert needs_second_factor(user)
    assert home_of(user) == "/admin/"


def test_the_right_alone_asks_for_it_too(editor):
    editor.is_staff = False
    assert needs_second_factor(editor)
    assert not needs_second_factor(User.objects.create_user("b@example.org"))


def test_secrets_are_read_with_an_earlier_key_too(settings):
    box = SecondFactorAdapter()
    secret = generate_totp_secret()
    stored = box.encrypt(secret)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5
    assert box.decrypt(stored) == secret


def test_an_operator_lets_somebody_enrol_anew(client, enrolled):
    type_password(client, enrolled)
    client.post(SECOND, {"code": current_code(SECRET)})
    assert client.get("/admin/").status_code == 200
    call_command("reset_second_factor", "EDITOR@example.org")
    assert not Authenticator.objects.filter(user=enrolled).exists()
    assert client.get("/admin/").url.startswith("/de/account/login/")
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@example.org")


def test_a_staff_session_ends_when_nobody_works_in_it(client, enrolled):
    sign_in_staff(client, enrolled)
    client.get("/admin/")
    assert settings.STAFF_IDLE_SECONDS == 8 * 60 * 60
    assert client.session.get_expiry_age() <= settings.STAFF_IDLE_SECONDS
    assert client.cookies["session"]["max-age"] == settings.STAFF_IDLE_SECONDS
    session = client.session
    session["worked_at"] = int(time.time()) - 600
    session.save()
    client.get("/admin/editing-sessions/ping/wagtailcore/page/1/")
    assert client.session["worked_at"] <= time.time() - 600  # an open tab is not work
    client.get("/admin/")
    assert client.session["worked_at"] > time.time() - 60


def test_the_account_page_of_the_admin_leads_to_factor_and_sessions(client, enrolled):
    sign_in_staff(client, enrolled)
    page = client.get("/admin/account/").content.decode()
    assert "/account/2fa/" in page
    assert "/account/sessions/" in page
    assert "new_password1" not in page
    assert not UserSession.objects.filter(user__isnull=True).exists()


def test_a_changed_address_closes_the_old_one(client, enrolled):
    admin = User.objects.create_superuser("admin@example.org", PASSWORD)
    EmailAddress.objects.create(user=enrolled, email=enrolled.email, verified=True, primary=True)
    sign_in_staff(client, admin)
    form = {"email": "new@example.org", "name": "Editor", "nickname": "", "is_active": "on"}
    address = reverse("wagtailusers_users:edit", args=[enrolled.pk])
    assert client.post(address, {**form, "password1": "", "password2": ""}).status_code == 302
    assert not EmailAddress.objects.filter(email="editor@example.org").exists()
    type(client)().post(LOGIN, {"login": "editor@example.org", "password": ""})
    assert Message.objects.latest("pk").key == "account.no_account"
