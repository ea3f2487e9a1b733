"""Words in the recipient's language: defaults, changes by staff, isolates, plurals, refusals."""

import contextlib
import logging
import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from messaging import segments, texts
from messaging.models import MessageText
from messaging.placeholders import TemplateError, fill, names_in, parse
from messaging.texts import TEXTS, render
from messaging.writing import Draft, write

pytestmark = [pytest.mark.row("G2"), pytest.mark.django_db]

CODE = {"code": "123456", "minutes": 10, "site": "Jisr"}
EVERY = [(kind.key, channel) for kind in TEXTS.values() for channel in kind.channels]
LONGEST_SITE = "Brücke Musterstadt"


def sample(key, **changes):
    return {p.name: p.sample for p in TEXTS[key].placeholders} | changes


@pytest.mark.parametrize(("key", "channel"), EVERY)
@pytest.mark.parametrize("language", ["de", "en", "ar", "fa", "uk", "ru", "tr", "fr", "ti", "kmr"])
def test_every_text_in_every_language_can_be_sent(key, channel, language):
    done = render(key, channel, language, sample(key))
    assert "{" not in done.text + done.subject
    assert bool(done.html) == bool(done.subject) == (channel == "email")
    if channel == "sms":
        assert segments.count(done.text).parts <= texts.MAX_SMS_PARTS


@pytest.mark.parametrize(("key", "channel"), EVERY)
def test_the_first_words_pass_the_check_for_changed_ones(key, channel):
    words = texts.first_words(TEXTS[key], channel, "en")
    assert texts.check(TEXTS[key], channel, words["subject"], words["text"]) == []


@pytest.mark.parametrize("active", ["de", "ar", "uk"])
def test_the_language_is_the_recipients_whatever_is_active(active):
    with translation.override(active):
        done = render("account.login_code", "email", "en", CODE)
        assert translation.get_language() == active
    assert done.subject == "Your code to sign in: 123456"
    assert '<html lang="en" dir="ltr">' in done.html


def test_an_untranslated_text_says_which_language_it_is_in():
    """Nobody has translated this key anywhere: English it is, and it is marked as such."""
    done = render("account.login_code", "email", "ar", CODE)
    if done.language == "en":
        assert '<html lang="en" dir="ltr">' in done.html
    else:
        assert '<html lang="ar" dir="rtl">' in done.html


def change(text, *, key="account.login_code", language="ar", channel="email", subject="رمز {code}"):
    return MessageText.objects.create(
        key=key, language=language, channel=channel, subject=subject, text=text
    )


def test_a_changed_text_holds_with_its_direction():
    change(
        "رمزك في {site}:\n\n{code}\n\n{minutes, plural, one {دقيقة} few {# دقائق} other {# دقيقة}}"
    )
    done = render("account.login_code", "email", "ar", CODE)
    assert (done.language, done.subject) == ("ar", "رمز 123456")
    assert 'dir="rtl"' in done.html
    assert '<strong dir="ltr">123456</strong>' in done.html
    assert "10 دقائق" in done.text


def test_a_changed_text_in_a_language_holds_only_there():
    change("{code} {minutes}", language="uk", subject="{code}")
    assert render("account.login_code", "email", "uk", CODE).subject == "123456"
    assert "sign in" in render("account.login_code", "email", "en", CODE).subject


def test_dari_takes_the_changed_persian_text():
    change("کد {code} {minutes}", language="fa", subject="کد {code}")
    done = render("account.login_code", "email", "fa-af", CODE)
    assert done.language in ("fa", "fa-af")


@pytest.mark.parametrize("text", ["{code", "{code} {minutes} {password}", "no code", "{code.x}"])
def test_a_broken_text_is_reported_and_the_first_words_go_out(text, caplog):
    change(text, language="en", subject="{code}")
    with caplog.at_level(logging.ERROR):
        done = render("account.login_code", "email", "en", CODE)
    assert "123456" in done.text
    assert "cannot be used" in caplog.text


def test_values_are_isolated_in_mail_but_codes_and_addresses_are_not():
    context = sample("account.reset_password", site="جسر", url="https://x.example/a?b=1")
    done = render("account.reset_password", "email", "en", context)
    assert "\u2068جسر\u2069" in done.text
    assert "\nhttps://x.example/a?b=1\n" in done.text
    assert "<bdi>جسر</bdi>" in done.html
    assert 'href="https://x.example/a?b=1"' in done.html


def test_an_sms_has_isolates_only_where_they_are_free():
    gsm = render("consent.confirm_phone", "sms", "en", CODE)
    assert "\u2068" not in gsm.text
    assert segments.count(gsm.text).encoding == "GSM-7"
    arabic = render("consent.confirm_phone", "sms", "en", CODE | {"site": "جسر"})
    assert "\u2068جسر\u2069" in arabic.text
    kind = TEXTS["consent.confirm_phone"]
    full = "ا" * (70 - len("123456 10 جسر"))
    draft = Draft("ar", (), parse("{code} {minutes} {site}" + full))
    done = write(kind, "sms", draft, CODE | {"site": "جسر"})
    assert segments.count(done.text).parts == 1
    assert "\u2068" not in done.text


def test_a_way_to_stop_stands_in_mail_and_sms():
    url = "https://x.example/de/stop/abc/"
    mail = render(
        "trust.report_received", "email", "en", sample("trust.report_received", stop_url=url)
    )
    assert url in mail.text
    assert f'href="{url}"' in mail.html
    sms = render("message.stop_confirmed", "sms", "en", {"site": "Jisr", "stop_url": url})
    assert sms.text.endswith(f"\nStop: {url}")


