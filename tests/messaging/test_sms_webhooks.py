"""Delivery reports and STOP over HTTP: signed or refused, and harmless when repeated."""

import hashlib
import hmac
import json
import time
from base64 import b64encode
from urllib.parse import urlencode

import pytest

from messaging.models import Message, Suppression
from people.addresses import hash_address

pytestmark = [pytest.mark.row("G2"), pytest.mark.django_db]

TO = "+4915228817386"
SITE = "https://jisr.example"


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def message():
    return Message.objects.create(
        key="message.stop_confirmed", channel="sms", purpose="service", to_address=TO,
        address_hash=hash_address(TO), language="de", state="sent", provider_id="771",
        foreign_id="f" * 32, provider="seven",
    )  # fmt: skip


def state_of(message, client_response):
    message.refresh_from_db()
    return client_response.status_code, message.state


# --- seven.io --------------------------------------------------------------------------------


def seven_post(client, path, event, *, key="S", age=0, body=None):
    """Signed as docs.seven.io/en/rest-api/signing prescribes."""
    sent = json.dumps(event) if body is None else body
    stamp, nonce = str(int(time.time()) - age), "fpPRhAd1s8GXacfR39mWqKPynmmXfJnc"
    digest = hashlib.md5(json.dumps(event).encode(), usedforsecurity=False).hexdigest()
    text = f"{stamp}\n{nonce}\nPOST\n{SITE}{path}\n{digest}"
    signature = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return client.post(
        path,
        sent,
        content_type="application/json",
        headers={"X-Signature": signature, "X-Timestamp": stamp, "X-Nonce": nonce},
    )


def dlr(status="DELIVERED"):
    data = {"msg_id": "771", "status": status, "timestamp": "2026-11-21 08:08:00.000000"}
    return {"data": data, "webhook_event": "dlr", "webhook_timestamp": "2026-11-21T08:08:00+01:00"}


@pytest.fixture
def seven(settings):
    settings.SMS_URL = "seven://KEY?from=Jisr&signing_key=S"


def test_seven_reports_a_delivery_twice(client, seven, message):
    for _time in range(2):
        response = seven_post(client, "/messaging/seven/report/", dlr())
        assert state_of(message, response) == (204, "delivered")
    response = seven_post(client, "/messaging/seven/report/", dlr("NOTDELIVERED"))
    assert state_of(message, response) == (204, "delivered")


def test_seven_reports_a_failure(client, seven, message):
    response = seven_post(client, "/messaging/seven/report/", dlr("NOTDELIVERED"))
    assert state_of(message, response) == (204, "failed")
    assert message.error == "NOTDELIVERED"


@pytest.mark.parametrize("event", [dlr("TRANSMITTED"), dlr() | {"webhook_event": "tracking"}])
def test_seven_reports_of_no_interest(client, seven, message, event):
    assert state_of(message, seven_post(client, "/messaging/seven/report/", event)) == (204, "sent")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"key": "wrong"}, 403),
        ({"key": ""}, 403),
        ({"age": 3600}, 403),
        ({"age": -3600}, 403),
        ({"body": json.dumps(dlr("FAILED"))}, 403),
        ({"event": {"webhook_event": "dlr", "data": {}}}, 400),
        ({"event": {"webhook_event": "dlr"}}, 400),
        ({"event": ["dlr"]}, 400),
    ],
)
def test_seven_refuses_what_is_forged_or_broken(client, seven, message, change, status):
    event = change.pop("event", dlr())
    response = seven_post(client, "/messaging/seven/report/", event, **change)
    assert state_of(message, response) == (status, "sent")


def test_seven_without_a_signing_key_believes_nobody(client, settings, message):
    settings.SMS_URL = "seven://KEY"
    response = seven_post(client, "/messaging/seven/report/", dlr(), key="")
    assert state_of(message, response) == (403, "sent")


def mo(text):
    data = {"id": "681590", "sender": "4915228817386", "system": "49177", "text": text}
    return {"data": data, "webhook_event": "sms_mo", "webhook_timestamp": "2026-11-21 11:55:44"}


@pytest.mark.parametrize(
    "text", ["STOP", " stop. ", "Stopp", "UNSUBSCRIBE", "abmelden", "СТОП", "توقف", "Dur", "ARRÊT"]
)
def test_stop_in_our_languages(client, seven, text):
    for _time in range(2):
        response = seven_post(client, "/messaging/seven/inbound/", mo(text))
        assert response.status_code == 204
    stop = Suppression.objects.get()
    assert (stop.channel, stop.address_hash) == ("sms", hash_address(TO))


