"""A small sum that a browser does in the background, and that makes mass posting dear.

The server signs a challenge; the browser looks for a number so that SHA-256 of both begins with
enough zero bits (the idea of Hashcash and of ALTCHA, requirement 4.31). No third party, no
puzzle for people. Without JavaScript nothing is refused: a person looks at what was sent.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core import signing

SALT = "people.proof"
GOOD_FOR = 60 * 60  # seconds
BITS = 14  # about 16,000 hashes: under a second on an old phone
LONGEST_ANSWER = 20


def difficulty() -> int:
    return int(getattr(settings, "PROOF_OF_WORK_BITS", BITS))


def make_challenge() -> str:
    """`<bits>.<random>:<time>:<signature>`, good for an hour."""
    return signing.TimestampSigner(salt=SALT).sign(f"{difficulty()}.{secrets.token_urlsafe(12)}")


def is_solved(challenge: str, answer: str) -> bool:
    """Whether `answer` solves a challenge of ours that is still good."""
    if not (answer.isascii() and answer.isdigit() and len(answer) <= LONGEST_ANSWER):
        return False
    try:
        text = signing.TimestampSigner(salt=SALT).unsign(challenge, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return zero_bits(f"{challenge}.{answer}") >= int(text.partition(".")[0])


def zero_bits(text: str) -> int:
    """Leading zero bits of the SHA-256 of `text`."""
    digest = hashlib.sha256(text.encode()).digest()
    return 256 - int.from_bytes(digest).bit_length()


def solve(challenge: str) -> str:
    """What the browser does, for tests and for programs that are allowed to post."""
    bits, number = int(challenge.partition(".")[0]), 0
    while zero_bits(f"{challenge}.{number}") < bits:
        number += 1
    return str(number)
