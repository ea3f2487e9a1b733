"""Fills wagtail-localize's own tables, so that translators find the demo in their editor."""

from django.utils import timezone
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from knowledge.demo.catalogue import Catalogue


def translate(
    instance: TranslatableMixin, catalogue: Catalogue, locales: dict[str, Locale]
) -> None:
    """Translate every segment of a German page or snippet and publish the results.

    Raises LookupError when the catalogue lacks a segment.
    """
    if not catalogue.targets:
        return
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    segments = list(StringSegment.objects.filter(source=source).select_related("string"))
    for language in catalogue.targets:
        _translate_into(locales[language], source, segments, catalogue)


def _translate_into(
    locale: Locale,
    source: TranslationSource,
    segments: list[StringSegment],
    catalogue: Catalogue,
) -> None:
    translation = Translation.objects.create(
        source=source, target_locale=locale, translations_last_updated_at=timezone.now()
    )
    rows = {
        (segment.string_id, segment.context_id): StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            data=catalogue.translate(segment.string.data, locale.language_code),
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
        for segment in segments
    }
    StringTranslation.objects.bulk_create(rows.values())
    # wagtail-localize publishes after the commit; here all of it is one transaction.
    translation.save_target(publish=not issubclass(_model(source), Page))
    target = translation.get_target_instance()
    if isinstance(target, Page):
        target.get_latest_revision().publish()


def _model(source: TranslationSource) -> type:
    model: type = source.specific_content_type.model_class()
    return model
