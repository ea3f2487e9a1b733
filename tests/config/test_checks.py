"""Production refuses to start on a harmful combination and says which."""

import pytest

from config.checks import refuse_unsafe_combinations

SAFE = {
    "DEBUG": False,
    "DEMO": False,
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://jisr.example.org",
    "HTTPS": True,
    "ALLOWED_HOSTS": ["jisr.example.org"],
}


def test_a_safe_combination_starts(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    assert refuse_unsafe_combinations() == []


@pytest.mark.parametrize(
    ("change", "id_"),
    [
        ({"SECRET_KEY": "short"}, "config.E001"),
        ({"SECRET_KEY": ""}, "config.E001"),
        ({"SITE_URL": "http://jisr.example.org", "HTTPS": False}, "config.E002"),
        ({"ALLOWED_HOSTS": ["*"]}, "config.E003"),
        ({"DEBUG": True}, "config.E004"),
        ({"DEMO": True}, "config.E004"),
    ],
)
def test_an_unsafe_combination_is_named(settings, change, id_):
    for name, value in {**SAFE, **change}.items():
        setattr(settings, name, value)
    assert id_ in [problem.id for problem in refuse_unsafe_combinations()]


def test_a_laptop_needs_no_certificate(settings):
    for name, value in {**SAFE, "SITE_URL": "http://localhost:8000", "HTTPS": False}.items():
        setattr(settings, name, value)
    assert refuse_unsafe_combinations() == []
