"""The layouts in which the schedule leaves: our rows, the matrix, the map.

Each gives its columns, and records with the key after which the next page begins.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils import timezone

from wfa.calendars.selectors import ramadans
from wfa.exchange.models import AttendanceSystem
from wfa.exchange.rules.hours import Spans, hours_of
from wfa.exchange.rules.words import KINDS, OFFICE_KIND, cited, label_of
from wfa.exchange.selectors.days import Ask, Key, PersonDay, Written, person_days, units_of
from wfa.exchange.selectors.names import Directory
from wfa.people.models import Employee
from wfa.schedules.models import AWAY, OFF, Location, Place, Slot

Layout = AttendanceSystem.Layout
COLUMNS: dict[str, tuple[tuple[str, int], ...]] = {
    Layout.ROWS: (
        ("nip", 20),
        ("nama", 34),
        ("unor_id", 20),
        ("unor_nama", 40),
        ("tanggal", 12),
        ("jenis", 8),
        ("lokasi_label", 16),
        ("lat", 12),
        ("lon", 12),
        ("radius_m", 10),
        ("jam_masuk", 10),
        ("jam_pulang", 11),
        ("zona", 6),
        ("nomor_surat", 28),
        ("tanggal_surat", 13),
        ("status", 8),
        ("diubah_pada", 27),
    ),
    Layout.MATRIX: (("nip", 20), ("tanggal", 12), ("keterangan", 50), ("status_aktif", 12)),
    Layout.MAP: (
        ("No", 6),
        ("Nama", 34),
        ("NIP", 20),
        ("Latitude", 12),
        ("Longitude", 12),
        ("Jarak", 8),
    ),
}
"""(heading, width in a spreadsheet) by layout."""
ACTIVE, CANCELLED = "AKTIF", "BATAL"
MATRIX_TEXT = 255
"""`pegawai_wfh.keterangan` holds no more."""
BATCH = 2_000
"""People whose names are read at once."""


@dataclass(frozen=True)
class Record:
    """One line, and the key it belongs to; lines of one key are never parted."""

    key: Key
    values: tuple[Any, ...]


def headings(layout: str) -> list[str]:
    return [heading for heading, _ in COLUMNS[layout]]


def records(ask: Ask, layout: str, *, after: Key | None = None) -> Iterator[Record]:
    """All lines of the layout, in order of their keys."""
    if layout == Layout.MAP:
        yield from _map(ask, after)
    elif layout == Layout.MATRIX:
        yield from _matrix(ask, after)
    else:
        yield from _rows(ask, after)


def _known(ask: Ask, after: Key | None, directory: Directory) -> Iterator[PersonDay]:
    """The days, the people of each next few of them met together."""
    days = person_days(ask, after=after)
    while batch := list(islice(days, BATCH)):
        directory.meet(day.employee_id for day in batch)
        yield from batch


def _rows(ask: Ask, after: Key | None) -> Iterator[Record]:
    directory = Directory()
    calm: Spans = [(period.starts, period.ends) for period in ramadans()]
    for day in _known(ask, after, directory):
        for row in day.standing or (day.gone,):
            yield Record((day.date, day.employee_id), _line(day, row, directory, calm))


def _line(
    day: PersonDay, row: Written | None, directory: Directory, calm: Spans
) -> tuple[Any, ...]:
    """One line of our own layout; without a row a usual day at the office."""
    person, unit = directory.person(day.employee_id), directory.unit(day.unit_id)
    place = row.place if row else Place.OFFICE
    slot = row.slot if row else Slot.FULL
    number, dated = cited(row.basis) if row else ("", None)
    changed = (row.withdrawn_at or row.written_at) if row else None
    return (
        *(person.nip, person.name, unit.code, unit.name, day.date.isoformat(), KINDS[place]),
        label_of(place, slot),
        *_where(directory, day, place),
        *_when(day.date, place, slot, calm),
        *(number, dated.isoformat() if dated else ""),
        CANCELLED if row and row.withdrawn_at else ACTIVE,
        timezone.localtime(changed).isoformat() if changed else "",
    )


def _where(directory: Directory, day: PersonDay, place: str) -> tuple[Any, Any, Any]:
    spot = directory.spot(day.employee_id, place, day.date) if place in AWAY else None
    return (spot.latitude, spot.longitude, spot.radius_m) if spot else ("", "", "")


def _when(date: datetime.date, place: str, slot: str, calm: Spans) -> tuple[str, str, str]:
    """Hours and zone; nobody on leave, travel or training is expected at an hour."""
    zone = str(settings.ZONE_NAMES[settings.TIME_ZONE])
    if place in OFF:
        return "", "", zone
    start, end = hours_of(date, slot, calm)
    return f"{start:%H:%M}", f"{end:%H:%M}", zone


def _matrix(ask: Ask, after: Key | None) -> Iterator[Record]:
    """One line per person and day: 1 = works elsewhere, 0 = doesn't (any more)."""
    directory = Directory()
    for day in _known(ask, after, directory):
        is_away = any(row.place in AWAY for row in day.standing)
        text = "; ".join(_told(row) for row in day.standing) or _nothing(day)
        values = (
            directory.person(day.employee_id).nip,
            day.date.isoformat(),
            text[:MATRIX_TEXT],
            int(is_away),
        )
        yield Record((day.date, day.employee_id), values)


def _told(row: Written) -> str:
    basis = f": {row.basis}" if row.basis else ""
    return f"{KINDS[row.place]} {label_of(row.place, row.slot).lower()}{basis}"


def _nothing(day: PersonDay) -> str:
    return "Dicabut, bekerja di kantor" if day.gone else f"{OFFICE_KIND} kantor"


def _map(ask: Ask, after: Key | None) -> Iterator[Record]:
    """The homes of active people, by name in one unit after another; `ask.first` is of no account."""
    homes = Location.objects.filter(
        kind=Location.Kind.HOME,
        ended_at__isnull=True,
        employee__is_active=True,
        employee__kind=Employee.Kind.ASN,
    )
    if ask.paths is not None:
        homes = homes.filter(employee__unit__in=units_of(ask.paths).order_by().values("pk"))
    if ask.since is not None:
        homes = homes.filter(recorded_at__gte=ask.since)
    names = ("employee_id", "latitude", "longitude", "radius_m")
    people = Directory()
    found = homes.order_by("employee_id").values_list(*names)
    if after is not None:
        found = found.filter(employee__gt=after[1])
    yield from _homes(list(found), people)


def _homes(homes: Sequence[tuple[Any, ...]], people: Directory) -> Iterator[Record]:
    people.meet((row[0] for row in homes), with_spots=False)
    for number, (employee, latitude, longitude, radius) in enumerate(homes, start=1):
        person = people.person(employee)
        values = (number, person.name, person.nip, latitude, longitude, radius)
        yield Record((datetime.date.min, employee), values)
