"""Puts the demo into the database, in one transaction: all of it or nothing."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site, TranslatableMixin

from home.models import (
    Contact,
    ContactPoint,
    Document,
    GlossaryTerm,
    Image,
    LegalSettings,
    OpeningException,
    OpeningHours,
    SiteIdentity,
)
from knowledge.demo import content
from knowledge.demo.blocks import Known
from knowledge.demo.catalogue import Catalogue
from knowledge.demo.paper import checklist
from knowledge.demo.people import create_people
from knowledge.demo.pictures import PICTURES, draw
from knowledge.demo.register import borrow, is_loaded, remember
from knowledge.demo.reporting import create_reports
from knowledge.demo.translating import translate
from knowledge.demo.tree import build_tree
from translation.locales import get_language
from translation.tree import ensure_locales

SITE_NAME = "Brücke Musterstadt"
# Language-neutral and made up, as all of the demo.
LEGAL: dict[str, str] = {
    "operator": "Netzwerk Brücke Musterstadt e. V. (Beispiel)",
    "legal_form": "Eingetragener Verein",
    "address": "Bogenstraße 7\n00000 Musterstadt",
    "represented_by": "Ada Beispiel, Samir Muster",
    "email": "kontakt@example.org",
    "phone": "+49 30 23125 100",
    "register": "Amtsgericht Musterstadt, VR 00000",
    "responsible_person": "Ada Beispiel, Bogenstraße 7, 00000 Musterstadt",
    "privacy_contact": "datenschutz@example.org",
    "privacy_authority": "Landesbeauftragte für den Datenschutz Musterland (Beispiel)",
    "hosting": "Rechenzentrum Musterland (Beispiel)",
    "conformance": "partial",
    "barriers": "Beispiel: Das PDF mit der Checkliste ist nicht barrierefrei.",
    "assessed_by": "Selbstbewertung (Beispiel)",
    "enforcement_body": "Durchsetzungsstelle Musterland (Beispiel)\nhttps://www.example.org/",
}
WHOLE_DAY = ("00:00", "00:00")


@transaction.atomic
def load_demo() -> bool:
    """Load everything; returns False, and does nothing, when the demo is there already.

    Raises LookupError when a text lacks a translation.
    """
    if is_loaded():
        return False
    _languages()
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    today = timezone.localdate()
    known = Known(images=_images(), documents=_documents())
    _contacts(known, locales, today)
    _glossary(known, locales)
    homes = build_tree(known, locales, today)
    ensure_locales()
    _settings(homes[content.SOURCE])
    users = create_people()
    remember(*users)
    create_reports(known, users, timezone.now())
    return True


def _languages() -> None:
    """All languages of the site; what had to be made for it is remembered, aliases included."""
    pages_before = set(Page.objects.values_list("pk", flat=True))
    remember(*ensure_locales())
    remember(*Page.objects.exclude(pk__in=pages_before))


def _images() -> dict[str, int]:
    made = {}
    for name in PICTURES:
        image = Image(
            title=f"Beispielbild: {name}",
            people_shown=Image.PeopleShown.NOBODY,
            credit="Jisr",
            licence="CC0 1.0",
        )
        image.file.save(f"{name}.jpg", ContentFile(draw(name), name=f"{name}.jpg"), save=False)
        image.save()
        made[name] = image
    remember(*made.values())
    return {name: image.pk for name, image in made.items()}


def _documents() -> dict[str, int]:
    page = content.pages()["first-days"]
    lines = [
        step["title"][content.SOURCE]
        for block in page.data["blocks"]
        for step in block.get("steps", ())
    ]
    document = Document(title="Checkliste: die ersten Tage (Beispiel)")
    paper = checklist("Die ersten Tage in Musterstadt (Beispiel)", lines)
    document.file.save("checkliste.pdf", ContentFile(paper), save=False)
    document._set_document_file_metadata()
    document.save()
    remember(document)
    return {"checklist": document.pk}


def _contacts(known: Known, locales: dict[str, Locale], today: dt.date) -> None:
    for entry in content.contacts():
        data, catalogue = entry.data, Catalogue(entry.targets)
        point = _contact_point(data, today)
        spoken = ", ".join(get_language(code).name_local for code in data["spoken"])
        contact = Contact(
            locale=locales[content.SOURCE],
            translation_key=entry.translation_key,
            name=catalogue.plain(data["name"]),
            description=catalogue.plain(data["description"]),
            languages_spoken=catalogue.plain(dict.fromkeys(("de", *entry.targets), spoken)),
            point=point,
        )
        _save_snippet(contact, catalogue, locales)
        remember(point)
        known.contacts[entry.key] = contact.pk


def _contact_point(data: dict[str, Any], today: dt.date) -> ContactPoint:
    point = ContactPoint(
        name=f"{data['name'][content.SOURCE]} (Beispiel)",
        phone=data["phone"],
        email=data.get("email", ""),
        website=data.get("website", ""),
        address=data.get("address", ""),
    )
    days = {str(day): WHOLE_DAY for day in range(7)} if data.get("always") else data["hours"]
    point.opening_hours = [
        OpeningHours(
            weekday=int(day),
            opens=dt.time.fromisoformat(opens),
            closes=dt.time.fromisoformat(closes),
        )
        for day, (opens, closes) in days.items()
    ]
    point.opening_exceptions = [
        OpeningException(
            date=today + dt.timedelta(days=row["in_days"]),
            closed=row.get("closed", False),
            opens=_time(row.get("opens")),
            closes=_time(row.get("closes")),
            reason=row["reason"],
        )
        for row in data.get("exceptions", ())
    ]
    point.full_clean()
    point.save()
    return point


def _time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def _glossary(known: Known, locales: dict[str, Locale]) -> None:
    for entry in content.glossary():
        catalogue = Catalogue(entry.targets)
        term = GlossaryTerm(
            locale=locales[content.SOURCE],
            translation_key=entry.translation_key,
            term=catalogue.plain(entry.data["term"]),
            original=entry.data["original"],
            explanation=catalogue.plain(entry.data["explanation"]),
        )
        _save_snippet(term, catalogue, locales)
        known.terms[entry.key] = term.pk


def _save_snippet(
    snippet: TranslatableMixin, catalogue: Catalogue, locales: dict[str, Locale]
) -> None:
    snippet.full_clean()
    snippet.save()
    remember(snippet)
    translate(snippet, catalogue, locales)


def _settings(home: Page) -> None:
    """The site shows the demo; what stood there before comes back with `remove_demo`."""
    site = Site.objects.get(is_default_site=True)
    borrow(site, root_page_id=home.pk, site_name=SITE_NAME)
    _setting(SiteIdentity, site, name=SITE_NAME, claim="Landkreis Musterland", sample=True)
    _setting(LegalSettings, site, **LEGAL)


def _setting(model: type[Any], site: Site, **values: Any) -> None:
    row = model.objects.filter(site=site).first()
    if row is None:
        remember(model.objects.create(site=site, **values))
    else:
        borrow(row, **values)
