"""Formats of dates and numbers where Django has none, or has those of the United States.

Digits are Latin in every language, because offices and phones use them. Django merges these
with its own formats; `translation.checks` fails when a language ends up with US ones.
"""
