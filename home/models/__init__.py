from home.models.contact import Contact, ContactPoint, OpeningException, OpeningHours
from home.models.glossary import GlossaryTerm
from home.models.media import Document, Image, Rendition
from home.models.pages import BasePage, HomePage, Teaser
from home.models.search import SearchEntry
from home.models.settings import LegalSettings, SiteIdentity

__all__ = [
    "BasePage",
    "Contact",
    "ContactPoint",
    "Document",
    "GlossaryTerm",
    "HomePage",
    "Image",
    "LegalSettings",
    "OpeningException",
    "OpeningHours",
    "Rendition",
    "SearchEntry",
    "SiteIdentity",
    "Teaser",
]
