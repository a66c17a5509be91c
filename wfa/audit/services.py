"""Writing the log and proving it. Called inside the transaction of the act that it records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Max
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from wfa.audit.models import AuditEvent, AuditHead
from wfa.audit.rules import GENESIS, clipped, digest, flaw, plain

CHUNK = 2000
"""Events read at a time by `verify`: its memory stays flat at any length of the chain."""


class Actor(Protocol):
    """Whoever acts: an employee, as far as this room knows one."""

    @property
    def identity(self) -> str: ...

    @property
    def full_name(self) -> str: ...


@dataclass(frozen=True)
class Entry:
    """One event to be recorded; `by` is None for the system itself."""

    action: str
    by: Actor | None = None
    capacity: str = ""
    target: tuple[str, object] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What `verify` found; `first_bad` is the sequence of the first event that is wrong."""

    ok: bool
    checked: int
    first_bad: int | None = None
    reason: str = ""


def record(
    action: str,
    *,
    by: Actor | None,
    capacity: str = "",
    target: tuple[str, object] | None = None,
    **data: Any,
) -> AuditEvent:
    """Add one event to the chain and return it."""
    return _append([Entry(action, by, capacity, target, data)])[0]


def record_many(entries: Sequence[Entry]) -> None:
    """Add many events with a handful of queries, in the given order."""
    if entries:
        _append(entries)


def _append(entries: Sequence[Entry]) -> list[AuditEvent]:
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(
            "The audit log is written in the transaction of the act that it records."
        )
    head = _locked_head()
    events = _chained(entries, head.count, head.hash)
    AuditEvent.objects.bulk_create(events)
    AuditHead.objects.filter(pk=1).update(count=events[-1].sequence, hash=events[-1].hash)
    return events


def _locked_head() -> AuditHead:
    """The end of the chain, locked; the last lock of any transaction (see the order of locks)."""
    locked = AuditHead.objects.select_for_update().filter(pk=1)
    head = locked.first()
    if head is None:  # two first writers: one inserts, the other waits and then reads
        AuditHead.objects.bulk_create([AuditHead(pk=1)], ignore_conflicts=True)
        head = locked.get()
    return head


def _chained(entries: Sequence[Entry], sequence: int, previous_hash: str) -> list[AuditEvent]:
    events = []
    now = timezone.now()
    for number, entry in enumerate(entries, start=sequence + 1):
        event = _event(entry)
        event.sequence, event.at, event.previous_hash = number, now, previous_hash
        event.hash = previous_hash = digest(event)
        events.append(event)
    return events


def _event(entry: Entry) -> AuditEvent:
    kind, target_id = entry.target or ("", "")
    return AuditEvent(
        action=entry.action,
        actor_nip=clipped(entry.by.identity, 60) if entry.by else "",
        actor_name=clipped(entry.by.full_name, 260) if entry.by else "",
        capacity=clipped(entry.capacity, 260),
        target_kind=kind,
        target_id=clipped(str(target_id), 60),
        data=plain(dict(entry.data)),
    )


def verify() -> Verdict:
    """Walk the whole chain: edits, deletions, insertions, exchanges and a cut tail are found.

    Events that are added while it runs are left for the next run. Whoever can rewrite the whole
    chain *and* its end can't be found from inside: operators keep the end's hash elsewhere.
    """
    head = AuditHead.objects.filter(pk=1).first() or AuditHead(count=0, hash=GENESIS)
    expected, previous_hash = 1, GENESIS
    for event in _stream(head.count):
        if reason := flaw(event, expected, previous_hash):
            return Verdict(False, expected - 1, min(expected, event.sequence), reason)
        expected, previous_hash = expected + 1, event.hash
    return _verdict_on_the_end(head, expected - 1, previous_hash)


def _stream(upto: int) -> Iterator[AuditEvent]:
    """Events in order, a page of keys at a time: no cursor is held open on either database."""
    start = 0
    while True:
        page = AuditEvent.objects.filter(sequence__gte=start, sequence__lte=upto)
        chunk = list(page.order_by("sequence")[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        start = chunk[-1].sequence + 1


def _verdict_on_the_end(head: AuditHead, checked: int, last_hash: str) -> Verdict:
    if checked < head.count:
        reason = f"Ekor jejak audit terpotong: kejadian nomor {checked + 1} dan sesudahnya hilang."
        return Verdict(False, checked, checked + 1, reason)
    if last_hash != head.hash:
        reason = f"Kejadian nomor {checked} tidak cocok dengan catatan ujung jejak audit."
        return Verdict(False, checked, checked, reason)
    last = AuditEvent.objects.aggregate(last=Max("sequence"))["last"] or 0
    # Read after the events: an honest writer moves both in one transaction.
    end = AuditHead.objects.filter(pk=1).values_list("count", flat=True).first() or 0
    if last > end:
        reason = f"Kejadian nomor {end + 1} tidak tercatat pada ujung jejak audit."
        return Verdict(False, checked, end + 1, reason)
    return Verdict(True, checked)