@pytest.mark.parametrize("text", ["END", "QUIT", "CANCEL", "YES", "ja", "non-stop", "", "Stop it?"])
def test_other_words_stop_nothing(client, seven, text):
    assert seven_post(client, "/messaging/seven/inbound/", mo(text)).status_code == 204
    assert not Suppression.objects.exists()


# --- Twilio ----------------------------------------------------------------------------------


def test_twilio_signature_is_the_documented_one():
    """The example of twilio.com/docs/usage/security (account token 12345)."""
    from messaging.channels.sms.twilio import sign

    fields = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234",
        "From": "+14158675309", "To": "+18005551212",
    }  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, fields.items()) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def twilio_post(client, path, fields, *, token="T"):  # noqa: S107
    text = SITE + path + "".join(key + fields[key] for key in sorted(fields))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return client.post(
        path,
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": b64encode(digest).decode()},
    )


@pytest.fixture
def twilio(settings):
    settings.SMS_URL = "twilio://AC1:T?from=+4915228895456"


REPORT = "/messaging/twilio/report/?id=" + "f" * 32


@pytest.mark.parametrize(
    ("status", "state"),
    [("delivered", "delivered"), ("undelivered", "failed"), ("failed", "failed"), ("sent", "sent")],
)
def test_twilio_reports_by_our_id(client, twilio, message, status, state):
    fields = {"MessageSid": "SM9", "MessageStatus": status, "ErrorCode": "30005"}
    for _time in range(2):
        assert state_of(message, twilio_post(client, REPORT, fields)) == (204, state)


def test_twilio_signature_covers_our_id(client, twilio, message):
    fields = {"MessageSid": "SM9", "MessageStatus": "failed"}
    text = SITE + REPORT.replace("f" * 32, "e" * 32) + "MessageSidSM9MessageStatusfailed"
    digest = b64encode(hmac.new(b"T", text.encode(), hashlib.sha1).digest()).decode()
    response = client.post(REPORT, fields, headers={"X-Twilio-Signature": digest})
    assert state_of(message, response) == (403, "sent")
    assert twilio_post(client, REPORT, fields, token="X").status_code == 403
    assert client.post(REPORT, fields).status_code == 403


def test_twilio_inbound(client, twilio):
    path = "/messaging/twilio/inbound/"
    assert twilio_post(client, path, {"From": TO, "Body": "Stop"}).status_code == 204
    assert Suppression.objects.count() == 1
    assert twilio_post(client, path, {"From": TO}).status_code == 400


# --- A gateway of one's own ------------------------------------------------------------------


@pytest.fixture
def gateway(settings):
    settings.SMS_URL = "https+json://modem.example/send?_secret=s3cret"


def test_gateway_reports_with_the_secret(client, gateway, message):
    fields = {"foreign_id": "f" * 32, "status": "delivered"}
    path = "/messaging/gateway/report/"
    assert state_of(message, client.post(path, fields)) == (403, "sent")
    wrong = client.post(path, fields, headers={"X-Webhook-Secret": "s3cre"})
    assert state_of(message, wrong) == (403, "sent")
    response = client.post(
        path, fields, content_type="application/json", headers={"X-Webhook-Secret": "s3cret"}
    )
    assert state_of(message, response) == (204, "delivered")


def test_gateway_secret_in_the_address_and_forms(client, gateway):
    path = "/messaging/gateway/inbound/?secret=s3cret"
    assert client.post(path, {"from": "0152 28817386", "text": "stop"}).status_code == 204
    assert Suppression.objects.get().address_hash == hash_address(TO)
    assert client.post(path, {"text": "stop"}).status_code == 400
    assert client.post(path, "[1]", content_type="application/json").status_code == 400
    assert client.post(path, "{", content_type="application/json").status_code == 400


def test_gateway_without_a_secret_believes_nobody(client, settings, message):
    settings.SMS_URL = "https+json://modem.example/send"
    response = client.post(
        "/messaging/gateway/report/", {"foreign_id": "f" * 32, "status": "failed"}
    )
    assert state_of(message, response) == (403, "sent")


def test_other_providers_and_methods(client, gateway):
    assert client.post("/messaging/seven/report/").status_code == 404
    assert client.get("/messaging/gateway/report/").status_code == 405


@pytest.mark.parametrize("url", ["keep://", "console://", "file:///nowhere"])
def test_channels_that_send_nothing_hear_nothing(client, settings, url):
    settings.SMS_URL = url
    name = url.partition(":")[0]
    assert client.post(f"/messaging/{name}/report/").status_code == 403
    assert client.post(f"/messaging/{name}/inbound/").status_code == 403
