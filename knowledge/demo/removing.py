"""Takes the demo away again, in one transaction, and everything that grew on it.

Wagtail and wagtail-localize keep rows about things that are gone: log entries, strings, templates,
queued jobs. These are found by the keys of what is deleted, so nothing of a real site is touched.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django_q.models import OrmQ, Task
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, ReferenceIndex
from wagtail_localize.models import (
    RelatedObjectSegment,
    SegmentOverride,
    String,
    StringTranslation,
    Template,
    TranslatableObject,
    TranslationSource,
)

from home.models import (
    Contact,
    ContactPoint,
    Document,
    GlossaryTerm,
    HomePage,
    Image,
    LegalSettings,
    SiteIdentity,
)
from knowledge.demo.register import give_back, is_loaded, made
from knowledge.models import DemoObject
from people.models import User
from trust.models import BrokenLink, Report
from trust.services import erase_fact_checks

SNIPPETS = (Contact, GlossaryTerm)
PAGE_JOBS = "home.tasks.prepare_page_renditions"
IMAGE_JOBS = "home.tasks.prepare_renditions"


@transaction.atomic
def remove_demo() -> bool:
    """Remove everything; returns False when there is no demo.

    Pages that editors wrote below the demo's front page go with it.
    """
    if not is_loaded():
        return False
    give_back()
    _delete_translations(_snippet_keys() | _page_keys())
    _delete_pages()
    _delete_snippets()
    _delete_files()
    _delete_rows(SiteIdentity, LegalSettings, ContactPoint)
    _delete_rows(User)
    _delete_languages()
    DemoObject.objects.all().delete()
    return True


def _pages() -> Any:
    """The demo's front pages in all languages, and everything below them."""
    homes = Page.objects.filter(
        translation_key__in=made(HomePage).values_list("translation_key", flat=True)
    )
    branches = Q(pk=None)
    for path in homes.values_list("path", flat=True):
        branches |= Q(path__startswith=path)
    return Page.objects.filter(branches)


def _page_keys() -> set[UUID]:
    return set(_pages().values_list("translation_key", flat=True))


def _snippet_keys() -> set[UUID]:
    return {
        key for model in SNIPPETS for key in made(model).values_list("translation_key", flat=True)
    }


def _delete_translations(keys: set[UUID]) -> None:
    """Strings and templates are shared by all pages of a site: only those left alone go."""
    strings = String.objects.filter(
        Q(segments__source__object_id__in=keys) | Q(translations__context__object_id__in=keys)
    )
    string_ids = set(strings.values_list("pk", flat=True))
    templates = Template.objects.filter(segments__source__object_id__in=keys)
    template_ids = set(templates.values_list("pk", flat=True))
    # In this order, as contexts only let go of their translations and are kept by their segments.
    StringTranslation.objects.filter(context__object_id__in=keys).delete()
    SegmentOverride.objects.filter(context__object_id__in=keys).delete()
    TranslationSource.objects.filter(object_id__in=keys).delete()
    RelatedObjectSegment.objects.filter(object_id__in=keys).delete()
    TranslatableObject.objects.filter(pk__in=keys).delete()
    String.objects.filter(pk__in=string_ids, segments=None, translations=None).delete()
    Template.objects.filter(pk__in=template_ids, segments=None).delete()


def _delete_pages() -> None:
    ids = list(_pages().values_list("pk", flat=True))
    erase_fact_checks(subjects=_page_keys())
    reports = Report.objects.filter(page__in=ids)
    _delete_logs(Report, reports.values_list("pk", flat=True))
    reports.delete()
    BrokenLink.objects.filter(page__in=ids).delete()
    _delete_jobs(PAGE_JOBS, ids)
    # The German tree takes the others along; what is left has pages of its own below it.
    for pk in list(_pages().filter(depth=2).order_by("path").values_list("pk", flat=True)):
        if home := Page.objects.filter(pk=pk).first():
            home.specific.delete()
    PageLogEntry.objects.filter(page_id__in=ids).delete()
    _delete_references(Page, ids)


def _delete_snippets() -> None:
    for model in SNIPPETS:
        keys = list(made(model).values_list("translation_key", flat=True))
        rows = model.objects.filter(translation_key__in=keys)
        _delete_logs(model, rows.values_list("pk", flat=True))
        rows.delete()


def _delete_files() -> None:
    """One by one, as the files on the disk go with the signal of each row."""
    for model in (Image, Document):
        rows = made(model)
        ids = list(rows.values_list("pk", flat=True))
        _delete_logs(model, ids)
        _delete_jobs(IMAGE_JOBS, ids if model is Image else [])
        for row in rows:
            row.delete()


def _delete_rows(*models: type[Model]) -> None:
    for model in models:
        rows = made(model)
        _delete_logs(model, rows.values_list("pk", flat=True))
        rows.delete()


def _delete_languages() -> None:
    """Languages that the demo brought stay when somebody has written a page in them since."""
    own = set(made(Page).values_list("pk", flat=True))
    for locale in made(Locale):
        pages = Page.objects.filter(locale=locale)
        if pages.exclude(pk__in=own).exists():
            continue
        ids = list(pages.values_list("pk", flat=True))
        for page in pages.order_by("-depth").specific():
            page.delete()
        PageLogEntry.objects.filter(page_id__in=ids).delete()
        locale.delete()


def _delete_logs(model: type[Model], ids: Iterable[Any]) -> None:
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(pk) for pk in ids],
    ).delete()


def _delete_references(model: type[Model], ids: list[int]) -> None:
    kind = ContentType.objects.get_for_model(model)
    keys = [str(pk) for pk in ids]
    ReferenceIndex.objects.filter(
        Q(base_content_type=kind, object_id__in=keys)
        | Q(to_content_type=kind, to_object_id__in=keys)
    ).delete()


def _delete_jobs(function: str, ids: Iterable[int]) -> None:
    """Waiting and finished jobs whose only argument is one of these."""
    arguments = {(pk,) for pk in ids}
    waiting = [
        job.pk
        for job in OrmQ.objects.all()
        if job.task.get("func") == function and tuple(job.task["args"]) in arguments
    ]
    OrmQ.objects.filter(pk__in=waiting).delete()
    finished = Task.objects.filter(func=function).only("pk", "args")
    done = [task.pk for task in finished if tuple(task.args or ()) in arguments]
    Task.objects.filter(pk__in=done).delete()
