"""Public forms: localised digits, error summary, and robots kept out without excluding people."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from freezegun import freeze_time

from people.forms import PublicForm, plain_decimal, plain_integer

pytestmark = pytest.mark.row("J1")


class ExampleForm(PublicForm):
    autocomplete = {"name": "name"}

    name = forms.CharField(label="Name", help_text="As you like.")
    day = forms.DateField(label="Day", required=False)
    hour = forms.TimeField(label="Hour", required=False)
    moment = forms.DateTimeField(label="Moment", required=False)
    amount = forms.DecimalField(label="Amount", required=False)
    places = forms.IntegerField(label="Places", required=False, min_value=1)
    colour = forms.ChoiceField(
        label="Colour", choices=[("r", "Red"), ("b", "Blue")], widget=forms.RadioSelect
    )


def filled(seconds: int = 60, **values) -> ExampleForm:
    with freeze_time("2026-11-21 12:00"):
        stamp = ExampleForm.sign_time()
    with freeze_time(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)):
        form = ExampleForm({"name": "Rana", "colour": "r", "opened": stamp} | values)
        form.is_valid()
        _ = form.stamp
    return form


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("day", "۲۱.۱۱.۲۰۲۶", dt.date(2026, 11, 21)),
        ("day", "\u200f٢١/١١/٢٠٢٦\u200f", dt.date(2026, 11, 21)),
        ("day", "2026-11-21", dt.date(2026, 11, 21)),
        ("day", "03/04/2026", dt.date(2026, 4, 3)),
        ("hour", "۱۸:۳۰", dt.time(18, 30)),
        ("hour", "18.30", dt.time(18, 30)),
        ("amount", "۱۲٫۵", Decimal("12.5")),
        ("amount", "12,5", Decimal("12.5")),
        ("amount", "١٬٢٣٤٫٥٠", Decimal("1234.50")),
        ("amount", "1.234,50", Decimal("1234.50")),
        ("amount", "1,234.50", Decimal("1234.50")),
        ("amount", "1 234,50", Decimal("1234.50")),
        ("places", "۱۲", 12),
        ("places", "1.234", 1234),
    ],
)
@pytest.mark.parametrize("language", ["de", "en", "fa"])
def test_what_people_type_is_understood(field, typed, expected, language):
    with translation.override(language):
        form = filled(**{field: typed})
    assert form.errors == {}
    assert form.cleaned_data[field] == expected


def test_a_moment_takes_localised_digits():
    form = filled(moment="۲۱.۱۱.۲۰۲۶ ۱۸:۳۰")
    assert form.cleaned_data["moment"].isoformat().startswith("2026-11-21T18:30")


@pytest.mark.parametrize(("language", "expected"), [("de", "1234"), ("en", "1.234")])
def test_an_ambiguous_mark_is_read_as_in_the_language(language, expected):
    with translation.override(language):
        assert plain_decimal("1.234") == expected


@pytest.mark.parametrize(("typed", "expected"), [("0,125", "0.125"), ("-3,5", "-3.5"), ("x", "x")])
def test_decimals_that_are_not_ambiguous(typed, expected):
    with translation.override("en"):
        assert plain_decimal(typed) == expected


def test_integers_are_not_invented_from_fractions():
    assert plain_integer("12,5") == "12,5"
    assert filled(places="12,5").errors.keys() == {"places"}
    assert filled(places="0").errors.keys() == {"places"}


def test_number_fields_take_every_keyboard():
    html = str(ExampleForm()["places"]) + str(ExampleForm()["amount"])
    assert 'type="number"' not in html
    assert 'inputmode="numeric"' in html
    assert 'inputmode="decimal"' in html


def test_fields_carry_autocomplete_and_description():
    html = str(ExampleForm()["name"])
    assert 'autocomplete="name"' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_the_trap_catches_and_says_so():
    assert filled(website="https://spam.example").errors["website"]
    assert not filled(website="").errors


@pytest.mark.parametrize(
    ("seconds", "code"), [(0, "fast"), (60, None), (23 * 3600, None), (25 * 3600, "expired")]
)
def test_the_signed_time(seconds, code, settings):
    settings.PUBLIC_FORM_MIN_SECONDS = 2
    errors = filled(seconds).non_field_errors().as_data()
    assert [error.code for error in errors] == ([code] if code else [])


@pytest.mark.parametrize("stamp", ["", "opened:1:forged"])
def test_a_forged_time_is_refused(stamp):
    form = filled(opened=stamp)
    assert form.non_field_errors()


def test_the_stamp_of_another_form_is_refused():
    class OtherForm(PublicForm):
        pass

    with freeze_time("2026-11-21 11:59"):
        stamp = OtherForm.sign_time()
    assert filled(opened=stamp).non_field_errors()


def test_a_good_time_is_kept_so_that_a_second_try_is_not_too_fast():
    form = filled(seconds=0)
    assert form.stamp == form.data["opened"]


def render(name: str, **context) -> str:
    return render_to_string(f"includes/{name}.html", context)


def test_the_summary_has_the_focus_and_leads_to_the_fields():
    form = filled(name="", colour="")
    html = render("form_errors", form=form)
    assert "autofocus" in html
    assert 'tabindex="-1"' in html
    assert 'href="#id_name"' in html
    assert 'href="#id_colour_0"' in html
    assert 'id="id_colour_0"' in render("form_field", field=form["colour"])
    assert render("form_errors", form=filled()).strip() == ""


def test_a_wrong_field_is_described_by_its_error():
    form = filled(name="")
    html = render("form_field", field=form["name"])
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert '<label for="id_name">' in html


def test_a_group_of_choices_is_a_fieldset():
    html = render("form_field", field=ExampleForm()["colour"])
    assert html.count("<fieldset") == 1
    assert "<legend>Colour</legend>" in html


def test_the_guard_has_a_readable_label_and_the_time():
    form = ExampleForm()
    html = render("form_guard", form=form)
    assert 'name="opened"' in html
    assert 'for="id_website"' in html
    assert "website" not in [field.name for field in form.visible_fields_only]
