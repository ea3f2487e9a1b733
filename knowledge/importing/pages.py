"""Write what a file says to a page, as one new and published revision."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wagtail.log_actions import log
from wagtail.models import Locale, Revision
from wagtail.utils.file import hash_filelike

from home.images import ScrubbedFile, scrub
from home.models import Image
from knowledge.importing.blocks import RawBlock
from knowledge.importing.parse import ParsedArticle
from knowledge.models import ArticleIndexPage, ArticlePage


class PictureShelf:
    """Images of a run: each picture is stored once, also when the site had it before.

    `created` are those that are new, so that their files can go when the transaction fails.
    """

    def __init__(self) -> None:
        self.created: list[Image] = []
        self._clean: dict[Path, ScrubbedFile] = {}

    def prepare(self, paths: Iterable[Path]) -> None:
        """Scrub pictures while no transaction keeps others from writing.

        Raises ValidationError for one that cannot be stored.
        """
        for path in paths:
            if path not in self._clean:
                with path.open("rb") as file:
                    self._clean[path] = scrub(file)

    def get(self, path: Path) -> Image:
        """Image of a prepared file.

        What is stored is the picture without its metadata, so that is what the hash is of.
        """
        clean = self._clean[path]
        clean.seek(0)
        known: Image | None = Image.objects.filter(file_hash=hash_filelike(clean)).first()
        if known:
            return known
        clean.seek(0)
        image = Image(title=path.stem)
        image.file.save(clean.name, clean, save=True)
        self.created.append(image)
        return image

    def discard(self) -> None:
        """Remove the files of images whose rows were rolled back."""
        for image in self.created:
            image.file.storage.delete(image.file.name)
        self.created.clear()


def create_page(
    *,
    parent: ArticleIndexPage,
    article: ParsedArticle,
    blocks: Sequence[RawBlock],
    shelf: PictureShelf,
) -> ArticlePage:
    """A new, published source page below `parent`."""
    page = ArticlePage(slug=article.slug, title=article.headline, live=False, locale=parent.locale)
    set_content(page, article, blocks, shelf)
    parent.add_child(instance=page)
    publish(page)
    return page


def convert_alias(*, source: ArticlePage, locale: Locale) -> ArticlePage:
    """The page in another language, no longer an alias of the source page.

    Works as wagtail-localize does; the caller writes the words and the revision.
    """
    page: ArticlePage | None = source.get_translation_or_none(locale)
    if page is None:
        page = source.copy_for_translation(locale, copy_parents=True, alias=True)
    if page.alias_of_id:
        page.alias_of = None
        page.save(update_fields=["alias_of"], clean=False)
        details = {"page": {"id": page.pk, "title": page.get_admin_display_title()}}
        log(instance=page, action="wagtail.convert_alias", data=details)
    return page


def set_content(
    page: ArticlePage, article: ParsedArticle, blocks: Sequence[RawBlock], shelf: PictureShelf
) -> None:
    """Set the fields that a file holds; slug, date of going live and SEO fields stay."""
    images = {name: shelf.get(path).pk for name, path in article.pictures.items()}
    page.title = page.draft_title = article.headline
    page.subtitle = article.subtitle
    page.teaser = article.teaser
    page.author = article.author
    if article.date:
        page.date = article.date
    if article.image:
        page.lead_image_id = images[article.image]
        page.lead_image_alt = article.image_alt
        page.lead_image_decorative = not article.image_alt
    else:
        page.lead_image = None
        page.lead_image_alt = ""
    page.body = json.dumps([_stored(block, images) for block in blocks])


def share_with_source(page: ArticlePage, source: ArticlePage) -> None:
    """Take over what wagtail-localize would take from the source at the next save anyway."""
    page.date = source.date
    page.lead_image_decorative = source.lead_image_decorative
    if page.lead_image_id is None:
        page.lead_image_id = source.lead_image_id
    page.lead_image_alt = page.lead_image_alt or source.lead_image_alt
    page.author = page.author or source.author


def _stored(block: RawBlock, images: Mapping[str, int]) -> RawBlock:
    if block["type"] != "image":
        return block
    value = {**block["value"], "image": images[block["value"]["image"]]}
    return RawBlock(type="image", value=value, id=block["id"])


def publish(page: ArticlePage) -> Revision:
    """Save one revision and publish it."""
    revision: Revision = page.save_revision(log_action=True)
    revision.publish()
    page.refresh_from_db()
    return revision
