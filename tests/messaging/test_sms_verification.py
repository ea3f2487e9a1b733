"""A number is somebody's when the code that was sent there comes back."""

import pytest
from django.core.exceptions import ValidationError
from freezegun import freeze_time

from messaging.models import Message
from messaging.verification import confirm_phone, start_phone_confirmation
from people.limits import TooMany
from people.models import PhoneNumber, User

pytestmark = [pytest.mark.row("G1"), pytest.mark.django_db]

TO = "+4915228817386"


@pytest.fixture
def user():
    return User.objects.create_user("rana@example.org", language="ar")


@pytest.fixture
def phone(user):
    return PhoneNumber.objects.create(user=user, number=TO)


def code_in(message):
    return "".join(character for character in message.text if character.isdigit())[:6]


def start(phone):
    message = start_phone_confirmation(phone=phone, user=phone.user)
    return code_in(message)


def test_a_code_confirms_also_in_arabic_digits(phone):
    code = start(phone)
    message = Message.objects.get()
    assert (message.channel, message.purpose, message.to_address) == ("sms", "account", TO)
    assert message.parts == 1
    typed = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert confirm_phone(phone=phone, code=f" {typed[:3]} {typed[3:]} ").confirmed_at
    assert code not in phone.code_hash


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_five_tries_then_even_the_right_code_is_wrong(phone):
    code = start(phone)
    for _try in range(5):
        with pytest.raises(ValidationError):
            confirm_phone(phone=phone, code=wrong(code))
    with pytest.raises(ValidationError):
        confirm_phone(phone=phone, code=code)


def test_four_wrong_tries_leave_one(phone):
    code = start(phone)
    for _try in range(4):
        with pytest.raises(ValidationError):
            confirm_phone(phone=phone, code=wrong(code))
    assert confirm_phone(phone=phone, code=code).confirmed_at


def test_ten_minutes_and_not_longer(phone):
    with freeze_time("2026-07-01 10:00:00") as clock:
        code = start(phone)
        clock.tick(601)
        with pytest.raises(ValidationError):
            confirm_phone(phone=phone, code=code)


def test_a_new_code_ends_the_old_one(phone):
    old = start(phone)
    new = start(phone)
    if old != new:
        with pytest.raises(ValidationError):
            confirm_phone(phone=phone, code=old)
    assert confirm_phone(phone=phone, code=new).confirmed_at


def test_asking_too_often_sends_nothing_more(phone):
    for _time in range(3):
        start(phone)
    with pytest.raises(TooMany):
        start(phone)
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    ("number", "code"), [("+12025550143", "country"), ("+493023125000", "mobile")]
)
def test_numbers_that_get_no_code(user, number, code):
    phone = PhoneNumber.objects.create(user=user, number=number)
    with pytest.raises(ValidationError) as raised:
        start(phone)
    assert raised.value.code == code
    assert not Message.objects.exists()


def test_nobody_asks_for_the_number_of_another(phone):
    other = User.objects.create_user("other@example.org")
    with pytest.raises(ValidationError) as raised:
        start_phone_confirmation(phone=phone, user=other)
    assert raised.value.code == "owner"
