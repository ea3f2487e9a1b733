"""Which provider would show a film."""

from django import template

from home.video import Film, find_film

register = template.Library()


@register.simple_tag
def film(url: str | None) -> Film | None:
    return find_film(url or "")
