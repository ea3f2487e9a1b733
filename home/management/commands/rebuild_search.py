"""Makes the search index again from the pages."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from tqdm import tqdm

from home.search.index import BATCH, index_pages, remove_stale_entries, searchable_pages
from home.search.schema import repair_index


class Command(BaseCommand):
    help = (
        "Make the search index again: after a restored backup, after rows were written past"
        " Wagtail, after an update of the program. The site stays in use meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        repair_index(connection)
        ids = list(searchable_pages().order_by("pk").values_list("pk", flat=True))
        indexed = 0
        with tqdm(total=len(ids), unit=" pages", file=sys.stderr, disable=None) as bar:
            for start in range(0, len(ids), BATCH):
                batch = ids[start : start + BATCH]
                indexed += index_pages(batch)
                bar.update(len(batch))
        removed = remove_stale_entries()
        self.stdout.write(f"Indexed {indexed} pages, forgot {removed}.")
