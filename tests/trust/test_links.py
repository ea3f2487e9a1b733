"""The broken-link report: what is found, what is tried, what is never tried, what is replaced."""

import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from home.models import Document
from tests.people.signing_in import sign_in_staff
from trust import fetching, link_report
from trust.fetching import Problem, is_public, try_address
from trust.links import find_addresses, replace_address
from trust.models import BrokenLink, Heartbeat
from trust.services import replace_link
from trust.tasks import check_links

pytestmark = pytest.mark.row("J1")
SECRET_REQUESTS: list[str] = []


class Handler(BaseHTTPRequestHandler):
    """/200, /404, /301 and so on; /loop; /slow; /no-head refuses HEAD; /to-… leads elsewhere."""

    TARGETS = {
        "301": "/200",
        "302": "/200",
        "to-404": "/404",
        "loop": "/loop",
        "to-file": "file:///etc/passwd",
    }

    def answer(self) -> None:
        SECRET_REQUESTS.append(f"{self.command} {self.path}")
        name = self.path.strip("/").partition("?")[0]
        if name == "slow":
            time.sleep(1.5)
        location = self.TARGETS.get(name)
        status = int(name) if name.isdigit() else 302 if location else 200
        if name == "no-head" and self.command == "HEAD":
            status = 501
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815 the names of the standard library

    def log_message(self, *args: object) -> None:
        """Keep the output of the tests readable."""


