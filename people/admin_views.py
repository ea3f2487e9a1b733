"""Wagtail's screens about people, where they ask for a first and a last name."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.users.views.users import UserViewSet

from people.admin_forms import NoForm, OwnNameForm, PersonCreationForm, PersonEditForm
from people.admin_privacy import PersonAddView, PersonDeleteView, PersonEditView


class PersonViewSet(UserViewSet):
    add_view_class = PersonAddView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonEditForm if for_update else PersonCreationForm


class OwnNamePanel(NameEmailSettingsPanel):
    form_class = OwnNameForm


class SigningInPanel(BaseSettingsPanel):
    """Links only: what guards the account is changed where it is asked for again."""

    name = "signing_in"
    title = _("Signing in")
    order = 500
    form_class = NoForm
    template_name = "people/admin/signing_in_panel.html"


class OwnAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        own = SigningInPanel(self.request, self.request.user, None)
        return [*self.panels_with_our_names(), own]

    def panels_with_our_names(self) -> list[Any]:
        return [
            OwnNamePanel(panel.request, panel.user, panel.profile)
            if type(panel) is NameEmailSettingsPanel
            else panel
            for panel in super().get_panels()
        ]
