"""The signed door through which an attendance application fetches the schedule, page by page."""

from __future__ import annotations

import base64
import binascii
import csv
import datetime
import io
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from wfa.audit.services import record
from wfa.exchange.models import AttendanceSystem, UsedNonce
from wfa.exchange.rules import signing
from wfa.exchange.rules.signing import Message
from wfa.exchange.selectors import Ask, headings, next_moment, records
from wfa.exchange.selectors.days import Key
from wfa.exchange.services.systems import key_of
from wfa.files.workbooks import safe

PAGE = 5_000
"""Lines on a page, unless fewer are asked for."""
LOOK_BACK = datetime.timedelta(days=30)
"""How far back an application that names no date is told: leave may be recorded afterwards."""
A_MINUTE = 60
"""Requests that one application may make in a minute."""
_KEEP_NONCES = datetime.timedelta(minutes=20)
_UNSIGNED = "Sambungan tidak dikenal atau tanda tangan tidak lengkap."


class PullRefusedError(Exception):
    """A request that isn't answered: the status of the answer, and why in a sentence."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(frozen=True)
class Page:
    """A part of the answer; `cursor` is "" on the last one."""

    body: str
    content_type: str
    rows: int
    cursor: str
    next_since: str


@dataclass(frozen=True)
class _Wanted:
    ask: Ask
    limit: int
    is_csv: bool
    after: Key | None
    begun: datetime.datetime


def pull(system_id: uuid.UUID, message: Message, signature: str, params: Mapping[str, str]) -> Page:
    """A page of the schedule for the application that signed the request."""
    system = _trusted(system_id, message, signature)
    wanted = _wanted(params)
    page = _page(system, wanted)
    if wanted.after is None:
        _note(system, wanted.ask)
    return page


def _trusted(system_id: uuid.UUID, message: Message, signature: str) -> AttendanceSystem:
    """The application whose key signed; an unknown one is told no more than a wrong signature."""
    system = AttendanceSystem.objects.filter(pk=system_id).first()
    key = key_of(system) if system else ""
    if system is None or not key or not signature:
        raise PullRefusedError(401, _UNSIGNED)
    if why := signing.flaw(key, message, signature):
        raise PullRefusedError(401, why)
    _use_nonce(system, message.nonce)
    if system.closed_at is not None:
        raise PullRefusedError(410, "Sambungan ini sudah ditutup. Hubungi BKD.")
    if system.mode != AttendanceSystem.Mode.PULL:
        raise PullRefusedError(403, "Sambungan ini tidak dibuka untuk menarik. Hubungi BKD.")
    return system


def _use_nonce(system: AttendanceSystem, nonce: str) -> None:
    """Each nonce counts once, also of two requests at the same moment."""
    now = timezone.now()
    recent = system.nonces.filter(used_at__gte=now - datetime.timedelta(minutes=1))
    if recent.count() >= A_MINUTE:
        raise PullRefusedError(429, "Terlalu banyak permintaan. Tunggu satu menit.")
    try:
        with transaction.atomic():
            UsedNonce.objects.create(system=system, nonce=nonce, used_at=now)
    except IntegrityError as error:
        raise PullRefusedError(
            401, "Permintaan ini sudah pernah dijawab. Buat nonce baru."
        ) from error
    system.nonces.filter(used_at__lt=now - _KEEP_NONCES).delete()


def _wanted(params: Mapping[str, str]) -> _Wanted:
    try:
        begun, after = _cursor(params.get("kursor", ""))
        limit = int(params.get("batas", PAGE))
        first = _date(params.get("dari", "")) or timezone.localdate() - LOOK_BACK
        last = _date(params.get("sampai", ""))
        since = _moment(params.get("sejak", ""))
    except (ValueError, TypeError, KeyError, ValidationError) as error:
        raise PullRefusedError(
            400, "Parameter tidak terbaca: dari, sampai, sejak, batas, atau kursor."
        ) from error
    if not 1 <= limit <= PAGE or (last and last < first):
        raise PullRefusedError(400, f"Batas 1 sampai {PAGE}, dan sampai tidak mendahului dari.")
    ask = Ask(first, last, None, since)
    return _Wanted(ask, limit, params.get("bentuk") == "csv", after, begun)


def _date(text: str) -> datetime.date | None:
    if not text:
        return None
    found = parse_date(text)
    if found is None:
        raise ValueError(text)
    return found


def _moment(text: str) -> datetime.datetime | None:
    """A moment with its offset; without one it is meant in the region's zone."""
    if not text:
        return None
    found = parse_datetime(text.replace(" ", "+"))  # a "+" that wasn't encoded comes as a blank
    if found is None:
        raise ValueError(text)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _cursor(text: str) -> tuple[datetime.datetime, Key | None]:
    """(moment at which the first page was begun, key after which this one begins)"""
    if not text:
        return timezone.now(), None
    try:
        told = json.loads(base64.urlsafe_b64decode(text.encode()))
    except (binascii.Error, UnicodeError) as error:
        raise ValueError(text) from error
    begun = datetime.datetime.fromisoformat(told["mulai"])
    if timezone.is_naive(begun):
        raise ValueError(text)
    return begun, (datetime.date.fromisoformat(told["hari"]), int(told["orang"]))


def _page(system: AttendanceSystem, wanted: _Wanted) -> Page:
    lines: list[tuple[Any, ...]] = []
    last: Key | None = None
    more = False
    for each in records(wanted.ask, system.layout, after=wanted.after):
        if len(lines) >= wanted.limit and each.key != last:
            more = True
            break
        lines.append(each.values)
        last = each.key
    columns = headings(system.layout)
    return Page(
        body=csv_text(columns, lines) if wanted.is_csv else json_lines(columns, lines),
        content_type="text/csv" if wanted.is_csv else "application/x-ndjson",
        rows=len(lines),
        cursor=_cursor_text(wanted.begun, last) if more and last else "",
        next_since=timezone.localtime(next_moment(wanted.begun)).isoformat(),
    )


def _cursor_text(begun: datetime.datetime, key: Key) -> str:
    told = {"mulai": begun.isoformat(), "hari": key[0].isoformat(), "orang": key[1]}
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


def json_lines(columns: Iterable[str], lines: Iterable[tuple[Any, ...]]) -> str:
    """One JSON object a line; numbers as numbers, what isn't known as null."""
    names = list(columns)
    return "".join(
        json.dumps(
            {name: _json(value) for name, value in zip(names, line, strict=True)},
            ensure_ascii=False,
        )
        + "\n"
        for line in lines
    )


def _json(value: Any) -> Any:
    if value == "":
        return None
    return value if isinstance(value, str | int) else float(value)


def csv_text(columns: Iterable[str], lines: Iterable[tuple[Any, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe(v) if isinstance(v, str) else v for v in line] for line in lines)
    return out.getvalue()


@transaction.atomic
def _note(system: AttendanceSystem, ask: Ask) -> None:
    record(
        "schedule_pulled",
        by=None,
        capacity=system.name,
        target=("exchange", system.pk),
        layout=system.layout,
        first=ask.first.isoformat(),
        last=ask.last.isoformat() if ask.last else "",
        since=ask.since.isoformat() if ask.since else "",
    )
