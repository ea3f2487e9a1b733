"""Words that end messages when they are all that somebody answers to an SMS.

What Twilio takes by default, without END, QUIT and CANCEL: those mean other things in a
conversation about a callout. The rest are the words of our languages.
"""

# ruff: noqa: RUF001 - Cyrillic is meant
from __future__ import annotations

STOP_WORDS = frozenset(
    word.casefold()
    for word in [
        *("STOP", "STOPALL", "UNSUBSCRIBE", "REVOKE", "OPTOUT"),
        *("STOPP", "ABMELDEN", "ABBESTELLEN"),
        *("ARRET", "ARRÊT"),
        *("СТОП", "СТОП УСІМ", "ОТПИСАТЬСЯ", "ВІДПИСАТИСЯ"),
        *("DUR", "DURDUR", "İPTAL"),
        *("توقف", "أوقف", "اوقف", "إيقاف", "ايقاف"),
        *("لغو", "توقّف", "بند", "ودروه", "بس کړئ"),
        *("ኣቁም", "ደው"),
        *("RAWESTE", "RAWESTÎNE"),
    ]
)


def is_stop(text: str) -> bool:
    """Whether the whole message is one of the words, in any case, with any punctuation around."""
    return text.strip(" \t\r\n.!?'\"«»„“”’").casefold() in STOP_WORDS
