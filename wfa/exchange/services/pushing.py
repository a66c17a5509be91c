"""Sending what changed to an attendance application. The row is the truth: it says that it is due.

A delivery is claimed before it is sent, so a crash sends it twice rather than never. Each part
tells whole days of people, so that taking it in twice changes nothing.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from wfa.audit.services import record
from wfa.exchange.models import AttendanceSystem, Delivery
from wfa.exchange.rules.pushing import MAX_ATTEMPTS, check_target, wait_after
from wfa.exchange.selectors import Ask, headings, next_moment, records
from wfa.exchange.selectors.layouts import Record
from wfa.exchange.services import answers
from wfa.exchange.services.pulling import LOOK_BACK, json_lines
from wfa.exchange.services.sending import AnswerError, Parcel, post
from wfa.exchange.services.systems import key_of
from wfa.notifications.services import notify
from wfa.people import permissions
from wfa.people.models import Employee
from wfa.people.selectors import root_unit
from wfa.refusals import Refused

EVERY = datetime.timedelta(minutes=15)
"""The shortest time between two deliveries that begin by themselves."""
LEASE = datetime.timedelta(minutes=15)
"""A delivery that a killed worker held is due again after this."""
PART = 2_000
"""Lines in one request."""
AT_ONCE = 5
"""Deliveries in one sweep: other work waits behind them."""
State = Delivery.State


def deliver_due(limit: int = AT_ONCE) -> int:
    """Begin the deliveries for which there is news, and send those that are due; how many went."""
    begin_due()
    sent = 0
    for _ in range(limit):
        delivery = _claim()
        if delivery is None:
            break
        sent += _send(delivery)
    return sent


def begin_due() -> int:
    """A delivery for each application that has waited long enough and has news; how many."""
    pushed = AttendanceSystem.objects.filter(mode=AttendanceSystem.Mode.PUSH, closed_at=None)
    begun = 0
    for system in pushed.annotate(latest=Max("deliveries__created_at")):
        is_time = system.latest is None or system.latest <= timezone.now() - EVERY
        if is_time and _open_delivery(system) is None and _has_news(system):
            begun += _begin(system, _acknowledged_until(system)) is not None
    return begun


def start_delivery(system: AttendanceSystem, *, by: Employee, everything: bool = False) -> Delivery:
    """A delivery now, without waiting for its time; with `everything` not only what changed."""
    if system.mode != AttendanceSystem.Mode.PUSH or system.closed_at is not None:
        raise Refused(
            "Sambungan ini tidak mengirim. Ubah caranya menjadi Luwes mengirim.", code="not_push"
        )
    with transaction.atomic():
        delivery = _begin(system, None if everything else _acknowledged_until(system))
        if delivery is None:
            raise Refused(
                "Masih ada kiriman yang menunggu atau dihentikan. Selesaikan yang itu dulu.",
                code="open_delivery",
            )
        record("delivery_begun", by=by, target=("exchange", system.pk), name=system.name)
    return delivery


@transaction.atomic
def retry(delivery: Delivery, *, by: Employee) -> bool:
    """Give a delivery that was given up a new life; False when it is none (any more)."""
    revived = Delivery.objects.filter(pk=delivery.pk, state=State.FAILED).update(
        state=State.WAITING, attempts=0, due_at=timezone.now()
    )
    if revived:
        target = ("exchange", delivery.system_id)
        record("delivery_retried", by=by, target=target, name=delivery.system.name)
    return bool(revived)


def _acknowledged_until(system: AttendanceSystem) -> datetime.datetime | None:
    done = system.deliveries.filter(state=State.ACKNOWLEDGED)
    until: datetime.datetime | None = done.aggregate(last=Max("until"))["last"]
    return until


def _open_delivery(system: AttendanceSystem) -> Delivery | None:
    return system.deliveries.filter(state__in=[State.WAITING, State.FAILED]).first()


def _begin(system: AttendanceSystem, since: datetime.datetime | None) -> Delivery | None:
    """A delivery that is due now; None where another one is open."""
    now = timezone.now()
    try:
        with transaction.atomic():
            return Delivery.objects.create(system=system, since=since, created_at=now, due_at=now)
    except IntegrityError:
        return None


def _ask(since: datetime.datetime | None) -> Ask:
    return Ask(timezone.localdate() - LOOK_BACK, None, None, since)


def _has_news(system: AttendanceSystem) -> bool:
    news = records(_ask(_acknowledged_until(system)), system.layout)
    return next(news, None) is not None


def _claim() -> Delivery | None:
    """Take the delivery that waits longest, and put its next try forward before this one."""
    due = Delivery.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    if not due.exists():  # without taking SQLite's one write lock
        return None
    with transaction.atomic():
        delivery = _locked(due).first()
        if delivery is None:
            return None
        if delivery.attempts >= MAX_ATTEMPTS:
            _bury(delivery, "Pengiriman terhenti di tengah jalan")
            return None
        delivery.attempts += 1
        delivery.due_at = timezone.now() + LEASE
        delivery.save(update_fields=["attempts", "due_at"])
    return Delivery.objects.select_related("system").get(pk=delivery.pk)


def _locked(due: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return due.select_for_update(skip_locked=True)


@dataclass
class _Sending:
    """What has gone out of one delivery so far."""

    rows: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    is_taken_in: bool = True
    """Whether every part was answered as taken in, and none only as received."""


def _send(delivery: Delivery) -> bool:
    begun = timezone.now()
    try:
        done = _send_parts(delivery)
    except (AnswerError, Refused, OSError) as error:
        _note_failure(delivery, _words(error))
        return False
    _note_sent(delivery, begun, done)
    return True


def _words(error: Exception) -> str:
    """What went wrong by its kind; servers quote what they were sent."""
    if isinstance(error, AnswerError):
        return str(error)
    if isinstance(error, Refused):
        return error.message
    return f"Server aplikasi presensi tidak dapat dihubungi ({type(error).__name__})"


def _send_parts(delivery: Delivery) -> _Sending:
    system, done = delivery.system, _Sending()
    key = key_of(system)
    if not key:
        raise AnswerError("Kunci sambungan tidak berlaku lagi. Buat kunci baru di sambungan ini")
    check_target(system.push_url)
    for number, (part, is_last) in enumerate(_parts(delivery), start=1):
        body = json_lines(headings(system.layout), (each.values for each in part)).encode()
        parcel = Parcel(str(delivery.pk), number, is_last, system.layout, delivery.since, body)
        answer = post(system.push_url, key, parcel)
        done.rows += len(part)
        done.digest.update(body)
        done.is_taken_in &= answer.is_taken_in
        answers.take_answer(delivery, part, answer.rows)
    return done


def _parts(delivery: Delivery) -> Iterator[tuple[list[Record], bool]]:
    """(lines, whether they are the last) in parts that never divide one person's day."""
    found = records(_ask(delivery.since), delivery.system.layout)
    part: list[Record] = []
    for each in found:
        if len(part) >= PART and each.key != part[-1].key:
            yield part, False
            part = []
        part.append(each)
    yield part, True


