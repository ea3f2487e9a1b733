"""The word that somebody types before their account goes."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from people.forms import PublicForm


def confirm_word() -> str:
    """In the language of the page, so that the keyboard at hand can type it."""
    return pgettext("a word to type before an account is deleted", "delete")


class DeleteAccountForm(PublicForm):
    word = forms.CharField(label=_("The word"), max_length=40)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].help_text = gettext("Type the word “%(word)s” to confirm.") % {
            "word": confirm_word()
        }
        self.fields["word"].widget.attrs |= {"autocomplete": "off", "dir": "auto"}

    def clean_word(self) -> str:
        word = str(self.cleaned_data["word"]).strip()
        if word.casefold() != confirm_word().casefold():
            raise ValidationError(_("This is another word."), code="word")
        return word
