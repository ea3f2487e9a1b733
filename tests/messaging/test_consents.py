"""Agreeing sends one link, in the language of the words, and the link works."""

import re

import pytest

from messaging.models import Message
from people.models import ConsentText
from people.services import give_consent

pytestmark = pytest.mark.django_db


def agree(channel="email", address="rana@example.org"):
    ConsentText.objects.get_or_create(
        purpose="newsletter", version=1, language="ar", defaults={"text": "نعم"}
    )
    return give_consent(
        channel=channel, address=address, purpose="newsletter", source="form", language="ar"
    )


def test_the_link_goes_out_once_in_the_language_of_the_words_and_confirms(
    client, home_page, settings
):
    consent = agree()
    agree()
    message = Message.objects.get()
    assert (message.to_address, message.language) == ("rana@example.org", "ar")
    path = re.search(
        re.escape(settings.SITE_URL) + r"(/ar/account/consent/\S+?/confirm/)", message.text
    )
    client.post(path[1])
    consent.refresh_from_db()
    assert consent.is_valid


def test_a_phone_gets_no_link():
    agree(channel="sms", address="+4915112345678")
    assert not Message.objects.exists()
