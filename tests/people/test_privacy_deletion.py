"""A person with everything is deleted: no dump of the database and no file knows them any more."""

import base64
import datetime as dt
import json
import uuid
import zlib
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.signing import SignedPackage
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    PageLogEntry,
    PageSubscription,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from home.models import Document, SearchEntry
from knowledge.models import ArticlePage
from messaging.models import DeliveryReport, Message, Suppression
from people.addresses import hash_address
from people.contact_views import log_contact_view
from people.limits import hit
from people.models import Consent, ConsentText, ContactView, PhoneNumber, User
from people.services import (
    add_phone,
    confirm_phone,
    delete_person,
    export_person,
    give_consent,
    new_phone_code,
)
from trust.models import AuditEntry, FactCheck, Report
from trust.services import SourceData, change_report_state, file_report, record_fact_check

pytestmark = pytest.mark.django_db
MARKER = "zqmarker"
EMAIL = f"{MARKER}@example.org"
NUMBER = "+4915112345678"


def readings(value) -> list[str]:
    """A cell as text, and what is inside of it where it is packed (sessions, arguments of jobs)."""
    if value is None:
        return []
    if isinstance(value, memoryview | bytes):
        value = bytes(value).decode("latin-1")
    text = str(value)
    found = [text]
    for part in {text, *text.split(":"), *text.split(".")}:
        for unpack in (
            lambda p: base64.b64decode(p + "=" * (-len(p) % 4), altchars=b"-_"),
            lambda p: zlib.decompress(base64.b64decode(p + "=" * (-len(p) % 4), altchars=b"-_")),
        ):
            try:
                found.append(unpack(part).decode("latin-1"))
            except (ValueError, zlib.error):
                continue
    return found


def dump() -> dict[str, str]:
    """Every cell of every table as {"table.column": all its readings}."""
    cells: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    cells.setdefault(f"{table}.{name}", []).extend(readings(value))
    return {place: "\n".join(texts) for place, texts in cells.items()}


def places_of(*words: str) -> set[str]:
    """Where one of `words` stands, in the database or in a file of the media folder."""
    found = {
        place
        for place, text in dump().items()
        if any(word.casefold() in text.casefold() for word in words)
    }
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        content = path.read_bytes().decode("latin-1") if path.is_file() else ""
        if any(word in str(path) + content for word in words):
            found.add(str(path))
    return found


def make_pages(user, home_page):
    page = ArticlePage(
        title="Article", slug="article", teaser="One sentence.", locale=home_page.locale,
        author=user.name, owner=user,
    )  # fmt: skip
    home_page.add_child(instance=page)
    comment = Comment.objects.create(
        page=page, user=user, text=f"{MARKER} comment", contentpath="title"
    )
    comment.log_create(user=user)
    page.refresh_from_db()
    page.save_revision(user=user)
    return page, comment


def make_others(user, boss, page):
    """What somebody else did, with this person in it."""
    other = Comment.objects.create(
        page=page, user=boss, text="kept comment", contentpath="title", resolved_by=user
    )
    reply = CommentReply.objects.create(comment=other, user=user, text=f"{MARKER} reply")
    reply.log_create(user=user)
    page.refresh_from_db()
    page.save_revision(user=boss)
    return other


def make_admin_things(user, page):
    profile = UserProfile.get_for_user(user)
    profile.avatar.save(f"{MARKER}.txt", ContentFile(MARKER.encode()))
    upload = SimpleUploadedFile(f"{MARKER}-upload.txt", MARKER.encode())
    UploadedFile.objects.create(file=upload, uploaded_by_user=user)
    kind = ContentType.objects.get_for_model(page)
    EditingSession.objects.create(
        user=user, content_type=kind, object_id=page.pk, last_seen_at=timezone.now()
    )
    FormState.objects.create(
        user=user,
        content_type=kind,
        object_id=str(page.pk),
        data={"title": MARKER},
        last_updated_at=timezone.now(),
    )
    PageSubscription.objects.create(user=user, page=page, comment_notifications=True)
    ModelLogEntry.objects.log_action(user, "wagtail.edit", user=user)
    Document.objects.create(
        title="Leaflet", file=ContentFile(b"text", name="leaflet.txt"), uploaded_by_user=user
    )


