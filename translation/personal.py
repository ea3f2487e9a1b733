"""What translation/ keeps about somebody: who translated a string last."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.privacy import (
    EDITORS,
    INTEREST,
    data,
    forget,
    of_user,
)

TRANSLATED = (
    _("To know who translated a text"),
    INTEREST,
    _("The translation stays; your name goes with your account"),
    EDITORS,
)

PERSONAL = [
    data(
        model,
        "last_translated_by",
        TRANSLATED,
        of_user(model, "last_translated_by"),
        erase=forget("last_translated_by"),
        exported=False,
    )
    for model in ("wagtail_localize.StringTranslation", "wagtail_localize.SegmentOverride")
]
NOT_PERSONAL: set[str] = set()
