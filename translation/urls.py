"""Inside `i18n_patterns`; `/`, robots.txt and sitemap.xml carry no language."""

from django.urls import path

from translation import views

app_name = "translation"
urlpatterns = [path("choose/", views.choose_language, name="choose_language")]
