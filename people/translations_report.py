"""wagtail-localize shows everybody everything in its report of translations; ours does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import user_can_access_snippets
from wagtail_localize.views.report import TranslationsReportView

from people.permissions import is_administrator

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from wagtail_localize.models import Translation


class OwnTranslationsReport(TranslationsReportView):
    """The report of all translations, without those of pages that somebody does not edit."""

    def get_queryset(self) -> QuerySet[Translation]:
        translations = super().get_queryset()
        if is_administrator(self.request.user):
            return translations
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_permission_for(self.request.user, "change")
        keys = pages.order_by().values("translation_key")
        own = Q(source__object_id__in=keys)
        for model in _snippet_types():
            if user_can_access_snippets(self.request.user, [model]):
                kind = ContentType.objects.get_for_model(model)
                own |= Q(source__specific_content_type=kind)
        return translations.filter(own)


def _snippet_types() -> list[type[Model]]:
    return [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]
