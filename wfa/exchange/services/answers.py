"""What an attendance application says that it has, compared with ours. Nothing is changed by it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wfa.audit.services import record
from wfa.exchange.importers import BadCellError, date_of, heading, nip_of, rows_of
from wfa.exchange.models import Acknowledgement, AttendanceSystem, Delivery
from wfa.exchange.rules.comparing import Difference, Key, counted, differences
from wfa.exchange.rules.words import ALL_KINDS, OFFICE_KIND
from wfa.exchange.selectors import Ask
from wfa.exchange.selectors.kinds import kinds_of
from wfa.exchange.selectors.layouts import ACTIVE, Layout, Record
from wfa.exchange.services.exporting import check_period
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Employee, Unit
from wfa.people.selectors import root_unit
from wfa.refusals import Refused

MOST = 20_000
"""Differences and unreadable rows that are listed; more are counted only."""
_NEEDED = ("nip", "tanggal")
_STATE = {"1": "WFH", "0": OFFICE_KIND}


@dataclass
class _Told:
    """Rows as the application tells them."""

    kinds: dict[Key, str] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    is_coarse: bool = False
    rows: int = 0

    def take(self, number: int, cells: Mapping[str, Any]) -> None:
        self.rows += 1
        try:
            key = (nip_of(cells.get("nip")), date_of(cells.get("tanggal")))
            self.kinds[key] = _kind(cells)
        except BadCellError as error:
            self.problems.append((number, str(error)))


def _kind(cells: Mapping[str, Any]) -> str:
    if "jenis" in cells:
        kind = str(cells["jenis"] or "").strip().upper()
        if kind in ALL_KINDS:
            return kind
        raise BadCellError(f"Jenis harus salah satu dari {', '.join(ALL_KINDS)}.")
    state = str(cells.get("status_aktif")).removesuffix(".0")
    if state in _STATE:
        return _STATE[state]
    raise BadCellError("Status aktif harus 1 (WFH) atau 0 (WFO).")


def read_answer(
    upload: UploadedFile[Any], *, system: AttendanceSystem, unit: Unit, by: Employee, capacity: str
) -> Acknowledgement:
    """Compare the list in a file with the days of the unit and those below it."""
    stored = files.accept(upload, by=by, purpose=StoredFile.Purpose.IMPORT)
    try:
        told = _from_file(stored)
        found = _compared(told, unit)
        with transaction.atomic():
            answer = _keep(system, unit, told, found, received_from=by)
            target = ("exchange", system.pk)
            told_of = {"rows": told.rows, "differences": len(found)}
            record("acknowledgement_read", by=by, capacity=capacity, target=target, **told_of)
            if not found and not told.problems and unit.parent_id is None:
                _acknowledge_sent(system)
    finally:
        with transaction.atomic():
            files.remove(stored)
    return answer


def _from_file(stored: StoredFile) -> _Told:
    rows = rows_of(stored)
    names = [name.casefold() for name in heading(next(rows, (0, []))[1])]
    if not set(_NEEDED) <= set(names) or not {"jenis", "status_aktif"} & set(names):
        raise Refused(
            "Baris pertama harus berisi nip, tanggal, dan jenis (atau status_aktif).",
            code="bad_header",
            field="berkas",
        )
    told = _Told(is_coarse="jenis" not in names)
    for number, values in rows:
        told.take(number, dict(zip(names, values, strict=False)))
    if not told.kinds:
        raise Refused(
            "Tidak ada baris yang terbaca. Periksa kolom nip, tanggal, dan jenis.",
            code="no_rows",
            field="berkas",
        )
    check_period(*_span(told.kinds))
    return told


def _span(keys: Iterable[Key]) -> tuple[datetime.date, datetime.date]:
    dates = [date for _, date in keys]
    return min(dates), max(dates)


def _compared(told: _Told, unit: Unit) -> list[Difference]:
    """Of all people in the unit on the days that the list spans."""
    first, last = _span(told.kinds)
    paths = None if unit.parent_id is None else (unit.path or "-",)
    ours = kinds_of(Ask(first, last, paths))
    return list(differences(ours, told.kinds, coarse=told.is_coarse))


def take_answer(delivery: Delivery, part: Sequence[Record], rows: Sequence[Any]) -> None:
    """Compare what their answer says with the part of the delivery that it answers."""
    root = root_unit()
    if not rows or root is None or delivery.system.layout == Layout.MAP:
        return
    told = _Told(is_coarse=delivery.system.layout == Layout.MATRIX)
    for number, row in enumerate(rows, start=1):
        told.take(number, row if isinstance(row, dict) else {})
    ours = _sent(part, delivery.system.layout)
    if keys := {*ours, *told.kinds}:
        found = list(differences(ours, told.kinds, coarse=told.is_coarse))
        with transaction.atomic():
            _keep(delivery.system, root, told, found, delivery=delivery, keys=keys)


def _sent(part: Sequence[Record], layout: str) -> dict[Key, str]:
    """What the part says of each day: the kind of our rows, or that of the matrix."""
    kinds: dict[Key, str] = {}
    for each in part:
        if layout == Layout.MATRIX:
            nip, date, _, state = each.values
            kinds[nip, datetime.date.fromisoformat(date)] = _STATE[str(state)]
            continue
        key = (each.values[0], datetime.date.fromisoformat(each.values[4]))
        kind = each.values[5] if each.values[15] == ACTIVE else OFFICE_KIND
        if kinds.get(key, OFFICE_KIND) == OFFICE_KIND:
            kinds[key] = kind
    return kinds


def _keep(
    system: AttendanceSystem,
    unit: Unit,
    told: _Told,
    found: list[Difference],
    *,
    received_from: Employee | None = None,
    delivery: Delivery | None = None,
    keys: Iterable[Key] | None = None,
) -> Acknowledgement:
    compared = set(keys or told.kinds)
    first, last = _span(compared)
    return Acknowledgement.objects.create(
        system=system,
        unit=unit,
        delivery=delivery,
        first_day=first,
        last_day=last,
        rows=told.rows,
        counts=counted(found, len(compared | _keys(found)), len(told.problems)),
        differences=[each.plain() for each in found[:MOST]],
        problems=told.problems[:MOST],
        received_at=timezone.now(),
        received_from=received_from,
    )


def _keys(found: Iterable[Difference]) -> set[Key]:
    return {(each.nip, each.date) for each in found}


def _acknowledge_sent(system: AttendanceSystem) -> None:
    """Their list agrees with ours everywhere: all that was sent until now has arrived."""
    sent = system.deliveries.filter(state=Delivery.State.SENT)
    sent.update(state=Delivery.State.ACKNOWLEDGED)
