"""Make wagtail-localize know the words that came in from files.

Its editor builds a page from the source and the strings it knows. Without them, the first save
of a translator would bring back the source's words.
"""

import json
from collections import defaultdict
from collections.abc import Iterator

from wagtail.models import Revision
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

from knowledge.models import ArticlePage

Pair = tuple[StringSegmentValue, StringSegmentValue]


def refresh_source(page: ArticlePage) -> TranslationSource:
    """Show translators the present words of the source page."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    return source


def record_translation(
    *, source_page: ArticlePage, page: ArticlePage, revision: Revision, paired: bool
) -> Translation:
    """Store the words of `page` as translations of `source_page`.

    When the bodies are not `paired` the translation is switched off: the page is then edited in
    the page editor, where nothing of its own body gets lost.
    """
    source = refresh_source(source_page)
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=page.locale, defaults={"enabled": paired}
    )
    if paired:
        _store_strings(source, page)
        _store_overrides(source, page)
    TranslationLog.objects.create(source=source, locale=page.locale, revision=revision)
    return translation


def _pairs(source: TranslationSource, page: ArticlePage) -> Iterator[Pair]:
    """Strings of both sides that stand in one place, in order; a field that is empty has none."""
    theirs = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            theirs[segment.path].append(segment)
    ours = defaultdict(list)
    for segment in extract_segments(source.as_instance()):
        if isinstance(segment, StringSegmentValue):
            ours[segment.path].append(segment)
    for path, segments in ours.items():
        if len(segments) == len(theirs[path]):
            yield from zip(segments, theirs[path], strict=True)


def _store_strings(source: TranslationSource, page: ArticlePage) -> None:
    for ours, theirs in _pairs(source, page):
        context = TranslationContext.objects.get(object_id=source.object_id, path=ours.path)
        StringTranslation.objects.update_or_create(
            translation_of=String.from_value(source.locale, ours.string),
            locale=page.locale,
            context=context,
            defaults={
                "data": theirs.string.data,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "has_error": False,
                "field_error": "",
            },
        )
        for key, attributes in (ours.attrs or {}).items():
            if "href" in attributes:
                path = f"{ours.path}.{quote_path_component(attributes['href'])}"
                _override(source, page, path, attributes["href"], theirs.attrs[key].get("href"))


def _store_overrides(source: TranslationSource, page: ArticlePage) -> None:
    """Other images and another author than the source has."""
    theirs = {
        segment.path: segment.data
        for segment in extract_segments(page)
        if isinstance(segment, OverridableSegmentValue)
    }
    for segment in extract_segments(source.as_instance()):
        if isinstance(segment, OverridableSegmentValue) and segment.path in theirs:
            _override(source, page, segment.path, segment.data, theirs[segment.path])


def _override(
    source: TranslationSource, page: ArticlePage, path: str, ours: object, theirs: object
) -> None:
    context = TranslationContext.objects.get(object_id=source.object_id, path=path)
    if ours == theirs:
        SegmentOverride.objects.filter(context=context, locale=page.locale).delete()
        return
    SegmentOverride.objects.update_or_create(
        context=context,
        locale=page.locale,
        defaults={"data_json": json.dumps(theirs), "has_error": False, "field_error": ""},
    )
