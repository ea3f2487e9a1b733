"""`manage.py import_articles`: see docs/guides/importing.md."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from knowledge.importing.collect import Family, find_sources, group, read_source
from knowledge.importing.load import Plan, import_family, plan_family
from knowledge.importing.parse import ParsedArticle, Rules
from knowledge.importing.problems import Problem
from knowledge.models import ArticleIndexPage
from translation.locales import LANGUAGES, SOURCE_LANGUAGE


class Command(BaseCommand):
    help = "Import articles from Markdown files with YAML front matter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--parent", help="id or slug of the list of articles")
        parser.add_argument(
            "--media-root", type=Path, help="folder of images whose name begins with /"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")

    def handle(self, *args: Any, **options: Any) -> None:
        parent = find_parent(options["parent"])
        self.counts: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self.own_bodies: list[str] = []
        families = self._read(options["paths"], rules_for(options["media_root"]))
        for family in self._progress(families, _("Importing")):
            self._import(family, parent, write=not options["dry_run"])
        self._report(dry_run=options["dry_run"])

    def _progress(self, items: list[Any], label: str) -> Any:
        return tqdm(items, desc=label, leave=False, disable=None)  # None: off without a terminal

    def _read(self, paths: list[Path], rules: Rules) -> list[Family]:
        try:
            sources = find_sources(paths)
        except FileNotFoundError as error:
            raise CommandError(_("There is nothing at %(path)s.") % {"path": error}) from error
        articles: list[ParsedArticle] = []
        for source in self._progress(sources, _("Reading")):
            result = read_source(source, rules)
            if isinstance(result, ParsedArticle):
                articles.append(result)
            else:
                self.problems.extend(result)
        families, duplicates = group(articles, [language.code for language in LANGUAGES])
        self.problems.extend(duplicates)
        return families

    def _import(self, family: Family, parent: ArticleIndexPage, *, write: bool) -> None:
        plan = plan_family(family, parent)
        if not isinstance(plan, Plan):
            self.problems.extend(plan)
            return
        if write:
            images, problems = import_family(plan, parent)
            self.counts["images"] += images
            if problems:
                self.problems.extend(problems)
                return
        for step in plan.steps:
            self.counts[step.state] += 1
            if not step.paired:
                self.own_bodies.append(step.article.label)

    def _report(self, *, dry_run: bool) -> None:
        for problem in sorted(self.problems, key=lambda problem: (problem.label, problem.line)):
            self.stderr.write(str(problem))
        if dry_run:
            self.stdout.write(_("Nothing was written. A real run would do this:"))
        for label in self.own_bodies:
            message = _(
                "%(label)s: the text is built differently than in the source language, "
                "so the page keeps a body of its own."
            )
            self.stdout.write(message % {"label": label})
        for line in self._totals(dry_run=dry_run):
            self.stdout.write(line)
        broken = len({problem.label for problem in self.problems})
        if broken:
            message = ngettext(
                "%d file has mistakes and was not imported.",
                "%d files have mistakes and were not imported.",
                broken,
            )
            raise CommandError(message % broken)

    def _totals(self, *, dry_run: bool) -> Iterator[str]:
        created, updated, unchanged, images = (
            self.counts[key] for key in ("created", "updated", "unchanged", "images")
        )
        yield ngettext("%d page created", "%d pages created", created) % created
        yield ngettext("%d page updated", "%d pages updated", updated) % updated
        yield ngettext("%d file unchanged", "%d files unchanged", unchanged) % unchanged
        if not dry_run:
            yield ngettext("%d new image", "%d new images", images) % images


def rules_for(media_root: Path | None) -> Rules:
    """Languages of the locale table, with the tags that browsers use for them, and the limits."""
    if media_root and not media_root.is_dir():
        raise CommandError(_("There is no folder %(path)s.") % {"path": media_root})
    tags = {
        tag.lower(): language.code
        for language in reversed(LANGUAGES)
        for tag in (*language.accept, language.html_lang, language.code)
    }
    return Rules(
        languages=tags,
        media_root=media_root,
        max_image_bytes=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
        max_image_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
    )


def find_parent(wanted: str | None) -> ArticleIndexPage:
    """The list of articles that an id or slug means; without one, the only list there is.

    Raises CommandError when there is none, or more than one.
    """
    pages = ArticleIndexPage.objects.filter(
        locale__language_code=SOURCE_LANGUAGE, alias_of__isnull=True
    )
    if wanted:
        by_id = ArticleIndexPage.objects.filter(pk=wanted) if wanted.isdecimal() else pages.none()
        pages = by_id or pages.filter(slug=wanted)
    found = list(pages[:2])
    if not found:
        raise CommandError(_("There is no list of articles to import into. Create one first."))
    if len(found) > 1:
        raise CommandError(_("There are several lists of articles: choose one with --parent."))
    return found[0]
