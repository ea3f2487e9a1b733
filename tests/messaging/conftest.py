"""A queue that keeps its tasks, and senders that do what a test says."""

import pytest
from django_q.models import OrmQ

from messaging import delivery
from tests.messaging.parts import Scripted


@pytest.fixture
def use_sender(monkeypatch):
    def use(*script, **kwargs):
        sender = Scripted(*script, **kwargs)
        monkeypatch.setattr(delivery, "sender_for", lambda channel: sender)
        return sender

    return use


@pytest.fixture
def queued(settings, monkeypatch):
    """Tasks stay in the queue, as they do outside of tests."""
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "SYNC", False)
    return OrmQ.objects
