"""A German front page in place of Wagtail's welcome page, so that a new site answers at once."""

from typing import Any

from django.db import migrations


def make_front_page(apps: Any, _schema_editor: Any) -> None:
    page_model = apps.get_model("wagtailcore", "Page")
    home_page = apps.get_model("home", "HomePage")
    content_type = apps.get_model("contenttypes", "ContentType")
    locale = apps.get_model("wagtailcore", "Locale")
    site = apps.get_model("wagtailcore", "Site")

    welcome = page_model.objects.filter(depth=2, slug="home").first()
    if welcome is None or home_page.objects.exists():
        return
    kind, _created = content_type.objects.get_or_create(app_label="home", model="homepage")
    german, _created = locale.objects.get_or_create(language_code="de")
    front_page = home_page(
        page_ptr=welcome,
        title="Start",
        draft_title="Start",
        slug="start",
        path=welcome.path,
        depth=welcome.depth,
        numchild=welcome.numchild,
        url_path="/start/",
        translation_key=welcome.translation_key,
        locale=german,
        content_type=kind,
        live=True,
        show_in_menus=False,
    )
    front_page.save()
    site.objects.filter(is_default_site=True).update(site_name="Jisr", root_page_id=welcome.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_search_index"),
        ("wagtailcore", "0054_initial_locale"),
    ]

    operations = [migrations.RunPython(make_front_page, migrations.RunPython.noop)]
