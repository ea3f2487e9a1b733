"""Every field of ours, and every table that knows a person, is in the register."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

from people.models import User
from people.privacy import declared_not_personal, register, register_table

ROOMS = {"people", "messaging", "trust", "translation", "home", "knowledge"}
# Third-party tables that hold personal data without a key to the person.
ALSO = {
    "sessions.Session": {"session_data"},
    "django_q.Task": {"args", "kwargs", "result"},
    "django_q.OrmQ": {"payload"},
    "account.EmailConfirmation": {"email_address", "key"},
    "usersessions.UserSession": {"ip", "user_agent", "data"},
    "mfa.Authenticator": {"data"},
    "wagtailcore.Revision": {"content"},
    "wagtailcore.Comment": {"text"},
    "wagtailcore.CommentReply": {"text"},
    "wagtailcore.PageLogEntry": {"label", "data"},
    "wagtailcore.ModelLogEntry": {"label", "data"},
    "wagtailcore.UploadedFile": {"file"},
    "wagtailusers.UserProfile": {"avatar"},
}


def local_fields(model):
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


def expected(model) -> set[str]:
    """Fields of `model` that must be in the register."""
    label = model._meta.label
    if model._meta.app_label in ROOMS:
        return {field.name for field in local_fields(model)}
    to_people = {f.name for f in local_fields(model) if f.related_model is User}
    return to_people | ALSO.get(label, set())


def undeclared(found) -> list[str]:
    declared = {f"{f.model}.{f.field}" for data in register() for f in data.fields}
    declared |= declared_not_personal()
    wanted = {f"{m._meta.label}.{name}" for m in found for name in expected(m)}
    return sorted(wanted - declared)


def test_every_field_is_declared():
    assert undeclared(apps.get_models()) == []


@isolate_apps("trust")
def test_a_new_field_would_fail():
    class Diary(models.Model):
        secret = models.TextField()

        class Meta:
            app_label = "trust"

        def __str__(self):
            return ""

    assert undeclared([Diary]) == ["trust.Diary.id", "trust.Diary.secret"]


@isolate_apps("taggit")
def test_a_new_table_of_a_library_that_knows_a_person_would_fail():
    class Watch(models.Model):
        user = models.ForeignKey(User, on_delete=models.CASCADE)
        colour = models.TextField()

        class Meta:
            app_label = "taggit"

        def __str__(self):
            return ""

    assert undeclared([Watch]) == ["taggit.Watch.user"]


def test_nothing_is_declared_twice_or_that_does_not_exist():
    personal = [f"{f.model}.{f.field}" for data in register() for f in data.fields]
    not_personal = declared_not_personal()
    assert not set(personal) & not_personal
    labels = {m._meta.label for m in apps.get_models()}
    for name in {*personal, *not_personal}:
        model, _dot, field = name.rpartition(".")
        if model in labels:
            apps.get_model(model)._meta.get_field(field)
        else:
            assert model.partition(".")[0] in ROOMS, name


def test_every_personal_field_says_why_how_long_and_who():
    for data in register():
        for field in data.fields:
            assert all(map(str, (field.purpose, field.basis, field.retention, field.seen_by)))


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_table_names_every_field_in_the_language_of_the_reader(language):
    with translation.override(language):
        table = register_table()
        for data in register():
            for field in data.fields:
                lines = [line for line in table if line["purpose"] == str(field.purpose)]
                assert any(data.label(field) in line["fields"] for line in lines), field


@pytest.mark.django_db
def test_the_public_page_shows_the_register(client, home_page):
    html = client.get("/en/legal/privacy/").content.decode()
    assert "To look into what you reported and to answer you" in html
    assert "180 days after it is settled" in html


@pytest.mark.django_db
def test_the_public_page_needs_no_session(client, home_page):
    response = client.get("/en/legal/privacy/")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
