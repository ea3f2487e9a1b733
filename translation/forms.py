"""Fields of a page speak the page's language, also where the admin speaks another (2.23)."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from translation.cache import locale_by_id
from translation.locales import get_language

# Addresses and codes stay left to right in every language.
_LEFT_TO_RIGHT = (forms.EmailInput, forms.URLInput, forms.NumberInput)
_NO_WORDS = frozenset({"slug"})


class LocaleDirectionForm(WagtailAdminPageForm):
    """Puts `lang` and `dir` of the page's locale on every field that words are typed into.

    Rich text and StreamField make their inputs in the browser: `content_direction.js` takes
    the attributes on from the hidden ones here.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.locale_id:
            return
        language = get_language(locale_by_id(self.instance.locale_id).language_code)
        for name, field in self.fields.items():
            if not _takes_words(name, field.widget):
                continue
            field.widget.attrs.update(
                {
                    "lang": language.html_lang,
                    "dir": language.direction,
                    "data-content-language": language.html_lang,
                }
            )


def _takes_words(name: str, widget: forms.Widget) -> bool:
    if name in _NO_WORDS or isinstance(widget, _LEFT_TO_RIGHT):
        return False
    return isinstance(widget, (forms.TextInput, forms.Textarea)) or hasattr(widget, "features")
