"""The state of the content check on top of a page's form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from trust.models import FactCheck


class FactCheckPanel(Panel):
    """Shows who checked the page, until when, and leads to the check. Changes nothing itself."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Content check"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "trust/admin/fact_check_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page = self.instance
            checks = FactCheck.objects.current().for_subject(page.translation_key)
            return {**context, "page": page, "check": checks.first() if page.pk else None}
