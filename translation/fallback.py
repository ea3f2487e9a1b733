"""Missing words follow the chain of the locale table, not Django's way to LANGUAGE_CODE.

Django asks the site's default language for every missing word, so a Pashto page of a German site
shows German. There is no setting for it: we replace the one method that attaches the fallback.
`tests/translation/test_fallback.py` fails clearly when Django renames it.
"""

from typing import Any

from django.utils.translation import trans_real

from translation.locales import by_code


def next_language(code: str) -> str | None:
    """Whom a catalogue asks next. English asks nobody: the msgids are its words."""
    language = by_code.get(code)
    if language is None:
        # A language that only the admin offers, or a test: what Django would do, without German.
        return None if code.startswith("en") else "en"
    return None if code == "en" else language.fallback[0]


def _add_fallback(self: Any, localedirs: list[str] | None = None) -> None:
    """Attach the next catalogue only; that one attaches its own, so the whole chain follows.

    Lazy per language: nothing is loaded until somebody activates the first language.
    """
    following = next_language(self.language())
    if following is None:
        return
    if self.domain == "django":
        self.add_fallback(trans_real.translation(following))
    else:
        self.add_fallback(
            trans_real.DjangoTranslation(following, domain=self.domain, localedirs=localedirs)
        )


def install() -> None:
    """Called once from `AppConfig.ready`. Raises AttributeError when Django lost the method."""
    if not hasattr(trans_real.DjangoTranslation, "_add_fallback"):
        raise AttributeError("DjangoTranslation._add_fallback is gone: see translation.fallback")
    trans_real.DjangoTranslation._add_fallback = _add_fallback
