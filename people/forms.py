"""The base of every form that the public sees: no account, no JavaScript, any keyboard.

Numbers and dates are accepted in the digits of the reader's script. Robots are kept out by a field
that nobody fills in, by a signed time and, where a form wants it, by a sum that the browser does by
itself; never by a puzzle. All need no session and exclude nobody.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from people.models import FormToken
from people.proof_of_work import is_solved, make_challenge
from people.typed import normalise_digits

if TYPE_CHECKING:
    from collections.abc import Callable

# Day first in every language we serve; a month before its day would be read wrongly by most.
DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hh%M"]
DATETIME_FORMATS = [
    f"{day}{gap}{time}" for day in DATE_FORMATS for gap in (" ", "T") for time in TIME_FORMATS
]
INPUT_FORMATS: dict[type[forms.Field], list[str]] = {
    forms.DateField: DATE_FORMATS,
    forms.TimeField: TIME_FORMATS,
    forms.DateTimeField: DATETIME_FORMATS,
}
MAX_AGE = 24 * 60 * 60  # seconds; a form left open for longer asks to be sent again
ARABIC_DECIMAL, ARABIC_GROUP = "\u066b", "\u066c"
GROUPS = re.compile(r"[+-]?\d{1,3}([.,'’\u00a0\u202f ]\d{3})+")
SPACES = re.compile(r"[\s'’\u00a0\u202f]")


def plain_integer(text: str) -> str:
    """'۱۲', '1.234' and '1 234' as Django reads them."""
    text = normalise_digits(text)
    return re.sub(r"[^\d+-]", "", text) if GROUPS.fullmatch(text) else text


def plain_decimal(text: str) -> str:
    """'12,5', '1.234,50', '1,234.50', or Persian digits: with a point and without groups.

    A single mark before exactly three digits can be either; then the active language decides.
    """
    if ARABIC_DECIMAL in text or ARABIC_GROUP in text:
        return normalise_digits(text).replace(",", "")
    text = SPACES.sub("", normalise_digits(text))
    marks = [character for character in text if character in ".,"]
    if not marks:
        return text
    decimal = marks[-1]
    if len(set(marks)) == 1:
        ambiguous = re.fullmatch(r"[+-]?\d{1,3}[.,]\d{3}", text) and not re.match(r"[+-]?0", text)
        if len(marks) > 1 or (ambiguous and decimal != get_format("DECIMAL_SEPARATOR")):
            return re.sub("[.,]", "", text)
    group = "," if decimal == "." else "."
    return text.replace(group, "").replace(decimal, ".")


def _reading(plain: Callable[[str], str], to_python: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        return to_python(plain(value) if isinstance(value, str) else value)

    return read


def accept_local_typing(field: Any) -> None:
    """Let one number, date or time field understand what people type in their own script."""
    kind = type(field)
    if issubclass(kind, forms.DecimalField | forms.FloatField):
        _as_text(field, "decimal")
        field.to_python = _reading(plain_decimal, field.to_python)
    elif issubclass(kind, forms.IntegerField):
        _as_text(field, "numeric")
        field.to_python = _reading(plain_integer, field.to_python)
    for timed, formats in INPUT_FORMATS.items():
        if issubclass(kind, timed):
            field.input_formats = formats
            field.to_python = _reading(normalise_digits, field.to_python)


def _as_text(field: forms.Field, keyboard: str) -> None:
    """`type=number` refuses every digit but Latin ones before we see it."""
    if isinstance(field.widget, forms.NumberInput):
        field.widget.input_type = "text"
        for limit in ("min", "max", "step"):
            field.widget.attrs.pop(limit, None)
    field.widget.attrs.setdefault("inputmode", keyboard)


class PublicForm(forms.Form):
    """Base of public forms. Render includes/form_errors.html, form_field.html and form_guard.html.

    `autocomplete` maps field names to the tokens of the HTML standard (WCAG 2.2, 1.3.5).
    `wants_proof` adds the proof of work; ask `needs_moderation` what came of it. `spend()` in
    the transaction of the service makes a double submit do nothing twice.
    """

    autocomplete: ClassVar[dict[str, str]] = {}
    wants_proof: ClassVar[bool] = False
    prefix_of_ids = "id_%s"

    website = forms.CharField(
        label=_("Please leave this field empty"),
        help_text=_("It is only there to recognise robots."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", self.prefix_of_ids)
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            accept_local_typing(field)
            if token := self.autocomplete.get(name):
                field.widget.attrs["autocomplete"] = token

    @classmethod
    def sign_time(cls) -> str:
        """A stamp of this moment, valid for this form only, and no two alike."""
        return signing.TimestampSigner(salt=cls.__name__).sign(secrets.token_urlsafe(12))

    @property
    def proof_challenge(self) -> str:
        """What goes into the hidden field; one that was solved already is kept."""
        sent = str(self.data.get("proof_challenge", "")) if self.is_bound else ""
        return sent if sent and not self.needs_moderation else make_challenge()

    @property
    def proof_answer(self) -> str:
        solved = self.is_bound and not self.needs_moderation
        return str(self.data.get("proof_answer", "")) if solved else ""

    @property
    def needs_moderation(self) -> bool:
        """A person has to look first: the sum was not done, for example without JavaScript."""
        if not self.wants_proof:
            return False
        challenge, answer = (self.data.get(f"proof_{part}", "") for part in ("challenge", "answer"))
        return not is_solved(str(challenge), str(answer))

    def spend(self) -> bool:
        """True the first time this very form comes in, False for every further time.

        One solved sum is good for one form: its challenge is spent with it.
        """
        tokens = [str(self.data.get("opened", ""))]
        if self.wants_proof and not self.needs_moderation:
            tokens.append(str(self.data["proof_challenge"]))
        fingerprints = [hashlib.sha256(token.encode()).hexdigest() for token in tokens]
        first_times = [FormToken.objects.spend(each) for each in fingerprints]
        return all(first_times)

    @property
    def stamp(self) -> str:
        """What goes into the hidden field `opened`; a time that is still good is kept."""
        return (
            str(self.data["opened"])
            if self.is_bound and not self._time_error()
            else self.sign_time()
        )

    def _time_error(self) -> str | None:
        signer = signing.TimestampSigner(salt=type(self).__name__)
        try:
            signer.unsign(self.data.get("opened", ""), max_age=MAX_AGE)
        except signing.BadSignature:  # expired or never signed
            return str(_("This form was open for too long. Please send it again."))
        return None

    def _is_too_fast(self) -> bool:
        least = getattr(settings, "PUBLIC_FORM_MIN_SECONDS", 2)
        signer = signing.TimestampSigner(salt=type(self).__name__)
        try:
            signer.unsign(self.data.get("opened", ""), max_age=least)
        except signing.BadSignature:
            return False
        return least > 0

    @property
    def visible_fields_only(self) -> list[forms.BoundField]:
        """The fields a person fills in, in order: neither hidden ones nor the trap."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty."), code="trap")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if error := self._time_error():
            raise ValidationError(error, code="expired")
        if self._is_too_fast():
            raise ValidationError(
                _("That was very fast. Please wait a moment and send the form again."), code="fast"
            )
        return cleaned
