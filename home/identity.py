"""Name, sign and colour of the site, which every answer shows and hardly anybody changes."""

from wagtail.models import Site

from home.models.settings import SiteIdentity
from translation.cache import Shelf

identities: Shelf[SiteIdentity] = Shelf(
    lambda: {row.site_id: row for row in SiteIdentity.objects.select_related("logo")}
)


def identity_of(site: Site | None) -> SiteIdentity:
    """At most a minute old in another process; the defaults where nothing was set yet."""
    found = identities.rows().get(site.pk) if site else None
    return found or SiteIdentity()
