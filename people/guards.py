"""What Wagtail and wagtail-localize leave open between people who share the administration.

Their rights for snippets are per model, not per language; submitting a translation is one right for
all pages; some reports, lists behind choosers and confirmations ask for no right at all.
Each guard here closes one of these by the name of its address, before the view runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.permissions import get_permission_name, user_can_access_snippets
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.models import Translation, TranslationSource

from people.permissions import is_administrator, languages_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import ResolverMatch

WRITES = {
    "add": "add", "create": "add", "copy": "add", "edit": "change", "delete": "delete",
    "unpublish": "change", "lock": "change", "unlock": "change", "revisions_revert": "change",
}  # fmt: skip


def match_of(request: HttpRequest) -> ResolverMatch:
    """Guards run after the address was resolved."""
    match = request.resolver_match
    if match is None:
        raise Http404
    return match


def refuse_other_languages(user: Any, model: type[Model], action: str, codes: set[str]) -> None:
    """Raises PermissionDenied unless somebody may do this to `model` in each of the languages."""
    allowed = languages_for(user, get_permission_name(action, model))
    if allowed is not None and not codes <= allowed:
        raise PermissionDenied


def guard_snippets(request: HttpRequest, objects: Iterable[Any], action: str) -> None:
    translated = [one for one in objects if isinstance(one, TranslatableMixin)]
    if translated:
        codes = {one.locale.language_code for one in translated}
        refuse_other_languages(request.user, type(translated[0]), action, codes)


def guard_new_snippet(request: HttpRequest, model: type[Model]) -> None:
    """In the language of the address, or else the active one, except for a copy."""
    if not issubclass(model, TranslatableMixin):
        return
    code = request.GET.get("locale")
    if code is None and "pk" in match_of(request).kwargs:
        return  # a copy has the language of its original, which has been asked for
    code = code or Locale.get_active().language_code
    refuse_other_languages(request.user, model, "add", {code})


def edits_in(user: Any, page: Page, locale: Locale) -> bool:
    """Whether somebody edits what `page` is or will become in this language."""
    for place in [page, *page.get_ancestors().filter(depth__gt=1).order_by("-depth")]:
        if there := place.get_translation_or_none(locale):
            return bool(there.permissions_for_user(user).can_edit())
    return False


def guard_submit_page(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Every chosen language must be one's own; with nothing chosen, at least one must be."""
    page = get_object_or_404(Page, pk=kwargs["page_id"])
    others = Locale.objects.exclude(pk=page.locale_id)
    if request.method == "POST":
        chosen = [pk for pk in request.POST.getlist("locales") if pk.isdigit()]
        wanted = others.filter(pk__in=chosen)
        if not all(edits_in(request.user, page, locale) for locale in wanted):
            raise PermissionDenied
        if wanted:
            return
    if not any(edits_in(request.user, page, locale) for locale in others):
        raise PermissionDenied


