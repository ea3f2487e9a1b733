"""Search with 10,000 pages in 8 languages: rare and common words, beginnings, nothing at all.

BENCH_PAGES says how many pages there are in each language.
"""

import os
from collections.abc import Callable

from benchmarks import measure

measure.start()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from knowledge.scale.pages import build_pages  # noqa: E402
from translation.locales import LANGUAGES  # noqa: E402

CODES = [language.code for language in LANGUAGES[:8]]
PAGES = int(os.environ.get("BENCH_PAGES", "1250"))
QUERIES = [
    ("rare word", "de", "Verein Bescheid Frist"),
    ("common word", "de", "und"),
    ("two letters", "de", "be"),
    ("two common words", "de", "der die"),
    ("Arabic, with article", "ar", "المدرسة"),
    ("Ukrainian", "uk", "школа"),
    ("nothing", "de", "qwertzuiop"),
]


def asking(client: Client, code: str, query: str) -> Callable[[], None]:
    def ask() -> None:
        assert client.get(f"/{code}/search/", {"q": query}).status_code == 200

    return ask


def report(client: Client) -> None:
    written = build_pages(pages=PAGES, codes=CODES)
    print(f"{written} pages in {len(CODES)} languages on {connection.vendor}")
    nothing = measure.cpu_ms(lambda: client.get("/nothing/"))
    print("query                  SQL  p95 ms  CPU ms  ÷ a view that does nothing")
    calls = []
    for name, code, query in QUERIES:
        ask = asking(client, code, query)
        ask()
        with measure.counted_sql() as sent:
            ask()
        spent = measure.cpu_ms(ask)
        late = measure.p95_ms([ask])
        calls.append(ask)
        print(f"{name:22} {len(sent):3}  {late:6.1f}  {spent:6.1f}  {spent / nothing:8.1f}")
    print(f"all together           p95 {measure.p95_ms(calls):.1f} ms")


if __name__ == "__main__":
    with measure.database():
        report(Client())
