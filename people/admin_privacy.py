"""Wagtail's screens about people, where they show or delete what is personal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.users.views.users import CreateView, DeleteView, EditView

from people.acts import record_act
from people.contact_views import log_contact_view
from people.models import ContactView, User
from people.services import delete_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse


class PersonAddView(CreateView):
    @transaction.atomic
    def save_instance(self) -> User:
        user: User = super().save_instance()
        record_act(actor=self.request.user, verb="people.person.added", target=user)
        return user


class PersonEditView(EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log_contact_view(request, person=self.object, what=ContactView.What.EMAIL)
        return super().get(request, *args, **kwargs)

    @transaction.atomic
    def save_instance(self) -> User:
        """The log says which fields, never what was in them."""
        user: User = super().save_instance()
        changed = ", ".join(sorted(self.form.changed_data))[:100]
        detail = {"fields": changed}
        record_act(actor=self.request.user, verb="people.person.edited", target=user, detail=detail)
        return user


class PersonDeleteView(DeleteView):
    """Through the same door as by the person: Wagtail alone would leave names in old versions."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.get_success_url())

    def delete_action(self) -> None:
        delete_person(user=self.object, actor=self.request.user)


@hooks.register("before_bulk_action")
def delete_people(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """'Delete' for many people at once goes the same way."""
    if action_type != "delete" or request.method != "POST" or action.model is not User:
        return None
    actor: Any = request.user
    for user in objects:
        try:
            delete_person(user=user, actor=actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    messages.success(request, _("Deleted, with everything that was only about them."))
    return redirect(action.next_url)
