"""What each month's SMS have cost; the team may raise or lower the limit of a month."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register
from wagtail_modeladmin.views import EditView

from messaging.models.budget import SmsBudget
from people.acts import record_act


class BudgetPermissionHelper(PermissionHelper):
    """Months come by themselves, and what was spent cannot be undone."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: SmsBudget) -> bool:
        return False


class BudgetEditView(EditView):
    """Whoever raises a limit spends money: that stands in the audit log."""

    @transaction.atomic
    def form_valid(self, form: Any) -> Any:
        answer = super().form_valid(form)
        detail = {"limit_euros": form.instance.limit_euros}
        record_act(
            actor=self.request.user,
            verb="messaging.budget.changed",
            target=form.instance,
            detail=detail,
        )
        return answer


def euros(micros: int) -> str:
    return gettext("%(amount)s euros") % {"amount": f"{micros / 1_000_000:.2f}"}


class SmsBudgetAdmin(ModelAdmin):
    model = SmsBudget
    base_url_path = "messaging/budget"
    menu_label = _("SMS budget")
    menu_icon = "table"
    menu_order = 660
    add_to_settings_menu = True
    permission_helper_class = BudgetPermissionHelper
    list_display = ("__str__", "spent", "limit", "alarm_percent")
    edit_view_class = BudgetEditView
    history_view_enabled = False  # the audit log has it
    panels = [FieldPanel("limit_euros")]

    def spent(self, budget: SmsBudget) -> str:
        return euros(budget.spent_micros)

    spent.short_description = _("Spent")  # type: ignore[attr-defined]

    def limit(self, budget: SmsBudget) -> str:
        return euros(budget.limit_micros)

    limit.short_description = _("Limit")  # type: ignore[attr-defined]


modeladmin_register(SmsBudgetAdmin)
