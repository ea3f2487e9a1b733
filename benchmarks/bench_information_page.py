"""An information page, uncached: SQL statements, CPU, and what the first view weighs.

Targets: at most 12 statements whatever the number of siblings and languages; at most 13,000 bytes
gzipped at 1,500 words with the style sheet inside (research/performance: ten TCP segments).
"""

import gzip

from benchmarks import measure

measure.start()

from django.core.cache import caches  # noqa: E402
from django.test import Client  # noqa: E402

from knowledge.models import InformationPage  # noqa: E402
from knowledge.scale.pages import build_pages  # noqa: E402
from knowledge.scale.removal import remove_pages  # noqa: E402
from translation.locales import LANGUAGES  # noqa: E402

SHAPES = [(10, 2), (1000, 2), (10, 12), (1000, 12)]
CODES = [language.code for language in LANGUAGES]


def address(code: str) -> str:
    page = InformationPage.objects.filter(locale__language_code=code).order_by("path")[4]
    return str(page.get_url())


def get(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200
    return response.content


def report_shapes(client: Client) -> None:
    nothing = measure.cpu_ms(lambda: get(client, "/nothing/"))
    print(f"a view that does nothing: {nothing:.2f} ms CPU")
    print("siblings  languages  SQL  CPU ms  ÷ nothing")
    for siblings, languages in SHAPES:
        build_pages(pages=siblings, codes=CODES[:languages], per_topic=siblings, words=300)
        url = address("de")
        get(client, url)
        with measure.counted_sql() as sent:
            get(client, url)
        spent = measure.cpu_ms(lambda url=url: get(client, url))  # type: ignore[misc]
        print(f"{siblings:8}  {languages:9}  {len(sent):3}  {spent:6.2f}  {spent / nothing:9.1f}")
        remove_pages()
        clear_caches()


def report_weight(client: Client) -> None:
    print("first view at 1,500 words, bytes: language  HTML  gzip  ÷ 13,000")
    build_pages(pages=10, codes=CODES, words=1500)
    for code in ("de", "uk", "ar"):
        html = get(client, address(code))
        packed = len(gzip.compress(html, 6))
        print(f"{code:>42}  {len(html)}  {packed}  {packed / 13_000:.2f}")


def clear_caches() -> None:
    for cache in caches.all():
        cache.clear()


if __name__ == "__main__":
    with measure.database():
        report_shapes(Client())
        report_weight(Client())
