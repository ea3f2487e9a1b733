"""Steps that the tests of the import share."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import Image
from knowledge.models import ArticlePage, ImportedFile


def run(*paths: Path, **options: Any) -> str:
    """What a run writes that imports everything."""
    out = StringIO()
    options.setdefault("media_root", paths[0] / "media" if paths[0].is_dir() else None)
    if options["media_root"] and not options["media_root"].is_dir():
        options["media_root"] = None
    call_command("import_articles", *map(str, paths), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def run_broken(*paths: Path, **options) -> tuple[str, str]:
    """What a failing run writes to its two outputs."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_articles", *map(str, paths), stdout=out, stderr=err, **options)
    assert caught.value.returncode == 1
    return out.getvalue(), err.getvalue()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def article(slug: str, code: str = "de") -> ArticlePage:
    return ArticlePage.objects.get(slug=slug, locale__language_code=code)


def everything() -> dict[str, int]:
    """How many rows there are of all that an import writes."""
    models = (
        Page, Revision, Image, ImportedFile, Translation, StringTranslation, TranslationSource,
        PageLogEntry, ModelLogEntry,
    )  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def body(page: ArticlePage) -> list[dict[str, Any]]:
    return json.loads(json.dumps(page.body.get_prep_value()))