@pytest.fixture(scope="module")
def server():
    """A real server on a free port of this machine."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def inside_allowed(settings):
    settings.LINK_CHECK_ALLOW_PRIVATE = True


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT", 0.5)
    SECRET_REQUESTS.clear()
    with translation.override("en"):
        yield


@pytest.mark.usefixtures("inside_allowed")
@pytest.mark.parametrize(
    ("path", "problem", "status"),
    [
        ("/200", None, 200),
        ("/301", None, 200),
        ("/302", None, 200),
        ("/no-head", None, 200),
        ("/403", None, 403),
        ("/429", None, 429),
        ("/404", Problem.HTTP, 404),
        ("/410", Problem.HTTP, 410),
        ("/500", Problem.HTTP, 500),
        ("/to-404", Problem.HTTP, 404),
        ("/loop", Problem.REDIRECTS, 302),
        ("/to-file", Problem.REFUSED, None),
        ("/slow", Problem.TIMEOUT, None),
        ("/200?q=Größe schlecht", None, 200),
    ],
)
def test_answers_of_a_real_server(server, path, problem, status):
    answer = try_address(server + path)
    assert (answer.problem, answer.status) == (problem, status)


@pytest.mark.usefixtures("inside_allowed")
def test_a_closed_port_and_a_plain_server_behind_https(server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert try_address(f"http://127.0.0.1:{port}/").problem is Problem.UNREACHABLE
    assert try_address(server.replace("http://", "https://")).problem is Problem.UNREACHABLE
    assert issubclass(ssl.SSLError, OSError)


@pytest.mark.parametrize(
    "url", ["http://nowhere.invalid/", "http://[::1/", "http://", "ftp://a.b/", "http://a:99999/"]
)
def test_nonsense_is_an_answer_not_an_error(url):
    assert try_address(url).problem in (Problem.UNREACHABLE, Problem.INVALID, Problem.REFUSED)


def test_this_machine_is_never_asked(server):
    assert try_address(f"{server}/200").problem is Problem.REFUSED
    assert SECRET_REQUESTS == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_private_addresses_are_not_public(host):
    assert not is_public(host)


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are(host):
    assert is_public(host)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]"])
def test_other_spellings_of_this_machine_are_refused(server, host):
    port = server.rpartition(":")[2]
    problem = try_address(f"http://{host}:{port}/200").problem
    assert problem in (Problem.REFUSED, Problem.UNREACHABLE)
    assert SECRET_REQUESTS == []


def test_a_redirect_into_our_network_is_refused(monkeypatch):
    """The first hop is public (simulated), the second is not: it must not be asked."""
    hops: list[str] = []

    def ask(method, url, timeout):
        hops.append(url)
        parts = fetching.urlsplit(url)
        if parts.hostname == "public.example":
            return 302, "http://169.254.169.254/latest/meta-data/"
        fetching._connect(parts, timeout)
        return 200, ""

    monkeypatch.setattr(fetching, "_ask", ask)
    assert try_address("http://public.example/").problem is Problem.REFUSED
    assert hops[-1].startswith("http://169.254.169.254")


def test_a_name_is_resolved_once_and_that_address_is_used(monkeypatch):
    """DNS rebinding: the second answer of the name server would be private."""
    answers = iter(["93.184.215.14", "127.0.0.1"])
    connected: list[str] = []

    def lookup(host, port, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address, timeout):
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(fetching.socket, "getaddrinfo", lookup)
    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    assert try_address("http://rebinding.example/").problem is Problem.UNREACHABLE
    assert connected == ["93.184.215.14"]


def test_one_private_address_among_several_is_enough_to_refuse(monkeypatch):
    def lookup(host, port, **_kwargs):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))
            for ip in ("93.184.215.14", "10.0.0.1")
        ]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", lookup)
    assert try_address("http://mixed.example/").problem is Problem.REFUSED


CONTENT = {
    "title": "https://not-a-link.example is only a word here",
    "body": (
        '[{"type": "rich_text", "value": "<p><a href=\\"https://a.example/?x=1&amp;y=2\\">a</a>'
        ' <a linktype=\\"page\\" id=\\"3\\">in</a> <a href=\\"tel:+49301\\">t</a></p>"},'
        ' {"type": "video", "value": {"url": "https://b.example/"}}]'
    ),
    "website": "https://c.example/",
    "number": 5,
}


def test_addresses_are_found_in_every_kind_of_field():
    assert list(find_addresses(CONTENT)) == [
        "https://a.example/?x=1&y=2",
        "page:3",
        "tel:+49301",
        "https://b.example/",
        "https://c.example/",
    ]


def test_replacing_changes_links_and_no_words():
    new = replace_address(CONTENT, "https://a.example/?x=1&y=2", 'https://new.example/?q="&r')
    assert 'https://new.example/?q="&r' in list(find_addresses(new))
    assert "https://a.example/" not in str(new)
    words = {"text": '<p>https://a.example/ <a href="https://b.example/">x</a></p>'}
    assert replace_address(words, "https://a.example/", "https://n.example/") == words


@pytest.fixture
def page_with(make_page):
    def do(html: str, **fields) -> Page:
        return make_page(body=[("rich_text", html)], **fields)

    return do


@pytest.mark.django_db
@pytest.mark.usefixtures("inside_allowed")
def test_the_weekly_task_finds_what_is_broken(server, page_with, make_page):
    hidden = make_page(live=False)
    document = Document.objects.create(title="Leaflet", file="leaflet.pdf")
    links = {
        f'href="{server}/404"': ("http", 404),
        f'href="{server}/slow"': ("timeout", None),
        f'href="{server}/200"': None,
        f'href="{server}/301"': None,
        'href="tel:+49 30 1234"': None,
        'href="tel:call us"': ("invalid", None),
        'href="mailto:help@example.org?subject=x"': None,
        'href="mailto:nobody"': ("invalid", None),
        f'linktype="page" id="{hidden.pk}"': ("missing", None),
        f'linktype="document" id="{document.pk}"': ("missing", None),
    }
    page = page_with("".join(f"<p><a {link}>x</a></p>" for link in links))
    page_with(f'<p><a href="{server}/404">draft</a></p>', live=False)
    document.delete()
    check_links()
    found = {(row.problem, row.status) for row in BrokenLink.objects.all()}
    assert found == {value for value in links.values() if value}
    assert set(BrokenLink.objects.values_list("kind", flat=True)) == set(BrokenLink.Kind.values)
    assert BrokenLink.objects.count() == 6
    row = BrokenLink.objects.get(status=404)
    assert (row.page_id, row.language, row.title) == (page.pk, "de", page.title)
    assert Heartbeat.objects.filter(job="links").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("inside_allowed")
def test_the_report_remembers_since_when_and_forgets_what_works(server, page_with, monkeypatch):
    page = page_with(f'<p><a href="{server}/404">x</a></p>')
    check_links()
    since = timezone.now() - timezone.timedelta(days=7)
    BrokenLink.objects.update(first_seen=since, last_checked=since)
    check_links()
    row = BrokenLink.objects.get()
    assert row.first_seen == since
    assert row.last_checked > since
    monkeypatch.setattr(link_report, "try_address", lambda url: fetching.Answer(None, 200))
    check_links()
    assert not BrokenLink.objects.exists()
    monkeypatch.undo()
    check_links()
    assert BrokenLink.objects.exists()
    page.body = []
    page.save()
    check_links()
    assert not BrokenLink.objects.exists()


@pytest.fixture
def broken(page_with):
    """Return a function that makes a live page with a link that the report knows as broken."""

    def do(url="https://gone.example/a", **fields):
        page = page_with(f'<p><a href="{url}">x</a></p>', **fields)
        place = link_report.place_of(page)
        place.row(url, BrokenLink.Kind.EXTERNAL, (Problem.HTTP, 404)).save()
        return page

    return do


@pytest.mark.django_db
def test_replacing_makes_drafts_and_keeps_the_live_page(broken, admin_user):
    pages = [broken(), broken()]
    draft = pages[0].get_latest_revision_as_object()
    draft.title = "Newer draft"
    draft.save_revision()
    changed, left = replace_link(
        old="https://gone.example/a", new="https://new.example/", user=admin_user
    )
    assert (len(changed), left) == (2, [])
    for page in pages:
        fresh = Page.objects.get(pk=page.pk).specific
        assert "gone.example" in str(fresh.body)
        newest = fresh.get_latest_revision_as_object()
        assert 'href="https://new.example/"' in str(newest.body)
    assert Page.objects.get(pk=pages[0].pk).get_latest_revision_as_object().title == "Newer draft"


@pytest.mark.django_db
def test_pages_of_others_and_locked_pages_are_left(broken, make_editor):
    own, other, locked = broken(), broken(), broken()
    editor = make_editor(own)
    Page.objects.filter(pk=locked.pk).update(locked=True)
    before = other.revisions.count()
    changed, left = replace_link(
        old="https://gone.example/a", new="https://new.example/", user=editor
    )
    assert [page.pk for page in changed] == [own.pk]
    assert {page.pk for page in left} == {other.pk, locked.pk}
    assert other.revisions.count() == before


@pytest.mark.django_db
def test_the_list_and_its_replacement_in_the_admin(client, broken, make_editor):
    own, _other = broken(), broken("https://gone.example/other")
    sign_in_staff(client, make_editor(own))
    html = client.get(reverse("trust_admin:broken_links")).content.decode()
    assert "https://gone.example/a" in html
    assert "https://gone.example/other" not in html
    url = reverse("trust_admin:replace_link")
    assert client.get(url, {"url": "https://gone.example/other"}).status_code == 404
    assert client.get(url, {"url": "https://gone.example/a"}).status_code == 200
    response = client.post(f"{url}?url=https://gone.example/a", {"new": "javascript:x"})
    assert response.status_code == 200
    client.post(f"{url}?url=https://gone.example/a", {"new": "https://new.example/"})
    newest = Page.objects.get(pk=own.pk).get_latest_revision_as_object()
    assert "new.example" in str(newest.body)
    csv = client.get(reverse("trust_admin:broken_links"), {"export": "csv"})
    assert "gone.example/a" in csv.getvalue().decode()
