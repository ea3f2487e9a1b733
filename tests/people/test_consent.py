"""Agreeing, confirming apart for mail and phone, and taking back with one press."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from people.models import Consent, ConsentText, PhoneNumber, User, read_number
from people.services import (
    add_phone,
    confirm_consent,
    confirm_phone,
    give_consent,
    new_phone_code,
    run_retention,
    withdraw_consent,
)
from people.services.consents import confirmation_token, has_consent, withdrawal_token

pytestmark = pytest.mark.django_db
ADDRESS = "rana@example.org"
SENT = []


def send(*, consent, to, token):
    SENT.append((consent, to, token))


@pytest.fixture(autouse=True)
def words():
    SENT.clear()
    for version in (1, 2):
        ConsentText.objects.create(
            purpose="newsletter",
            version=version,
            language="en",
            text=f"Yes, write to me ({version}).",
        )


def agree(**values) -> Consent:
    defaults = {"channel": "email", "address": ADDRESS, "purpose": "newsletter", "source": "form"}
    return give_consent(**(defaults | values))


def holds() -> bool:
    return has_consent(channel="email", address=" RANA@example.org", purpose="newsletter")


def test_it_holds_only_once_confirmed_and_until_taken_back():
    consent = agree(language="ar")
    assert (consent.text_version, consent.language) == (2, "ar")
    assert not holds()
    assert confirm_consent(consent=consent)
    assert holds()
    assert not confirm_consent(consent=consent)
    assert withdraw_consent(consent=consent)
    assert not holds()
    assert not withdraw_consent(consent=consent)
    assert not confirm_consent(consent=consent)


def test_agreeing_again_is_a_new_row():
    first = agree()
    confirm_consent(consent=first)
    withdraw_consent(consent=first)
    again = agree()
    assert again.pk != first.pk
    first.refresh_from_db()
    assert first.withdrawn_at


def test_the_same_again_while_open_is_the_same_row_and_sent_once(settings):
    settings.CONFIRMATION_SENDER = f"{__name__}.send"
    assert agree() == agree()
    assert [to for _consent, to, _token in SENT] == [ADDRESS]


def test_two_valid_ones_for_one_address_are_refused_by_the_database():
    now = timezone.now()
    values = {
        "subject": "x", "channel": "email", "purpose": "p", "text_version": 1, "confirmed_at": now,
    }  # fmt: skip
    Consent.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(**values)


def test_no_words_no_consent():
    with pytest.raises(ValidationError):
        agree(purpose="unknown")


def test_no_address_and_no_network_is_kept():
    consent = agree()
    assert ADDRESS not in str(vars(consent))
    assert not [f.name for f in Consent._meta.fields if "ip" in f.name.split("_")]


def test_words_are_never_changed():
    text = ConsentText.objects.first()
    text.text = "Something else"
    for change in (text.save, text.delete, ConsentText.objects.all().delete):
        with pytest.raises(ValidationError):
            change()
    with pytest.raises(ValidationError):
        ConsentText.objects.update(text="x")


def test_get_shows_and_post_confirms(client, home_page):
    consent = agree()
    address = reverse("people:confirm_consent", args=[confirmation_token(consent)])
    address = address.replace("/de/", "/en/")
    assert "Yes, write to me (2)." in client.get(address).content.decode()
    assert not holds()
    assert client.post(address).status_code == 200
    assert holds()


def test_taking_back_needs_no_account_and_one_press(client, home_page):
    consent = agree()
    confirm_consent(consent=consent)
    with freeze_time(timezone.now() + dt.timedelta(days=900)):
        address = reverse("people:withdraw_consent", args=[withdrawal_token(consent)])
        client.get(address)
        assert holds()
        client.post(address)
    assert not holds()


def test_a_link_is_good_for_14_days_and_for_one_thing(client, home_page):
    consent = agree()
    token = confirmation_token(consent)
    withdraw = reverse("people:withdraw_consent", args=[token])
    assert client.post(withdraw).status_code == 404
    confirm = reverse("people:confirm_consent", args=[token])
    with freeze_time(timezone.now() + dt.timedelta(days=15)):
        assert client.post(confirm).status_code == 404
    assert client.post(confirm.replace(token, "x:y:z")).status_code == 404
    assert not holds()


def test_what_is_never_confirmed_is_forgotten():
    stale, kept = agree(), agree(address="b@example.org")
    confirm_consent(consent=kept)
    with freeze_time(timezone.now() + dt.timedelta(days=15)):
        assert run_retention(dry_run=True)["people.Consent"] == 1
        assert Consent.objects.filter(pk=stale.pk).exists()
        run_retention()
    assert list(Consent.objects.all()) == [kept]


@pytest.mark.parametrize(
    "typed",
    ["0151 12345678", "+49 151 12345678", "٠١٥١١٢٣٤٥٦٧٨", "۰۰۴۹۱۵۱۱۲۳۴۵۶۷۸", "\u202a0151/12345678"],
)
def test_numbers_in_any_script(typed):
    assert read_number(typed) == "+4915112345678"


@pytest.mark.parametrize("typed", ["", "12", "hello", "+49 1"])
def test_what_cannot_ring_is_refused(typed):
    with pytest.raises(ValidationError):
        read_number(typed)


@pytest.fixture
def phone():
    return add_phone(user=User.objects.create_user(ADDRESS), typed="0151 12345678")


def test_a_code_confirms_the_number_and_the_consent_for_sms(phone):
    consent = agree(channel="sms", address=phone.number, user=phone.user)
    mail = agree(user=phone.user)
    code = new_phone_code(phone=phone)
    confirm_phone(phone=phone, code="".join(chr(0x660 + int(digit)) for digit in code))
    consent.refresh_from_db()
    mail.refresh_from_db()
    assert consent.is_valid
    assert not mail.is_valid


def test_five_tries_then_not_even_the_right_code(phone):
    code = new_phone_code(phone=phone)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _number in range(5):
        with pytest.raises(ValidationError):
            confirm_phone(phone=phone, code=wrong)
    with pytest.raises(ValidationError):
        confirm_phone(phone=phone, code=code)
    assert confirm_phone(phone=phone, code=new_phone_code(phone=phone)).confirmed_at


def test_a_code_ends_after_ten_minutes(phone):
    code = new_phone_code(phone=phone)
    with (
        freeze_time(timezone.now() + dt.timedelta(minutes=11)),
        pytest.raises(ValidationError),
    ):
        confirm_phone(phone=phone, code=code)


def test_a_number_belongs_to_whoever_confirmed_it_last(phone):
    confirm_phone(phone=phone, code=new_phone_code(phone=phone))
    other = add_phone(user=User.objects.create_user("b@example.org"), typed=phone.number)
    confirm_phone(phone=other, code=new_phone_code(phone=other))
    assert list(PhoneNumber.objects.all()) == [other]


def test_the_code_itself_is_not_kept(phone):
    code = new_phone_code(phone=phone)
    phone.refresh_from_db()
    assert code not in phone.code_hash
