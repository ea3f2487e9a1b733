"""A worker is killed with SIGKILL at any point: no mail is lost, no SMS goes out twice.

Real processes, a real mail server, a real HTTP gateway. The negative controls at the end do the
same to two delivery loops that one might write first, and see one double and the other lose.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial

import pytest
from django.db import connections
from django.db.models import F
from django.utils import timezone

from messaging import delivery
from messaging.channels.registry import sender_for
from messaging.models import Message
from tests.messaging.parts import database_for_processes, put
from tests.messaging.servers import Sinks, running_sinks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("G2")]
State = Message.State
KILLS = 60
MAILS, TEXTS = 4, 2  # new messages per kill
SEED = 20261121


@pytest.fixture
def sinks(tmp_path, settings, monkeypatch) -> Iterator[Sinks]:
    """The servers, and settings that lead to them. Nothing here waits for the task queue."""
    monkeypatch.setattr("messaging.services.wake", lambda channel: None)
    with running_sinks(tmp_path) as found, database_for_processes(tmp_path):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.smtp_port
        settings.SMS_URL = gateway_url(found, can_look_up=False)
        settings.SMS_COUNTRIES = ["DE"]
        settings.SMS_BUDGET = 1_000_000
        yield found


def gateway_url(sinks: Sinks, *, can_look_up: bool) -> str:
    look_up = f"{sinks.gateway}/status/%3Fid%3D{{foreign_id}}"
    base = sinks.gateway.replace("http://", "http+json://")
    return f"{base}/send?_lookup={look_up}" if can_look_up else f"{base}/send"


class Points:
    """Counts the points at which a worker may die, and dies at the one it was told."""

    def __init__(self, last: int | None) -> None:
        self.last = last
        self.passed = 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable) -> Callable:
        def wrapped(*args, **kwargs):
            self()
            result = function(*args, **kwargs)
            self()
            return result

        return wrapped


def install(points: Points) -> None:
    """Points before and after each step of the delivery. In the forked process only."""
    make_sender = delivery.sender_for

    def sender_with_points(channel: str):
        sender = make_sender(channel)
        sender.hand_over = points.around(sender.hand_over)
        return sender

    delivery.sender_for = sender_with_points
    delivery.claim = points.around(delivery.claim)
    delivery._finish = points.around(delivery._finish)


def deliver_all(points: Points, channels: Sequence[str] = ("email", "sms")) -> None:
    install(points)
    for channel in channels:
        while delivery.deliver_due(channel):
            pass


def run_worker(work: Callable[[], None], kill_after: float | None = None) -> bool:
    """Fork a worker; kill it after so many seconds. True if it died by SIGKILL."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the worker failed by itself"
    return os.WIFSIGNALED(status)


def two_minutes_pass() -> None:
    Message.objects.filter(state=State.SENDING).update(
        claimed_at=F("claimed_at") - timedelta(minutes=3)
    )
    delivery.revive_stale()


def test_a_killed_worker_loses_no_mail_and_doubles_no_sms(sinks, settings):
    chance = random.Random(SEED)  # noqa: S311 - to be repeated, not to be secret
    number = killed = 0
    for trial in range(KILLS * 2):
        if killed >= KILLS:
            break
        settings.SMS_URL = gateway_url(sinks, can_look_up=trial % 3 == 0)
        for _mail in range(MAILS):
            put(number := number + 1)
        for _text in range(TEXTS):
            put(number := number + 1, channel="sms")
        first = chance.sample(("email", "sms"), 2)
        # Half of them at a known step, half at any moment of the clock.
        point = chance.randint(1, 40) if trial % 2 else None
        pause = None if point else chance.uniform(0, 0.2)
        killed += run_worker(partial(deliver_all, Points(point), first), kill_after=pause)
        two_minutes_pass()
    run_worker(lambda: deliver_all(Points(None)))
    assert killed >= 50

    mails = Message.objects.filter(channel="email")
    assert {row.state for row in mails} == {State.SENT}
    assert set(sinks.arrived("email")) == {row.foreign_id for row in mails}

    arrived = Counter(sinks.arrived("sms"))
    assert not [foreign_id for foreign_id, times in arrived.items() if times > 1]
    texts = Message.objects.filter(channel="sms")
    assert {row.state for row in texts} <= {State.SENT, State.UNKNOWN}
    assert {row.foreign_id for row in texts.filter(state=State.SENT)} <= arrived.keys()
    unknown = texts.filter(state=State.UNKNOWN).count()
    assert 0 < unknown <= killed
    doubles = len(sinks.arrived("email")) - mails.count()
    assert doubles <= killed  # at most the one that was being handed over


def test_two_workers_at_once_send_everything_once(sinks):
    """No kill: the claim alone keeps two workers apart."""
    for number in range(60):
        put(number)
        put(number, channel="sms")
    connections.close_all()
    children = []
    for _worker in range(3):
        child = os.fork()
        if child == 0:
            try:
                deliver_all(Points(None))
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    for kind in ("email", "sms"):
        assert Counter(sinks.arrived(kind)).total() == 60
        assert len(set(sinks.arrived(kind))) == 60


# --- Negative controls -----------------------------------------------------------------------
def send_then_mark(points: Points) -> None:
    sender = sender_for("sms")
    for message in Message.objects.due(timezone.now()):
        sender.hand_over(message)
        points()
        Message.objects.filter(pk=message.pk).update(state=State.SENT)


def mark_then_send(points: Points) -> None:
    sender = sender_for("sms")
    for message in Message.objects.due(timezone.now()):
        Message.objects.filter(pk=message.pk).update(state=State.SENT)
        points()
        sender.hand_over(message)


def resend_stale(points: Points) -> None:
    """Our own delivery, but a stale SMS goes again."""
    stale = Message.objects.stale(timezone.now()).filter(channel="sms")
    stale.update(state=State.WAITING, claim=None)
    install(points)
    delivery.deliver_due("sms")


def kill_and_run_again(sinks: Sinks, work: Callable[[Points], None], point: int) -> Counter:
    for number in range(3):
        put(number, channel="sms")
    assert run_worker(lambda: work(Points(point)))
    Message.objects.filter(state=State.SENDING).update(
        claimed_at=F("claimed_at") - timedelta(minutes=3)
    )
    assert not run_worker(lambda: work(Points(None)))
    return Counter(sinks.arrived("sms"))


def test_control_send_then_mark_doubles(sinks):
    assert max(kill_and_run_again(sinks, send_then_mark, 2).values()) == 2


def test_control_mark_then_send_loses(sinks):
    assert len(kill_and_run_again(sinks, mark_then_send, 2)) == 2


def test_control_resending_stale_sms_doubles(sinks):
    # claim (1, 2), handed over (3, 4), and dead before the outcome is written
    assert max(kill_and_run_again(sinks, resend_stale, 4).values()) == 2
