from django.urls import path, re_path
from wagtail.urls import serve_pattern
from wagtail.urls import urlpatterns as wagtail_urlpatterns

from home.video import watch_video
from home.views.legal import show_legal_page
from home.views.pages import serve_page
from home.views.search import search
from home.views.share import share_qr
from people.accounts.views import close_second_login

app_name = "home"

urlpatterns = [
    path("search/", search, name="search"),
    path("legal/<slug:kind>/", show_legal_page, name="legal"),
    path("qr/<int:page_id>.svg", share_qr, name="share_qr"),
    path("video/<int:page_id>/<uuid:block_id>/", watch_video, name="watch_video"),
]
# Wagtail's own, with our way to find a page in place of its last pattern, and without its sign-in
# for pages that are not for everybody: that one asks for a password only, as often as you like.
# Wagtail reverses these names without a namespace, so they stand on their own.
page_urlpatterns = [
    *(pattern for pattern in wagtail_urlpatterns[:-1] if pattern.name != "wagtailcore_login"),
    path("_util/login/", close_second_login, name="wagtailcore_login"),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]