def guard_submit_snippet(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    model = get_snippet_model_from_url_params(kwargs["app_label"], kwargs["model_name"])
    if not issubclass(model, TranslatableMixin):
        raise Http404
    get_object_or_404(model, pk=unquote(kwargs["pk"]))
    chosen = [pk for pk in request.POST.getlist("locales") if pk.isdigit()]
    codes = Locale.objects.filter(pk__in=chosen).values_list("language_code", flat=True)
    _need(request, model, "change")
    refuse_other_languages(request.user, model, "change", set(codes))


def guard_update(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Renewing all translations belongs to those who edit the source."""
    source = get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"])
    instance = source.get_source_instance()
    if isinstance(instance, Page):
        if not instance.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
    else:
        _need(request, type(instance), "change")
        guard_snippets(request, [instance], "change")


def guard_translation(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Strings, overrides and PO files of snippets; for pages wagtail-localize asks itself."""
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=kwargs["translation_id"]
    )
    model = translation.source.specific_content_type.model_class()
    if not issubclass(model, Page):
        _need(request, model, "change")
        codes = {translation.target_locale.language_code}
        refuse_other_languages(request.user, model, "change", codes)


def guard_snippet_api(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    model = get_snippet_model_from_url_params(kwargs["app_label"], kwargs["model_name"])
    if not user_can_access_snippets(request.user, [model]):
        raise PermissionDenied


def guard_chooser(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Below a draft of somebody else's there is nothing to choose, its title included."""
    page = get_object_or_404(Page, pk=kwargs["parent_page_id"])
    if not page.is_root() and not visible_pages(request.user, Page.objects.filter(pk=page.pk)):
        raise PermissionDenied


def guard_move(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Wagtail asks only when the answer is sent; the question shows the title."""
    page = get_object_or_404(Page, pk=kwargs["page_to_move_id"])
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


def guard_edit(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    page = get_object_or_404(Page, pk=kwargs["page_id"])
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied


def guard_whole_tree(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """The report of page types names the page that was changed last, wherever it is."""
    policy, root = policy_registry.get_by_type(Page), Page.get_first_root_node()
    if not policy.user_has_permission_for_instance(request.user, "change", root):
        raise PermissionDenied


def guard_files(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    is_image = "images" in match_of(request).namespaces
    model = get_image_model() if is_image else get_document_model()
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_any_permission(request.user, {"add", "change", "choose", "delete"}):
        raise PermissionDenied


def guard_bulk(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Wagtail does nothing to what one may not change, but says its title: users' names, too."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError as error:
        raise Http404 from error
    policy = policy_registry.get_by_type(model)
    if not issubclass(model, Page):
        if not policy.user_has_any_permission(request.user, {"add", "change", "delete"}):
            raise PermissionDenied
        return
    asked = [
        number for number in request.GET.getlist("id") if number.isascii() and number.isdigit()
    ]
    foreign = Page.objects.filter(pk__in=asked).order_by().values_list("pk", flat=True)
    own = policy.explorable_instances(request.user).order_by().values_list("pk", flat=True)
    if set(foreign) - set(own.filter(pk__in=asked)):
        raise PermissionDenied


def guard_workflows(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    if not request.user.has_perm("wagtailcore.change_workflow"):
        raise PermissionDenied


def visible_pages(user: Any, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Public pages anybody may link to; drafts and private ones only where one works."""
    if is_administrator(user):
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(user).order_by()
    return pages.filter(Q(pk__in=own.values("pk")) | Q(pk__in=_public().order_by().values("pk")))


def _public() -> QuerySet[Page]:
    return Page.objects.live().public()


def _need(request: HttpRequest, model: type[Model], action: str) -> None:
    if not request.user.has_perm(get_permission_name(action, model)):
        raise PermissionDenied


GUARDS: dict[str, Callable[[HttpRequest, dict[str, Any]], None]] = {
    "wagtail_localize:submit_page_translation": guard_submit_page,
    "wagtail_localize:submit_snippet_translation": guard_submit_snippet,
    "wagtail_localize:update_translations": guard_update,
    "wagtail_localize:snippets_api_listing": guard_snippet_api,
    "wagtail_localize:snippets_api_detail": guard_snippet_api,
    "wagtail_bulk_action": guard_bulk,
    "wagtailadmin_choose_page_child": guard_chooser,
    "wagtailadmin_pages:move_confirm": guard_move,
    "wagtailadmin_pages:confirm_workflow_cancellation": guard_edit,
    "wagtailadmin_reports:page_types_usage": guard_whole_tree,
    "wagtailadmin_reports:page_types_usage_results": guard_whole_tree,
    **{
        f"wagtailadmin_api:{files}:{view}": guard_files
        for files in ("images", "documents")
        for view in ("listing", "detail", "find")
    },
    **{
        f"wagtailadmin_workflows:{name}": guard_workflows
        for name in (
            "task_chooser", "task_chooser_results", "task_chooser_create", "task_chosen",
        )
    },
    **{
        f"wagtail_localize:{name}": guard_translation
        for name in (
            "edit_string_translation", "edit_override", "download_pofile", "upload_pofile",
            "machine_translate", "stop_translation",
        )
    },
}  # fmt: skip


def guard_snippet_view(request: HttpRequest, namespace: str, kwargs: dict[str, Any]) -> None:
    """Every writing screen of a translatable snippet: of its language, or of the new one's."""
    action = WRITES.get(match_of(request).url_name or "")
    model = get_snippet_model_from_url_params(*namespace.split("_", 2)[1:])
    if action is None or not issubclass(model, TranslatableMixin):
        return
    if "pk" in kwargs:
        instance = model.objects.filter(pk=unquote(str(kwargs["pk"]))).select_related("locale")
        guard_snippets(request, instance, action)
    else:
        guard_new_snippet(request, model)


class ScopeMiddleware:
    """Asks the guard of an address. Costs a look into a table for all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        match = match_of(request)
        guard = GUARDS.get(match.view_name)
        is_snippet = match.namespace.startswith(("wagtailsnippets_", "wagtailsnippetchoosers_"))
        if not (guard or is_snippet) or not request.user.has_perm("wagtailadmin.access_admin"):
            return  # the view itself sends strangers away
        if is_administrator(request.user):
            return
        if guard:
            guard(request, kwargs)
        else:
            guard_snippet_view(request, match.namespace, kwargs)
