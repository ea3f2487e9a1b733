"""Every channel against a real HTTP server on loopback that answers as the provider documents."""

import json
import socket
import struct
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from messaging.channels.base import Refused, TryLater, Unknown, Unreachable
from messaging.channels.sms import (
    channel_for,
    cost_micros,
    country_of,
    http,
    normalise_number,
)
from messaging.channels.sms.gateway import dig, fill
from messaging.channels.sms.numbers import sender_number

pytestmark = pytest.mark.row("G2")

TO = "+4915228817386"  # kept free for films by the Bundesnetzagentur
TEXT = "Hilfe heute 17-19 Uhr? ساعة"
TAKEN = {
    "success": "100",
    "total_price": 0.075,
    "balance": 593.994,
    "debug": "false",
    "sms_type": "direct",
    "messages": [
        {
            "id": "77229318510", "sender": "Jisr", "recipient": "4915228817386", "text": TEXT,
            "encoding": "ucs2", "label": None, "parts": 2, "udh": None, "is_binary": False,
            "price": 0.075, "success": True, "error": None, "error_text": None,
        }
    ],
}  # fmt: skip


class Provider(ThreadingHTTPServer):
    """Answers with `answers` in turn (status, body) and keeps what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.requests = [], []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def say(self, body, status=200):
        self.answers.append((status, body if isinstance(body, str) else json.dumps(body)))
        return self


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        status, text = self.server.answers.pop(0)
        if status == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        if status == "silent":
            threading.Event().wait(2)
            return
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer  # noqa: N815 - the names http.server calls

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture
def provider():
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def seven(provider):
    return channel_for(f"seven://KEY%2F1?from=Jisr&signing_key=s&url={provider.url}/api")


@pytest.fixture
def twilio(provider):
    return channel_for(f"twilio://AC1:T%3Aok?from=+4915228895456&url={provider.url}")


@pytest.fixture
def gateway(provider):
    address = provider.url.replace("http://", "http+json://")
    return channel_for(f"{address}/send?key=a%26b&_auth=Bearer%20x&_id=data.0.id&_from=Jisr")


def send(channel):
    return channel.send(to=TO, text=TEXT, foreign_id="f00d")


# --- What is asked, and what is understood ---------------------------------------------------


def test_seven_sends_and_reads_the_receipt(seven, provider):
    receipt = send(provider.say(TAKEN) and seven)
    assert (receipt.provider_id, receipt.parts, receipt.cost_micros) == ("77229318510", 2, 75_000)
    method, path, headers, body = provider.requests[0]
    assert (method, path, headers["X-Api-Key"]) == ("POST", "/api/sms", "KEY/1")
    assert json.loads(body) == {"to": TO, "text": TEXT, "foreign_id": "f00d", "from": "Jisr"}


def message_failed(code):
    message = TAKEN["messages"][0] | {"success": False, "error": code, "id": None}
    return TAKEN | {"success": "101", "messages": [message]}


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ("900", 200, Unreachable),
        (900, 401, Unreachable),
        ({"success": "500"}, 200, Unreachable),
        ({"success": "202"}, 200, Refused),
        (message_failed("202"), 200, Refused),
        (message_failed("402"), 200, Refused),
        (message_failed("600"), 200, Unknown),
        ("what?", 200, Unknown),
        ({}, 200, Unknown),
        ("", 200, Unknown),
        ("", 429, Unreachable),
        ("", 400, Refused),
        ("", 500, Unknown),
        ("", 502, Unknown),
    ],
)
def test_seven_sorts_refusals(seven, provider, answer, status, error):
    provider.say(answer, status)
    with pytest.raises(error) as raised:
        send(seven)
    assert type(raised.value) is error
    assert "KEY" not in str(raised.value)


def test_seven_looks_a_message_up_by_our_id(seven, provider):
    row = {"id": "1", "foreign_id": None, "price": "0.0750", "dlr": "DELIVERED"}
    provider.say([row] * 100).say([row, row | {"id": "7", "foreign_id": "f00d"}])
    receipt = seven.look_up("f00d")
    assert (receipt.provider_id, receipt.state, receipt.cost_micros) == ("7", "delivered", 75_000)
    assert [request[1].partition("?")[2] for request in provider.requests] == [
        "limit=100&offset=0",
        "limit=100&offset=100",
    ]


def test_seven_does_not_know_a_message(seven, provider):
    provider.say([])
    assert seven.look_up("f00d") is None


def test_looking_up_is_repeated_when_the_provider_is_down(seven, provider):
    provider.say("", 500)
    with pytest.raises(TryLater):
        seven.look_up("f00d")


def test_twilio_sends_and_reads_the_receipt(twilio, provider, settings):
    settings.SITE_URL = "https://jisr.example"
    provider.say({"sid": "SM1", "status": "queued", "num_segments": "2", "price": None}, 201)
    receipt = send(twilio)
    assert (receipt.provider_id, receipt.parts, receipt.cost_micros) == ("SM1", 2, None)
    _method, path, headers, body = provider.requests[0]
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert headers["Authorization"] == "Basic " + b64encode(b"AC1:T:ok").decode()
    assert parse_qs(body) == {
        "To": [TO],
        "From": ["+4915228895456"],
        "Body": [TEXT],
        "StatusCallback": ["https://jisr.example/messaging/twilio/report/?id=f00d"],
    }


def test_twilio_by_a_messaging_service_without_a_public_address(provider, settings):
    settings.SITE_URL = "http://localhost:8000"
    provider.say({"sid": "SM1", "num_segments": "0"}, 201)
    receipt = send(channel_for(f"twilio://AC1:T?from=MG77&url={provider.url}"))
    assert receipt.parts is None
    fields = parse_qs(provider.requests[0][3])
    assert fields["MessagingServiceSid"] == ["MG77"]
    assert "StatusCallback" not in fields


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ({"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400}, 400, Refused),
        ({"code": 21610, "message": "unsubscribed recipient", "status": 400}, 400, Refused),
        ({"code": 21611, "message": "queue full", "status": 429}, 429, Unreachable),
        ({"code": 20429, "status": 429}, 429, Unreachable),
        ({"code": 20003, "message": "Authenticate", "status": 401}, 401, Unreachable),
        ("no json", 404, Refused),
        ([], 403, Unreachable),
        ("", 503, Unknown),
        ({"status": "queued"}, 201, Unknown),
    ],
)
def test_twilio_sorts_refusals(twilio, provider, answer, status, error):
    provider.say(answer, status)
    with pytest.raises(error) as raised:
        send(twilio)
    assert type(raised.value) is error


def test_twilio_cannot_look_up(twilio):
    assert twilio.look_up("f00d") is None


def test_gateway_sends_json(gateway, provider):
    provider.say({"data": [{"id": 42}]})
    assert send(gateway).provider_id == "42"
    _method, path, headers, body = provider.requests[0]
    assert path == "/send?key=a%26b"
    assert headers["Authorization"] == "Bearer x"
    assert json.loads(body) == {"to": TO, "text": TEXT, "foreign_id": "f00d", "from": "Jisr"}


def test_gateway_takes_a_body_of_its_own_and_forms(provider):
    body = quote(json.dumps({"n": "{to}", "m": "{text} {{x}", "ref": "{foreign_id}"}))
    address = provider.url.replace("http://", "http+form://")
    channel = channel_for(f"{address}/x?_body={body}&_lookup={provider.url}/x/{{foreign_id}}")
    provider.say("OK").say("", 404).say({"id": "7"})
    assert send(channel).provider_id == ""
    assert parse_qs(provider.requests[0][3]) == {
        "n": [TO], "m": [TEXT + " {{x}"], "ref": ["f00d"]
    }  # fmt: skip
    assert channel.look_up("f00d") is None
    assert channel.look_up("f00d").provider_id == "7"
    assert provider.requests[2][1] == "/x/f00d"


def test_gateway_by_get(provider):
    channel = channel_for(provider.url.replace("http://", "http+form://") + "/x?k=1&_method=GET")
    send(provider.say("{}") and channel)
    asked = urlsplit(provider.requests[0][1])
    assert parse_qs(asked.query)["text"] == [TEXT]
    assert parse_qs(asked.query)["k"] == ["1"]


@pytest.mark.parametrize(
    ("status", "error"), [(400, Refused), (401, Unreachable), (429, Unreachable), (503, Unknown)]
)
def test_gateway_sorts_refusals(gateway, provider, status, error):
    provider.say("", status)
    with pytest.raises(error) as raised:
        send(gateway)
    assert type(raised.value) is error


# --- When can it have gone out? --------------------------------------------------------------


@pytest.fixture(params=["seven", "twilio", "gateway"])
def any_channel(request):
    return request.getfixturevalue(request.param)


def test_a_lost_connection_after_the_request_is_unknown(any_channel, provider):
    provider.say("", "reset")
    with pytest.raises(Unknown):
        send(any_channel)
    assert len(provider.requests) == 1  # and nothing was tried a second time


def test_a_provider_that_never_answers_is_unknown(any_channel, provider, monkeypatch):
    monkeypatch.setattr(http, "READ_SECONDS", 0.2)
    provider.say("", "silent")
    with pytest.raises(Unknown):
        send(any_channel)
    assert len(provider.requests) == 1


def test_nobody_listening_is_surely_not_sent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        send(channel_for(f"http+json://127.0.0.1:{port}/"))


def test_an_unknown_host_is_surely_not_sent():
    with pytest.raises(Unreachable):
        send(channel_for("https+json://nowhere.invalid/"))


def test_a_wrong_certificate_is_surely_not_sent(provider):
    with pytest.raises(Unreachable):
        send(channel_for(provider.url.replace("http://", "https+json://")))
    assert provider.requests == []


# --- Without a provider ----------------------------------------------------------------------


def test_files_refuse_a_message_twice(tmp_path):
    channel = channel_for(f"file://{tmp_path}/sms")
    assert channel.look_up("f00d") is None
    assert send(channel).parts == 1
    assert channel.look_up("f00d").parts == 1
    with pytest.raises(Refused):
        send(channel)


def test_console_and_kept(capsys):
    assert send(channel_for("console://")).state == "sent"
    assert TEXT in capsys.readouterr().out
    assert send(channel_for("keep://")).state == "delivered"


@pytest.mark.parametrize(
    "url",
    ["", "pigeon://x", "twilio://a:b", "https+json://h/?_nonsense=1", "http+json://h/?_body=x"],
)
def test_a_wrong_address_does_not_tell_the_key(url):
    with pytest.raises(ImproperlyConfigured, match=r"^SMS_URL cannot be read: \w+$"):
        channel_for(url)


# --- Numbers and prices ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "+49 152 28817386",
        "0152/2881 7386",
        "۰۱۵۲۲۸۸۱۷۳۸۶",
        "٠٠٤٩١٥٢٢٨٨١٧٣٨٦",
        "\u202a+4915228817386\u202c",
    ],
)
def test_numbers_in_any_digits(typed):
    assert normalise_number(typed) == TO


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12", "phone"), ("hello", "phone"), ("", "phone"), ("+1 202 555 0143", "country"),
        ("+43 1 514 44 0", "mobile"), ("030 23125 000", "mobile"), ("+49 900 1 123456", "mobile"),
    ],
)  # fmt: skip
def test_numbers_that_get_no_sms(typed, code):
    with pytest.raises(ValidationError) as raised:
        normalise_number(typed)
    assert raised.value.code in {code, "phone"} if code == "mobile" else raised.value.code == code


def test_a_landline_is_refused_as_such():
    with pytest.raises(ValidationError) as raised:
        normalise_number("+49 30 23125000")
    assert raised.value.code == "mobile"


def test_allowed_countries_are_a_setting(settings):
    settings.SMS_COUNTRIES = ["UA"]
    assert normalise_number("050 123 4567") == "+380501234567"
    with pytest.raises(ValidationError):
        normalise_number(TO)


def test_country_and_sender():
    assert (country_of(TO), country_of("nonsense")) == ("DE", "")
    assert sender_number("4915228817386") == TO
    assert sender_number("0152 28817386") == TO
    assert sender_number("Telekom") == "Telekom"


def test_prices(settings):
    settings.SMS_PRICES = {"seven:DE": 70_000, "DE": 75_000, "*": 150_000}
    assert cost_micros(2, TO, "seven") == 140_000
    assert cost_micros(2, TO, "twilio") == 150_000
    assert cost_micros(1, "+380501234567") == 150_000
    settings.SMS_PRICES = {}
    assert cost_micros(1, TO) == 0


def test_templates_cannot_be_broken_out_of():
    assert fill({"a": ["{to}", 1], "{to}": None}, {"to": '","x":"'}) == {
        "a": ['","x":"', 1], "{to}": None
    }  # fmt: skip
    assert dig({"a": [{"b": 1}]}, "a.0.b") == 1
    assert dig({"a": []}, "a.0.b") is None