def make_sign_ins(user):
    address = EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key=f"{MARKER}-key")
    Authenticator.objects.create(user=user, type="webauthn", data={"name": f"{MARKER} key"})
    session = SessionStore()
    session.update({"_auth_user_id": str(user.pk), "note": MARKER})
    session.create()
    UserSession.objects.create(
        user=user, ip="203.0.113.9", user_agent=f"{MARKER} browser", session_key=session.session_key
    )
    hit("login", network="203.0.113.0/24", account=EMAIL)


def make_messages(user):
    message = Message.objects.create(
        key="account.code", channel="email", purpose="account", to_address=EMAIL,
        address_hash=hash_address(EMAIL), user=user, language="de", subject=f"{MARKER} subject",
        text=f"{MARKER} text", html=f"<p>{MARKER}</p>", foreign_id="a" * 32, error=f"{MARKER} no",
    )  # fmt: skip
    Message.objects.create(
        key="account.code", channel="sms", purpose="account", to_address=NUMBER,
        address_hash=hash_address(NUMBER), language="de", text=f"{MARKER} sms", foreign_id="b" * 32,
    )  # fmt: skip
    DeliveryReport.objects.create(message=message, provider="test", state="failed", detail=MARKER)
    Suppression.objects.create(channel="email", address_hash=hash_address(EMAIL), reason="stopped")


def make_trust(user, boss, page):
    record_fact_check(
        subject=page.translation_key, checker=user, checker_name=user.name, checker_role="editor",
        organisation="Jisr", place="Germany", sources=[SourceData("Law", "Office", "https://a.example")],
        review_by=timezone.localdate() + dt.timedelta(days=90),
    )  # fmt: skip
    values = {"page": None, "path": "/", "language": "de", "kind": "wrong"}
    file_report(**values, text=f"{MARKER} wrong", email=EMAIL.upper(), key=user_key())
    report = file_report(**values, text="kept report", email="x@example.org", key=user_key())
    change_report_state(report=report, state="in_progress", user=user)


def user_key():
    return uuid.uuid4()


def make_consents(user, boss, rf):
    ConsentText.objects.create(purpose="newsletter", version=1, language="de", text="Ja.")
    values = {"purpose": "newsletter", "source": "form"}
    give_consent(channel="email", address=EMAIL, user=user, **values)
    phone = add_phone(user=user, typed=NUMBER)
    confirm_phone(phone=phone, code=new_phone_code(phone=phone))
    request = rf.get("/")
    request.user = boss
    log_contact_view(request, person=user, what="email")
    log_contact_view(request, address=EMAIL, what="report")
    request.user = user
    log_contact_view(request, person=boss, what="phone")


def make_jobs(user):
    now = timezone.now()
    Task.objects.create(
        id="1" * 32, name="mail", func="f", args=(EMAIL,), kwargs={}, result=MARKER, started=now,
        stopped=now, success=False,
    )  # fmt: skip
    Task.objects.create(
        id="2" * 32,
        name="other",
        func="f",
        args=("nobody",),
        started=now,
        stopped=now,
        success=True,
    )
    OrmQ.objects.create(
        key="jisr",
        payload=SignedPackage.dumps({"id": "3", "func": "f", "args": (user.name,)}),
        lock=now,
    )


@pytest.fixture
def boss():
    return User.objects.create_superuser("boss@example.org", "a long pass phrase", name="Boss")