def _note_sent(delivery: Delivery, begun: datetime.datetime, done: _Sending) -> None:
    state = State.ACKNOWLEDGED if done.is_taken_in else State.SENT
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            state=state,
            due_at=None,
            until=next_moment(begun),
            sent_at=timezone.now(),
            rows=done.rows,
            body_hash=done.digest.hexdigest(),
            last_error="",
        )
        target = ("exchange", delivery.system_id)
        name = delivery.system.name
        record("schedule_pushed", by=None, capacity=name, target=target, rows=done.rows)


def _note_failure(delivery: Delivery, error: str) -> None:
    if delivery.attempts >= MAX_ATTEMPTS:
        with transaction.atomic():
            _bury(delivery, error)
        return
    due = timezone.now() + wait_after(delivery.attempts)
    waiting = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    waiting.update(last_error=error[:200], due_at=due)


def _bury(delivery: Delivery, error: str) -> None:
    """Give it up, and tell those who look after the connection."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.FAILED, due_at=None, last_error=error[:200]
    )
    system = delivery.system
    record("delivery_failed", by=None, target=("exchange", system.pk), name=system.name)
    root = root_unit()
    notify(
        permissions.holders("manage_exchange", root) if root else [],
        subject=f"Kiriman ke {system.name} dihentikan",
        body=f"{MAX_ATTEMPTS} kali gagal. Periksa alamatnya, lalu kirim lagi dari sambungannya.",
        link=reverse("presensi-sambungan-lihat", args=[system.pk]),
    )
