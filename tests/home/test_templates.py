"""Templates and style sheet: what every public page promises about look, weight and storability."""

import base64
import datetime as dt
import gzip
import hashlib
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from home.colours import contrast
from home.models import SiteIdentity, Teaser
from home.styles import (
    DARK_GROUND,
    DEFAULT_ACCENT,
    FORMS,
    FRONT,
    LIGHT_GROUND,
    readable_accent,
    stylesheet,
)
from home.templatetags.page_tags import arc, day, long_date, other_language
from knowledge.models import InformationIndexPage, InformationPage
from trust.services import SourceData, record_fact_check

STYLES = Path(settings.BASE_DIR) / "site" / "static" / "css"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
DEMO = Path(settings.BASE_DIR) / "knowledge" / "demo" / "content"
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|float)\s*:"
    r"|text-align:\s*(?:left|right)"
)
# Bytes. The first flight of a TCP connection carries about 13 kB of HTML.
SHEET_RAW, SHEET_GZIP, PAGE_GZIP = 14_000, 4_000, 13_000
LEGAL = ("imprint", "privacy", "accessibility", "terms")


def gzipped(text):
    return len(gzip.compress(text.encode(), 9))


def palette(scheme):
    """The custom properties of `:root`, of the light scheme or with those of the dark one."""
    css = (STYLES / "site.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.S)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark))
    return {name: "#ffffff" if value == "#fff" else value for name, value in found.items()}


@pytest.fixture
def information_page(home_page):
    topic = home_page.add_child(
        instance=InformationIndexPage(title="Wohnen", slug="wohnen", show_in_menus=True)
    )
    page = InformationPage(title="Anmeldung", slug="anmeldung", teaser="Was Sie brauchen.")
    add_checked(topic, page)
    return page


def add_checked(topic, page):
    page.live = False
    topic.add_child(instance=page)
    record_fact_check(
        subject=page.translation_key,
        checker=None,
        checker_name="Amira Haddad",
        checker_role="Beratung",
        organisation="Landkreis",
        place="Landkreis",
        sources=[SourceData("Gesetz", "Ministerium", "https://www.example.org/gesetz")],
        review_by=timezone.localdate() + dt.timedelta(days=90),
    )
    page.live = True
    page.save()


def demo_words(language, number):
    """Real prose: that many words of the demo's texts in a language."""
    words = []

    def collect(part):
        if isinstance(part, dict):
            if isinstance(part.get(language), str):
                words.extend(part[language].split())
            for value in part.values():
                collect(value)
        elif isinstance(part, list):
            for value in part:
                collect(value)

    for path in sorted(DEMO.rglob("*.yaml")):
        collect(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert len(words) >= number
    return words[:number]


# --- Style sheet -----------------------------------------------------------------------------


def test_hash_is_that_of_the_text():
    sheet = stylesheet()
    digest = base64.b64encode(hashlib.sha256(sheet.text.encode()).digest()).decode()
    assert sheet.csp_hash == f"'sha256-{digest}'"


def test_sheet_of_a_content_page_stays_light():
    text = stylesheet().text
    assert len(text) <= SHEET_RAW
    assert gzipped(text) <= SHEET_GZIP


@pytest.mark.parametrize("name", sorted(path.name for path in STYLES.glob("*.css")))
def test_css_knows_no_left_and_right(name):
    assert PHYSICAL.findall((STYLES / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("rule", ["margin-left: 1px", "a { left: 0 }", "text-align: right"])
def test_the_guard_against_left_and_right_bites(rule):
    assert PHYSICAL.search(rule)


def test_every_accent_has_a_sheet_and_a_hash_of_its_own():
    plain, red = stylesheet(), stylesheet("#8a1c1c")
    assert plain.csp_hash != red.csp_hash
    assert "--accent:#8a1c1c" in red.text
    assert stylesheet("#8A1C1C") is red


@pytest.mark.parametrize("accent", ["", "red", "#12", "#0b5d66;}body{display:none", DEFAULT_ACCENT])
def test_what_is_no_colour_gets_the_default(accent):
    assert stylesheet(accent) == stylesheet()


@pytest.mark.parametrize(
    "accent", ["#ffff00", "#000000", "#777777", "#ffffff", "#0b5d66", "#e30613"]
)
def test_an_accent_can_be_read_in_both_schemes(accent):
    for ground in (LIGHT_GROUND, DARK_GROUND):
        assert contrast(readable_accent(accent, ground), ground) >= 4.5


@pytest.mark.parametrize("accent", ["red", "#12", "zzzzzzz", "#ffff00"])
def test_an_accent_that_is_no_colour_or_too_pale_is_refused(accent):
    with pytest.raises(ValidationError) as refused:
        SiteIdentity(name="Jisr", accent=accent).full_clean(exclude=["site"])
    assert list(refused.value.message_dict) == ["accent"]


def test_a_readable_accent_is_left_alone():
    assert readable_accent("#0b5d66", LIGHT_GROUND) == "#0b5d66"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_contrast(scheme):
    """AAA for text, AA for everything that is read, 3:1 for the edges of controls."""
    colours = palette(scheme)
    for ground in ("paper", "card", "tint"):
        assert contrast(colours["ink"], colours[ground]) >= 7
        for name in ("soft", "accent", "warn", "bad", "good"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        assert contrast(colours["edge"], colours[ground]) >= 3
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["ink"], colours["mark"]) >= 4.5


def test_the_grounds_known_to_python_are_those_of_the_sheet():
    assert (palette("light")["tint"], palette("dark")["tint"]) == (LIGHT_GROUND, DARK_GROUND)
    assert palette("light")["accent"] == DEFAULT_ACCENT
    assert SiteIdentity._meta.get_field("accent").default == DEFAULT_ACCENT


def test_parts_are_added_only_where_they_are_needed():
    assert ".door" not in stylesheet().text
    assert ".field" not in stylesheet().text
    assert ".door" in stylesheet("", FRONT).text
    assert ".field" in stylesheet("", FORMS).text


# --- Tags ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("de", "21. November 2026"),
        ("en", "November 21, 2026"),
        ("ar", "21 نوفمبر 2026"),
        ("fa-af", "21 نومبر 2026"),
        ("kmr", "21ê mijdara 2026an"),
        ("ti", "ሕዳር 21, 2026"),
    ],
)
def test_dates_are_in_the_words_of_the_language_and_in_latin_digits(code, words):
    with translation.override(code):
        assert day(dt.date(2026, 11, 21)) == f'<time datetime="2026-11-21">{words}</time>'


def test_a_moment_is_a_day_where_the_site_is():
    moment = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)
    assert day(moment) == '<time datetime="2026-11-21">21. November 2026</time>'
    assert long_date(moment, "en") == "November 21, 2026"


def test_no_date_is_nothing():
    assert day(None) == ""


@pytest.mark.parametrize(("share", "percent"), [(None, None), (-3, 0), (41.6, 42), (180, 100)])
def test_arc_stays_between_its_ends(share, percent):
    assert arc(share)["percent"] == percent


def test_arc_is_drawn_without_inline_style():
    drawn = render_to_string("includes/arc.html", arc(42))
    assert 'stroke-dasharray="42 200"' in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize(("lang", "said"), [("de", ""), ("ar", ' lang="ar" dir="rtl"')])
def test_teasers_name_their_language_only_where_it_is_another(lang, said):
    direction = "rtl" if lang == "ar" else "ltr"
    assert other_language(Teaser("T", "/", "", lang, direction, "")) == said


# --- Templates -------------------------------------------------------------------------------


def template_texts():
    return {p.relative_to(TEMPLATES): p.read_text("utf-8") for p in TEMPLATES.rglob("*.html")}


def test_templates_are_short_and_bring_no_inline_style():
    for path, text in template_texts().items():
        assert len(text.splitlines()) <= 120, path
        if path.parts[0] not in {"wagtailadmin", "wagtailusers"}:
            assert " style=" not in text, path


def test_the_last_resort_needs_no_engine():
    text = (TEMPLATES / "500.html").read_text(encoding="utf-8")
    assert "{%" not in text
    assert "{{" not in text


def test_wide_tables_scroll_in_a_region_of_their_own():
    html = render_to_string(
        "blocks/table_block.html",
        {"table_caption": "Zeiten", "table_header": ["Tag", "Zeit"], "data": [["Mo", "9 <b>"]]},
    )
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Zeiten">' in html
    assert re.search(r'<th scope="col"\s*>Tag</th>', html)
    assert "9 &lt;b&gt;" in html


@pytest.mark.row("J1")
def test_front_page_greets_and_asks(client, home_page):
    home_page.greeting = "Herzlich willkommen"
    home_page.door_need = home_page
    home_page.save()
    html = client.get("/de/").content.decode()
    assert "<h1>Herzlich willkommen</h1>" in html
    assert 'action="/de/search/"' in html
    assert 'class="door"' in html


@pytest.mark.row("J1")
def test_content_pages_can_be_stored_and_carry_their_hash(client, information_page):
    response = client.get("/de/wohnen/anmeldung/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert stylesheet().csp_hash in response.headers["Content-Security-Policy"]
    assert stylesheet().text in response.content.decode()


def test_the_operators_accent_is_allowed_by_the_policy(client, site, information_page):
    SiteIdentity.objects.update_or_create(site=site, defaults={"accent": "#8a1c1c"})
    response = client.get("/de/wohnen/anmeldung/")
    assert stylesheet("#8a1c1c").csp_hash in response.headers["Content-Security-Policy"]
    assert stylesheet().csp_hash not in response.headers["Content-Security-Policy"]


@pytest.mark.row("J1")
@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_a_long_page_fits_into_the_first_flight(client, information_page, language):
    words = demo_words(language, 1500)
    paragraphs = [" ".join(words[start : start + 60]) for start in range(0, 1500, 60)]
    page = information_page
    page.body = [("rich_text", "".join(f"<p>{text}</p>" for text in paragraphs))]
    page.save()
    html = client.get("/de/wohnen/anmeldung/").content.decode()
    assert paragraphs[-1].split()[0] in html
    assert gzipped(html) <= PAGE_GZIP


@pytest.mark.row("J1")
def test_contents_list_leads_to_the_headings(client, information_page):
    information_page.body = [("heading", {"text": f"Teil {n}", "level": "h2"}) for n in range(3)]
    information_page.save()
    html = client.get("/de/wohnen/anmeldung/").content.decode()
    anchors = re.findall(r'<a href="#(h-[^"]+)">Teil', html)
    assert len(anchors) == 3
    assert anchors == re.findall(r'<h2 class="heading" id="(h-[^"]+)">', html)


def test_one_heading_of_the_first_level_and_a_way_past_the_menu(client, information_page):
    html = client.get("/de/wohnen/anmeldung/").content.decode()
    assert html.count("<h1") == 1
    assert '<a class="skip visually-hidden" href="#content">' in html
    assert '<main id="content"' in html
    assert 'aria-current="true">Wohnen</a>' in html


@pytest.mark.parametrize("path", ["/de/report/", "/de/legal/terms/", "/de/gibt-es-nicht/"])
def test_forms_and_errors_have_the_menu_too(client, information_page, path):
    assert ">Wohnen</a>" in client.get(path).content.decode()


@pytest.mark.parametrize("kind", LEGAL)
def test_legal_pages_are_one_step_away(client, home_page, kind):
    assert f'href="/de/legal/{kind}/"' in client.get("/de/").content.decode()
    response = client.get(f"/de/legal/{kind}/")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_nothing_found_still_helps_on(client, home_page):
    response = client.get("/de/gibt-es-nicht/")
    html = response.content.decode()
    assert response.status_code == 404
    assert '<html lang="de" dir="ltr">' in html
    assert 'role="search"' in html
    assert 'class="languages"' in html


@pytest.mark.parametrize("name", ["403.html", "404.html", "429.html"])
def test_error_pages_stand_without_a_database_of_pages(db, name):
    assert "<h1>" in render_to_string(name, {}, request=RequestFactory().get("/de/"))


@pytest.mark.row("J1")
def test_pages_are_valid_html(client: Client, information_page, check_html):
    paths = ["/de/", "/de/wohnen/", "/de/wohnen/anmeldung/", "/de/gibt-es-nicht/"]
    paths += [f"/de/legal/{kind}/" for kind in LEGAL]
    pages = {path: client.get(path).content.decode() for path in paths}
    pages["500"] = (TEMPLATES / "500.html").read_text(encoding="utf-8")
    assert check_html(pages) == []
