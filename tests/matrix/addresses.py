"""Every pattern of the URL configuration, and an example address of each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

# Where a pattern has no name and cannot be reversed.
UNNAMED = {
    "admin/test404/": "/admin/test404/",
    "admin/^.*/$": "/admin/no/such/screen/",
    "^admin/password_reset/(?P<rest>.*)$": "/admin/password_reset/",
    "media/images/<path:path>": "/media/images/none.jpg",
}
# By the type of the parameter, for those that have no example object: the view finds nothing.
NOTHING = {"uuid": "00000000-0000-4000-8000-000000000000", "int": 999_999}


@dataclass(frozen=True)
class Address:
    """`key` is the name, with a number from the second pattern of that name on."""

    key: str
    name: str
    route: str
    parameters: tuple[tuple[str, str], ...]  # name and type; the name is a number without one


def parameters(pattern: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(pattern, RoutePattern):
        kinds = pattern.converters.items()
        return tuple((name, type(kind).__name__[:-9].lower()) for name, kind in kinds)
    if isinstance(pattern, RegexPattern):
        names = pattern.regex.groupindex or range(pattern.regex.groups)
        return tuple((str(name), "str") for name in names)
    return ()


def walk(
    patterns: list[Any], route: str = "", space: str = "", outer: tuple[Any, ...] = ()
) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    for pattern in patterns:
        prefix = isinstance(pattern.pattern, LocalePrefixPattern)
        here = route + ("<language>/" if prefix else str(pattern.pattern))
        found = outer + parameters(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, here, inner, found)
        elif isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else here), here, found


def all_addresses() -> list[Address]:
    """In the order of the URL configuration; a pattern that another one hides is left out."""
    seen: Counter[str] = Counter()
    shapes: set[str] = set()
    found = []
    for name, route, wanted in walk(get_resolver().url_patterns):
        if route in shapes:
            continue
        shapes.add(route)
        seen[name] += 1
        key = name if seen[name] == 1 else f"{name}#{seen[name]}"
        found.append(Address(key, name, route, wanted))
    return found


def example(address: Address, objects: dict[str, Any]) -> str:
    """The address with objects of the world, looked up as 'key.parameter', 'space:parameter' and
    'parameter', in this order; 'key?' is its query.
    """
    if address.name == address.route and not address.parameters:
        return UNNAMED.get(address.name, f"/{address.route}")
    if address.name in UNNAMED:
        return UNNAMED[address.name]
    values = [value_of(address, *parameter, objects) for parameter in address.parameters]
    names = [name for name, _kind in address.parameters]
    query = f"?{objects[f'{address.key}?']}" if f"{address.key}?" in objects else ""
    if names and names[0].isdigit():
        return reverse(address.name, args=values) + query
    return reverse(address.name, kwargs=dict(zip(names, values, strict=True))) + query


def value_of(address: Address, name: str, kind: str, objects: dict[str, Any]) -> Any:
    space = address.name.rpartition(":")[0]
    for place in (f"{address.key}.{name}", f"{space}:{name}", name):
        if place in objects:
            return objects[place]
    return NOTHING.get(kind, "none")
