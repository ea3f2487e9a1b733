"""The register of personal data in templates."""

from typing import Any

from django import template

from people.privacy import register_table

register = template.Library()


@register.simple_tag
def privacy_register() -> list[dict[str, Any]]:
    """One entry per purpose: {fields, purpose, basis, retention, seen_by}."""
    return register_table()
