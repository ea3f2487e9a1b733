"""Contrast of two colours after WCAG 2.2 (w3.org/TR/WCAG22, relative luminance)."""

import re

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_hex(colour: str) -> bool:
    """Whether this is a colour written `#rrggbb`."""
    return HEX_COLOUR.fullmatch(colour) is not None


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of a colour written `#rrggbb`."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The ratio from 1 to 21 of two colours written `#rrggbb`. Raises ValueError otherwise."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