@pytest.fixture
def person(boss, home_page, rf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user = User.objects.create_user(
        EMAIL, "a long pass phrase", name=f"{MARKER} Name", nickname=f"{MARKER} Nick", is_staff=True
    )
    make_sign_ins(user)
    page, _comment = make_pages(user, home_page)
    make_others(user, boss, page)
    make_admin_things(user, page)
    make_messages(user)
    make_trust(user, boss, page)
    make_consents(user, boss, rf)
    make_jobs(user)
    return user


def test_the_marker_is_found_before(person):
    """Negative control: the search sees into every place that it has to see into."""
    places = places_of(MARKER, NUMBER, hash_address(EMAIL))
    for place in (
        "people_user.email",
        "people_user.nickname",
        "account_emailaddress.email",
        "account_emailconfirmation.key",
        "mfa_authenticator.data",
        "django_session.session_data",
        "usersessions_usersession.user_agent",
        "wagtailcore_comment.text",
        "wagtailcore_commentreply.text",
        "wagtailcore_pagelogentry.data",
        "wagtailcore_modellogentry.label",
        "wagtailcore_revision.content",
        "wagtailcore_uploadedfile.file",
        "wagtailusers_userprofile.avatar",
        "wagtailadmin_formstate.data",
        "knowledge_articlepage.author",
        "trust_report.email",
        "trust_factcheck.checker_name",
        "messaging_message.text",
        "messaging_deliveryreport.detail",
        "people_phonenumber.number",
        "people_consent.subject",
        "people_contactview.subject",
        "django_q_task.args",
        "django_q_ormq.payload",
    ):
        assert place in places, place
    assert any("avatar_images" in place for place in places)
    assert any("wagtail_uploads" in place for place in places)


def test_a_deleted_person_leaves_no_trace(person):
    delete_person(user=person)
    assert places_of(MARKER, NUMBER) == set()
    # A stop outlives the person: it names nobody, and nobody is written to again.
    assert places_of(hash_address(EMAIL)) == {"messaging_suppression.address_hash"}
    kept = Suppression.objects.values_list("address_hash", flat=True)
    assert list(kept) == [hash_address(EMAIL)]


def test_the_work_of_the_person_and_what_others_wrote_stays(person, boss):
    number = person.pk
    delete_person(user=person)
    page = ArticlePage.objects.get(slug="article")
    assert (page.owner, page.author) == (None, "")
    assert [comment.text for comment in Comment.objects.all()] == ["kept comment"]
    assert not CommentReply.objects.exists()
    check = FactCheck.objects.get()
    assert check.checker is None
    assert check.checker_name
    assert check.organisation == "Jisr"
    assert Report.objects.get().text == "kept report"
    assert Document.objects.get().uploaded_by_user is None
    assert Task.objects.get().name == "other"
    assert not AuditEntry.objects.filter(actor=number).exists()
    assert AuditEntry.objects.filter(verb="trust.fact_check.recorded", actor=None).exists()
    assert not PageLogEntry.objects.filter(user=number).exists()
    revision = page.get_latest_revision()
    assert revision.content["owner"] is None
    texts = [comment["text"] for comment in revision.content["wagtail_admin_comments"]]
    assert texts == ["kept comment"]
    assert revision.content["wagtail_admin_comments"][0]["replies"] == []
    assert not SearchEntry.objects.filter(text__contains=MARKER).exists()
    assert ContactView.objects.get().viewer is None


def test_an_address_that_was_never_confirmed_opens_and_deletes_nothing_of_others(boss):
    """Whoever types somebody else's address must not be handed or delete what that person wrote."""
    victim = "victim@example.org"
    thief = User.objects.create_user(victim)
    EmailAddress.objects.create(user=thief, email=victim, verified=False, primary=True)
    file_report(
        page=None,
        path="/",
        language="de",
        kind="wrong",
        text="secret",
        email=victim,
        key=user_key(),
    )
    assert "secret" not in json.dumps(export_person(user=thief))
    delete_person(user=thief)
    assert Report.objects.filter(text="secret").exists()
    EmailAddress.objects.create(user=boss, email=victim, verified=True)
    assert "secret" in json.dumps(export_person(user=boss))


def test_the_export_holds_what_is_theirs_and_no_secret(person, boss):
    text = json.dumps(export_person(user=person), ensure_ascii=False)
    for word in (
        EMAIL,
        f"{MARKER} Nick",
        f"{MARKER} comment",
        f"{MARKER} wrong",
        NUMBER,
        "203.0.113.9",
    ):
        assert word in text, word
    for word in (
        person.password,
        f"{MARKER}-key",
        "boss@example.org",
        "kept report",
        "kept comment",
    ):
        assert word not in text, word


def test_the_last_administrator_stays(boss):
    with pytest.raises(ValidationError):
        delete_person(user=boss)
    assert User.objects.filter(pk=boss.pk).exists()


def test_nothing_is_deleted_when_one_room_fails(person, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(User, "delete", fail)
    with pytest.raises(RuntimeError):
        delete_person(user=person)
    assert Consent.objects.exists()
    assert PhoneNumber.objects.exists()
    assert User.objects.filter(email=EMAIL).exists()
