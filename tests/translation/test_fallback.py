"""Missing words follow the configured chain (2.3)."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real

from translation import fallback

pytestmark = pytest.mark.row("J1")

# Words of Django itself, so that the test does not depend on what has been translated here.
WORDS = "This field is required."


def test_django_still_has_the_method_that_we_replace():
    assert trans_real.DjangoTranslation._add_fallback is fallback._add_fallback, (
        "Django renamed DjangoTranslation._add_fallback: find its new name in trans_real.py "
        "and adapt translation/fallback.py."
    )


def test_the_method_is_missed_when_it_is_gone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(trans_real.DjangoTranslation, "_add_fallback")
    with pytest.raises(AttributeError, match="_add_fallback is gone"):
        fallback.install()


@pytest.mark.parametrize("code", ["ps", "ti", "kmr"])
def test_a_language_unknown_to_django_shows_english_and_not_german(code: str):
    with translation.override(code):
        assert gettext(WORDS) == WORDS


def test_dari_inherits_persian():
    with translation.override("fa"):
        persian = gettext(WORDS)
    with translation.override("fa-af"):
        assert gettext(WORDS) == persian != WORDS


def test_german_and_english_answer_for_themselves():
    with translation.override("de"):
        assert gettext(WORDS).startswith("Dieses Feld")
    with translation.override("en"):
        assert gettext(WORDS) == WORDS


def test_a_word_of_nobody_stays_as_it_is():
    for code in ("fa-af", "ps", "uk"):
        with translation.override(code):
            assert gettext("Nobody has ever translated this.") == "Nobody has ever translated this."
            assert ngettext("one brick of Jisr", "bricks of Jisr", 3) == "bricks of Jisr"


def test_scripts_have_the_same_chain():
    pashto = trans_real.DjangoTranslation("ps", domain="djangojs")
    assert pashto._fallback.language() == "en"
    assert pashto.gettext("Cancel") == "Cancel"
    dari = trans_real.DjangoTranslation("fa-af", domain="djangojs")
    assert dari._fallback.language() == "fa"


def test_chain_of_the_table():
    assert [fallback.next_language(code) for code in ("fa-af", "fa", "ps", "de", "en")] == [
        "fa", "en", "en", "en", None,
    ]  # fmt: skip
    assert fallback.next_language("es") == "en"
    assert fallback.next_language("en-gb") is None
