"""The sum in the background, the way without it, and forms that are sent twice."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from freezegun import freeze_time

from people.forms import PublicForm
from people.models import FormToken
from people.proof_of_work import is_solved, make_challenge, solve, zero_bits

SCRIPT = Path(__file__).parents[2] / "site/static/js/proof.js"


class AskForm(PublicForm):
    wants_proof = True
    text = forms.CharField()


class PlainForm(PublicForm):
    text = forms.CharField()


@pytest.fixture(autouse=True)
def easy(settings):
    settings.PROOF_OF_WORK_BITS = 8


def test_a_solved_sum_is_taken():
    challenge = make_challenge()
    assert is_solved(challenge, solve(challenge))


@pytest.mark.parametrize("answer", ["", "x", "-1", "٣", "9" * 21])
def test_what_is_no_number_is_refused(answer):
    assert not is_solved(make_challenge(), answer)


def test_a_wrong_number_is_refused():
    challenge = make_challenge()
    wrong = next(n for n in range(1000) if zero_bits(f"{challenge}.{n}") < 8)
    assert not is_solved(challenge, str(wrong))


def test_a_challenge_nobody_signed_is_refused():
    """Negative control: an easier challenge than ours, solved rightly."""
    forged = "0.abc:1:forged"
    assert zero_bits(f"{forged}.1") >= 0
    assert not is_solved(forged, "1")


def test_a_challenge_ends_after_an_hour():
    with freeze_time("2026-01-01 12:00") as clock:
        challenge = make_challenge()
        answer = solve(challenge)
        clock.tick(3599)
        assert is_solved(challenge, answer)
        clock.tick(10)
        assert not is_solved(challenge, answer)


def filled(form=AskForm, **values):
    return form({"text": "hello", "opened": form.sign_time()} | values)


def test_without_javascript_a_person_looks_first():
    form = filled()
    assert form.is_valid()
    assert form.needs_moderation


def test_with_the_sum_nobody_has_to():
    challenge = make_challenge()
    form = filled(proof_challenge=challenge, proof_answer=solve(challenge))
    assert form.is_valid()
    assert not form.needs_moderation
    assert form.proof_challenge == challenge


def test_a_form_that_wants_no_proof_needs_none():
    assert not filled(PlainForm).needs_moderation


def test_the_guard_brings_the_script_only_where_it_is_wanted():
    html = render_to_string("includes/form_guard.html", {"form": AskForm()})
    assert 'name="proof_challenge"' in html
    assert "js/proof.js" in html
    assert "proof" not in render_to_string("includes/form_guard.html", {"form": PlainForm()})


@pytest.mark.django_db
def test_sending_twice_does_nothing_twice():
    form = filled(PlainForm)
    assert form.spend()
    assert not PlainForm(form.data).spend()
    assert filled(PlainForm).spend()
    assert FormToken.objects.count() == 2


@pytest.mark.django_db
def test_one_sum_is_good_for_one_form():
    challenge = make_challenge()
    proof = {"proof_challenge": challenge, "proof_answer": solve(challenge)}
    assert filled(**proof).spend()
    assert not filled(**proof).spend()


def test_the_script_finds_what_the_server_takes():
    node = shutil.which("node")
    if not node:
        pytest.skip("needs node")
    challenge = make_challenge()
    page = (
        f"const f = {{value: ''}}; globalThis.window = globalThis;"
        f"globalThis.document = {{querySelector: (s) => s.includes('answer') ? f : "
        f"{{value: {challenge!r}}}}};"
        f"{SCRIPT.read_text()};"
        "const t = setInterval(() => {"
        " if (f.value) { clearInterval(t); console.log(f.value); } }, 5);"
    )
    done = subprocess.run(
        [node, "-e", page], capture_output=True, text=True, timeout=60, check=True
    )
    assert is_solved(challenge, done.stdout.strip())
