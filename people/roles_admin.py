"""The screens 'Roles': who has which one, giving and taking away. For administrators only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from people.granting import grant_role, take_role
from people.models import RoleScope, User
from people.permissions import is_administrator
from people.role_forms import GrantForm, ReasonForm
from people.roles import ROLES, by_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from people.roles import Role


def only_administrators(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_administrator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def grants_of(user: User) -> list[tuple[Role, RoleScope | None]]:
    """Every grant of a person, in the order of the table; None where the role has no limits.

    No statement when groups and scopes are prefetched.
    """
    names = {group.name for group in user.groups.all()}
    scopes: Any = getattr(user, "role_scopes").all()  # noqa: B009  a reverse relation
    found: list[tuple[Role, RoleScope | None]] = []
    for role in ROLES:
        if user.is_superuser if role.is_administrator else role.group_name in names:
            found.append((role, None))
        found += [(role, scope) for scope in scopes if scope.role == role.code]
    return found


def described(role: Role, scope: RoleScope | None) -> str:
    """'Editor', or 'Editor: Chapter #12 (ar)' for a limited one."""
    return str(role.label) if scope is None else scope.group.name


class RoleFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(
        label=_("Role"),
        empty_label=_("All"),
        choices=lambda: [(role.code, role.label) for role in ROLES],
        method="filter_role",
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        empty_label=_("All"),
        choices=User._meta.get_field("language").choices,
        field_name="language",
    )

    class Meta:
        model = User
        fields = ["is_active"]

    def filter_role(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        role = by_code[value]
        if role.is_administrator:
            return queryset.filter(is_superuser=True)
        return queryset.filter(
            Q(groups__name=role.group_name) | Q(role_scopes__role=role.code)
        ).distinct()


@method_decorator(only_administrators, name="dispatch")
class RolesView(ReportView):
    """People and their roles; a search also finds those without any.

    Statements: a fixed number, whatever the number of people.
    """

    model = User
    page_title = _("Roles")
    header_icon = "group"
    filterset_class = RoleFilterSet
    index_url_name = "people_roles:index"
    index_results_url_name = "people_roles:index_results"
    default_ordering = "email"
    is_searchable = True
    search_fields = ["email", "name", "nickname"]
    search_backend_name = None
    list_export: list[str] = []
    columns = [
        TitleColumn(
            "email",
            label=_("Person"),
            sort_key="email",
            get_url=lambda user: reverse("people_roles:person", args=[user.pk]),
        ),
        Column("name", label=_("Name"), sort_key="name"),
        Column("roles_text", label=_("Roles")),
        Column("is_active", label=_("Active"), sort_key="is_active"),
    ]

    def get_base_queryset(self) -> QuerySet[User]:
        people = User.objects.prefetch_related("groups", "role_scopes__group")
        if self.is_searching:
            return people
        return people.filter(Q(is_superuser=True) | Q(groups__isnull=False)).distinct()

    def decorate_paginated_queryset(self, object_list: Iterable[User]) -> list[User]:
        people = list(object_list)
        for user in people:
            row: Any = user
            row.roles_text = " · ".join(described(*grant) for grant in grants_of(user)) or "–"
        return people


@method_decorator(only_administrators, name="dispatch")
class PersonView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """One person's roles, and the form that gives another one."""

    template_name = "people/admin/person_roles.html"
    page_title = _("Roles")
    header_icon = "group"
    form_class = GrantForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["user_id"])

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_success_url(self) -> str:
        return reverse("people_roles:person", args=[self.person.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        try:
            grant_role(user=self.person, granted_by=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("The role was given."))
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grants = [
            (described(role, scope), role.code, scope) for role, scope in grants_of(self.person)
        ]
        context = super().get_context_data(person=self.person, grants=grants, **kwargs)
        return {**context, "media": context["form"].media}


@method_decorator(only_administrators, name="dispatch")
class TakeView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Asks for the reason, then takes one grant away."""

    template_name = "people/admin/take_role.html"
    page_title = _("Take a role away")
    header_icon = "group"
    form_class = ReasonForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["user_id"])
        self.role = by_code.get(kwargs["role"])
        self.scope: RoleScope | None = None
        if number := kwargs.get("scope_id"):
            self.scope = get_object_or_404(
                RoleScope, pk=number, user=self.person, role=kwargs["role"]
            )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.role is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        try:
            take_role(
                user=self.person,
                role=self.kwargs["role"],
                taken_by=actor,
                scope=self.scope,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("The role was taken away."))
        return redirect("people_roles:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.role is not None  # noqa: S101  dispatch has seen to it
        grant = described(self.role, self.scope)
        return super().get_context_data(person=self.person, grant=grant, **kwargs)
