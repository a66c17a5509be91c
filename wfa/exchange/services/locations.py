"""Reading "Data Peta Pegawai WFH": a dry run first, then the homes are saved.

The report holds counts and refused rows, never coordinates; the file goes as soon as the reading
is saved or thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wfa.audit.services import record
from wfa.exchange.importers import BadCellError, heading, nip_of, number_of, rows_of
from wfa.exchange.models import LocationImport
from wfa.exchange.selectors.layouts import COLUMNS, Layout
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.schedules.services.locations import Spot, record_homes, spot_of

State = LocationImport.State
HEADER = [name for name, _ in COLUMNS[Layout.MAP]]
"""No | Nama | NIP | Latitude | Longitude | Jarak"""
MOST_REFUSED = 2_000
_NO_PERSON = "Tidak ada pegawai aktif dengan NIP ini di unit Anda. Periksa NIP-nya."


@dataclass
class _Reading:
    homes: dict[str, Spot] = field(default_factory=dict)
    """{NIP: home}"""
    refused: list[list[Any]] = field(default_factory=list)
    """[[row, NIP as written, name as written, sentence]]"""
    rows: int = 0


def read_homes(upload: UploadedFile[Any], *, by: Employee, within: Q) -> LocationImport:
    """Keep the file and say what saving it would do; `within` is a condition over `Employee`."""
    passed = files.examine(upload, purpose=StoredFile.Purpose.IMPORT)
    with transaction.atomic():
        _discard_unsaved(by)
        stored = files.keep(passed, by=by)
        run = LocationImport.objects.create(file=stored, created_at=timezone.now(), created_by=by)
    try:
        reading, people = _plan(run, within)
    except BaseException:
        discard_homes(run)
        raise
    run.report = _report(reading, len(people))
    run.save(update_fields=["report"])
    return run


@transaction.atomic
def save_homes(run: LocationImport, *, by: Employee, within: Q, capacity: str) -> int:
    """Read the file anew and save what it says now; how many homes are new."""
    _move(run, State.APPLIED, applied_at=timezone.now(), applied_by=by)
    reading, people = _plan(run, within)
    homes = [(people[nip], nip, spot) for nip, spot in reading.homes.items() if nip in people]
    new = record_homes(homes, by=by, capacity=capacity)
    report = {**_report(reading, len(people)), "new": new}
    LocationImport.objects.filter(pk=run.pk).update(report=report)
    target = ("exchange", f"lokasi/{run.pk}")
    told = {"people": new, "refused": len(reading.refused)}
    record("locations_imported", by=by, capacity=capacity, target=target, **told)
    files.remove(run.file)
    return new


@transaction.atomic
def discard_homes(run: LocationImport) -> None:
    """Throw a reading away, with its file and the names in its report."""
    _move(run, State.DISCARDED)
    counts = {k: v for k, v in run.report.items() if isinstance(v, int)}
    LocationImport.objects.filter(pk=run.pk).update(report=counts)
    files.remove(run.file)


def _discard_unsaved(by: Employee) -> None:
    for run in LocationImport.objects.filter(state=State.READ, created_by=by):
        discard_homes(run)


def _move(run: LocationImport, to: str, **fields: object) -> None:
    if not LocationImport.objects.filter(pk=run.pk, state=State.READ).update(state=to, **fields):
        raise Refused(
            "Hasil ini sudah disimpan atau dibuang. Unggah berkas lagi.", code="run_closed"
        )


def _plan(run: LocationImport, within: Q) -> tuple[_Reading, dict[str, int]]:
    """(what the file says, {NIP: person} of those whom the reader may write for); 1 query."""
    reading = _Reading()
    named = _read(run.file, reading)
    known = Employee.objects.filter(within, is_active=True, kind=Employee.Kind.ASN)
    people = {str(nip): pk for pk, nip in known.values_list("pk", "nip") if nip in reading.homes}
    for number, nip, name in named:
        if nip not in people:
            reading.refused.append([number, nip, name, _NO_PERSON])
            reading.homes.pop(nip, None)
    reading.refused.sort(key=lambda row: row[0])
    return reading, people


def _read(stored: StoredFile, reading: _Reading) -> list[tuple[int, str, str]]:
    """Fill in `reading`; (row, NIP, name) of every row that can be used."""
    rows = rows_of(stored)
    _check_header(heading(next(rows, (0, []))[1]))
    named = []
    for number, values in rows:
        reading.rows += 1
        _, name, nip, *where = [*values, *[None] * 6][:6]
        try:
            named.append((number, _take(nip, where, reading), str(name or "")[:100]))
        except BadCellError as error:
            reading.refused.append([number, str(nip or "")[:30], str(name or "")[:100], str(error)])
    return named


def _take(nip: Any, where: list[Any], reading: _Reading) -> str:
    number = nip_of(nip)
    if number in reading.homes:
        raise BadCellError("NIP ini sudah ada di baris sebelumnya. Sisakan satu baris.")
    latitude, longitude, radius = (
        number_of(value, label)
        for value, label in zip(where, ("Latitude", "Longitude", "Jarak"), strict=True)
    )
    try:
        reading.homes[number] = spot_of(latitude, longitude, round(radius))
    except Refused as refusal:
        raise BadCellError(refusal.message) from refusal
    return number


def _check_header(names: list[str]) -> None:
    if names != HEADER:
        raise Refused(
            f"Baris pertama harus persis: {' | '.join(HEADER)}. Perbaiki, lalu unggah lagi.",
            code="bad_header",
            field="berkas",
        )


def _report(reading: _Reading, people: int) -> dict[str, Any]:
    return {
        "rows": reading.rows,
        "people": people,
        "refused_count": len(reading.refused),
        "refused": reading.refused[:MOST_REFUSED],
    }


def refused_rows(run: LocationImport) -> Iterator[dict[str, Any]]:
    """The refused rows of the report, for a page."""
    for number, nip, name, sentence in run.report.get("refused", []):
        yield {"number": number, "nip": nip, "name": name, "message": sentence}
