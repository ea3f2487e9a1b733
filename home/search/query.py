"""Finds pages for what somebody typed, in three statements whatever the number of hits.

A reader is shown each page once, in the best language there is for them: the active language,
or else the first of its fallbacks in which the page exists. Pages in the active language come
first, then titles before text, then relevance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from wagtail.models import Locale, PageViewRestriction

from home.search.words import query_terms
from translation.locales import get_language

PER_PAGE: Final = 10
Param = str | int


@dataclass(frozen=True)
class Dialect:
    """How one engine says it; every `%s` stands for a query in the engine's own language."""

    source: str
    match: str
    in_title: str
    relevance: str
    joiner: str
    term: str
    title: str


SQLITE: Final = Dialect(
    # CROSS JOIN keeps SQLite from reading all entries first and asking the index for each.
    source="home_searchentry_fts CROSS JOIN home_searchentry e"
    " ON e.page_id = home_searchentry_fts.rowid",
    match="home_searchentry_fts MATCH %s",
    in_title="e.page_id IN (SELECT rowid FROM home_searchentry_fts"
    " WHERE home_searchentry_fts MATCH %s)",
    relevance="bm25(home_searchentry_fts, 8.0, 1.0)",
    joiner=" AND ",
    term='"{term}"*',
    title="folded_title : ({query})",
)
POSTGRESQL: Final = Dialect(
    source="home_searchentry e",
    match="e.vector @@ to_tsquery('simple', %s)",
    in_title="e.vector @@ to_tsquery('simple', %s)",
    relevance="-ts_rank(e.vector, to_tsquery('simple', %s))",
    joiner=" & ",
    term="'{term}':*{weight}",
    title="{query}",
)
_DIALECTS: Final = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


@dataclass(frozen=True)
class Found:
    """One page of results: ids in order, and how many there are in all."""

    page_ids: list[int]
    total: int
    number: int
    pages: int


def reading_order(language_code: str) -> list[str]:
    """The languages a reader is served, best first, the active one at the head."""
    return [language_code, *get_language(language_code).fallback]


def find_pages(typed: str, language_code: str, number: int = 1) -> Found:
    """The hits for one reader; a page number out of range becomes the nearest one."""
    terms = query_terms(typed)
    ids = dict(Locale.objects.values_list("language_code", "pk"))
    locale_ids = [ids[code] for code in reading_order(language_code) if code in ids]
    if not terms or not locale_ids:
        return Found([], 0, 1, 1)
    dialect = _DIALECTS[connection.vendor]
    everything = _query(dialect, terms)
    readable, readable_params = _readable(locale_ids)
    where = _sql("FROM", dialect.source, "WHERE", dialect.match, "AND", readable)
    where_params: list[Param] = [everything, *readable_params]
    with connection.cursor() as cursor:
        cursor.execute(_sql("SELECT count(*)", where), where_params)
        total = int(cursor.fetchone()[0])
        pages = max(1, -(-total // PER_PAGE))
        number = min(max(1, number), pages)
        if not total:
            return Found([], 0, 1, 1)
        order, order_params = _order(dialect, terms, locale_ids)
        cursor.execute(
            _sql("SELECT e.page_id", where, "ORDER BY", order, "LIMIT %s OFFSET %s"),
            [*where_params, *order_params, PER_PAGE, (number - 1) * PER_PAGE],
        )
        return Found([row[0] for row in cursor.fetchall()], total, number, pages)


def count_by_language(typed: str, without: str) -> dict[str, int]:
    """How many pages there are in each other language, for a reader who found none."""
    terms = query_terms(typed)
    if not terms:
        return {}
    dialect = _DIALECTS[connection.vendor]
    public, params = _public()
    with connection.cursor() as cursor:
        cursor.execute(
            _sql(
                "SELECT l.language_code, count(*) FROM",
                dialect.source,
                "JOIN wagtailcore_locale l ON l.id = e.locale_id WHERE",
                dialect.match,
                "AND l.language_code <> %s AND",
                public,
                "GROUP BY l.language_code ORDER BY count(*) DESC, l.language_code",
            ),
            [_query(dialect, terms), without, *params],
        )
        return {code: int(count) for code, count in cursor.fetchall()}


def _sql(*parts: str) -> str:
    """One statement from fixed parts; whatever somebody typed is a parameter."""
    return " ".join(parts)


def _query(dialect: Dialect, terms: Sequence[str], weight: str = "") -> str:
    return dialect.joiner.join(dialect.term.format(term=term, weight=weight) for term in terms)


def _readable(locale_ids: Sequence[int]) -> tuple[str, list[Param]]:
    """The condition that an entry is the best version of its page for this reader."""
    conditions: list[str] = []
    params: list[Param] = []
    for position, locale_id in enumerate(locale_ids):
        better = locale_ids[:position]
        params.append(locale_id)
        if not better:
            conditions.append("e.locale_id = %s")
            continue
        marks = ", ".join(["%s"] * len(better))
        conditions.append(
            _sql(
                "(e.locale_id = %s AND NOT EXISTS (SELECT 1 FROM home_searchentry b",
                "WHERE b.translation_key = e.translation_key AND b.locale_id IN (",
                marks,
                ")))",
            )
        )
        params.extend(better)
    public, public_params = _public()
    return f"({' OR '.join(conditions)}) AND {public}", [*params, *public_params]


def _public() -> tuple[str, list[Param]]:
    """The condition that no access rule covers the page; rules are few or none."""
    paths = PageViewRestriction.objects.values_list("page__path", flat=True)
    private: list[Param] = [f"{path}%" for path in paths]
    if not private:
        return "1 = 1", []
    likes = " OR ".join(["p.path LIKE %s"] * len(private))
    hidden = _sql("e.page_id NOT IN (SELECT p.id FROM wagtailcore_page p WHERE", likes, ")")
    return hidden, private


def _order(
    dialect: Dialect, terms: Sequence[str], locale_ids: Sequence[int]
) -> tuple[str, list[Param]]:
    whens = " ".join(f"WHEN %s THEN {position}" for position, _ in enumerate(locale_ids))
    query = _query(dialect, terms)
    params: list[Param] = [*locale_ids, dialect.title.format(query=_query(dialect, terms, "A"))]
    if "%s" in dialect.relevance:
        params.append(query)
    order = f"CASE e.locale_id {whens} END, ({dialect.in_title}) DESC, {dialect.relevance}"
    return f"{order}, e.page_id", params