def test_no_value_can_break_out():
    evil = "<script>\u202egnp</script>\r\nBcc: x@example.org {code} %(x)s"
    context = sample("trust.report_received", page=evil, site=evil)
    done = render("trust.report_received", "email", "en", context)
    assert "<script" not in done.html
    assert "\u202e" not in done.html + done.text
    assert "\r" not in done.text
    assert "{code} %(x)s" in done.text
    notice = render(
        "account.security_notice", "email", "en", sample("account.security_notice", site=evil)
    )
    assert "\n" not in notice.subject


def test_html_is_small_and_asks_nobody():
    done = render("account.login_code", "email", "en", CODE)
    assert not re.search(r"<(img|script|link|iframe)|url\(|@import", done.html)
    assert "http" not in done.html
    assert len(done.html) < 2500


@pytest.mark.parametrize(("minutes", "words"), [(1, "1 minute."), (10, "10 minutes.")])
def test_english_plurals(minutes, words):
    assert words in render("account.login_code", "email", "en", CODE | {"minutes": minutes}).text


@pytest.mark.parametrize("missing", ["code", "minutes"])
def test_a_missing_value_is_our_own_mistake(missing):
    context = {name: value for name, value in CODE.items() if name != missing}
    with pytest.raises(KeyError):
        render("account.login_code", "email", "en", context)


def test_unknown_texts_and_channels():
    with pytest.raises(KeyError):
        render("no.such", "email", "en", {})
    with pytest.raises(KeyError):
        render("account.login_code", "sms", "en", CODE)


# --- The little language ---------------------------------------------------------------------


def filled(template, locale="en", **values):
    return fill(
        parse(template), values, locale=locale, literal=str, value=lambda _name, value: str(value)
    )


ARABIC = "{n, plural, zero {Z} one {O} two {T} few {F#} many {M#} other {X#}}"


@pytest.mark.parametrize(
    ("locale", "number", "written"),
    [
        ("ar", 0, "Z"), ("ar", 1, "O"), ("ar", 2, "T"), ("ar", 3, "F3"), ("ar", 11, "M11"),
        ("ar", 100, "X100"), ("en", 1, "O"), ("en", 2, "X2"), ("uk", 3, "F3"), ("uk", 11, "M11"),
        ("xx", 1, "X1"),
    ],
)  # fmt: skip
def test_plural_forms_of_cldr(locale, number, written):
    assert filled(ARABIC, locale, n=number) == written


def test_plural_forms_may_hold_placeholders():
    template = "{n, plural, one {{who} has # thing} other {{who} has # things}}, #1"
    assert filled(template, n=2, who="Rana") == "Rana has 2 things, #1"
    assert names_in(parse(template)) == {"n", "who"}


@pytest.mark.parametrize(
    "wrong",
    [
        "{", "}", "a}", "{a", "{}", "{a b}", "{A}", "{a.b}", "{a!r}", "{a:>9}", "{0}", "{{a}}",
        "{n, plural, one {x}}", "{n, plural, other {x}", "{n, plural, some {x} other {y}}",
        "{n, plural, other}", "{n, select, other {x}}",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(wrong):
    with pytest.raises(TemplateError):
        parse(wrong)


@given(st.text(alphabet="{}a,# plurotheone\n", max_size=60))
def test_parsing_ends_with_pieces_or_a_clear_error(text):
    pieces = None
    with contextlib.suppress(TemplateError):
        pieces = parse(text)
    if pieces is not None:
        values = dict.fromkeys(names_in(pieces), 1)
        fill(pieces, values, locale="en", literal=str, value=lambda _name, value: str(value))


@given(st.text(alphabet=st.characters(exclude_characters="{}"), max_size=60))
def test_text_without_braces_is_itself(text):
    assert filled(text) == text


@pytest.mark.parametrize(
    ("subject", "text", "part"),
    [
        ("", "{code} {minutes}", "subject"),
        ("x", "{code}", "“minutes” is missing"),
        ("{code}", "{minutes}", "“code” is missing"),
        ("x", "{code} {minutes} {pass}", "no placeholder “pass”"),
        ("x", "{code, plural, other {#}} {minutes}", "not a number"),
        ("x", "{code} {minutes", "brace"),
    ],
)
def test_the_check_says_what_is_wrong(subject, text, part):
    with translation.override("en"):
        problems = texts.check(TEXTS["account.login_code"], "email", subject, text)
    assert len(problems) == 1
    assert part in problems[0]


def test_an_sms_that_is_too_long_is_refused():
    kind = TEXTS["consent.confirm_phone"]
    assert texts.check(kind, "sms", "", "{code} {minutes}" + "ا" * 120) == []
    with translation.override("en"):
        (problem,) = texts.check(kind, "sms", "", "{code} {minutes}" + "ا" * 130)
    assert "3 parts" in problem


def test_the_html_is_valid_in_both_directions(check_html):
    change("{code} {minutes}", language="ar")
    url = "https://x.example/stop/"
    pages = {
        language: render("account.login_code", "email", language, CODE | {"stop_url": url}).html
        for language in ("en", "ar")
    }
    assert 'dir="rtl"' in pages["ar"]
    assert check_html(pages) == []
