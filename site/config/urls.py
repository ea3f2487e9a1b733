from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from home.urls import page_urlpatterns
from people.accounts.views import SignOutView, close_admin_login, close_admin_reset
from people.admin_views import OwnAccountView
from translation.sitemaps import SITEMAPS
from translation.views import negotiate_root, robots_txt
from trust.health import health

urlpatterns = [
    path("", negotiate_root, name="root"),
    path("admin/login/", close_admin_login),
    path("admin/logout/", SignOutView.as_view()),
    re_path(r"^admin/password_reset/(?P<rest>.*)$", close_admin_reset),
    path("admin/account/", require_admin_access(OwnAccountView.as_view()), name="own_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("health/", health, name="health"),
    path("messaging/", include("messaging.urls")),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    # Pictures only: documents go through Wagtail's view, which knows who may read them.
    # The web server in front answers these itself where there is one.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
    *i18n_patterns(
        path("", include("translation.urls")),
        path("", include("trust.urls")),
        path("", include("messaging.page_urls")),
        path("account/", include("people.urls")),
        path("account/", include("people.accounts.urls")),
        path("", include("home.urls")),
        *page_urlpatterns,
        prefix_default_language=True,
    ),
]
handler404 = "home.views.errors.page_not_found"
