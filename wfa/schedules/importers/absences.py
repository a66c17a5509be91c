"""A list of absences: NIP | Nama | Jenis | Mulai | Sampai | Nomor Surat. Reads and judges, saves nothing.

A bad row costs a sentence, never the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from wfa.people.importers import values
from wfa.people.importers.reader import Column, Row, sheets
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.refusals import Refused
from wfa.schedules.models import Absence
from wfa.schedules.rules.absences import Span, date_reasons, shortage_sentence
from wfa.schedules.rules.seats import Shortage
from wfa.schedules.selectors.absences import (
    CHUNK,
    Ground,
    Verdict,
    gaps_of,
    ground_for,
    judge,
    recordable,
)

MOST_ROWS = 20_000
NAMED = 3
"""Those who could be called in that a sentence names."""
COLUMNS = (
    Column("nip", "NIP", ("NIP", "NIPBARU", "NIPPEGAWAI"), required=True),
    Column("name", "Nama", ("NAMA", "NAMAPEGAWAI", "NAMALENGKAP")),
    Column("kind", "Jenis", ("JENIS", "JENISKETIDAKHADIRAN", "KETERANGAN"), required=True),
    Column("first", "Mulai", ("MULAI", "TANGGALMULAI", "TGLMULAI", "DARI"), required=True),
    Column("last", "Sampai", ("SAMPAI", "SELESAI", "TANGGALSELESAI", "TGLSELESAI"), required=True),
    Column("basis", "Nomor Surat", ("NOMORSURAT", "NOSURAT", "SURAT", "DASAR"), required=True),
)
_KINDS = (
    (Absence.Kind.SICK, ("sakit",)),
    (
        Absence.Kind.DUTY_TRAVEL,
        ("dinas luar", "dl", "perjalanan dinas", "spd", "sppd", "tugas luar"),
    ),
    (Absence.Kind.TRAINING, ("diklat", "pelatihan", "bimtek", "kursus", "latsar", "pkn", "pka")),
    (Absence.Kind.LEAVE, ("cuti", "ct", "cap", "cb", "cm", "cuti tahunan", "izin")),
)
NOT_FOUND = "Pegawai dengan NIP ini tidak ditemukan di OPD Anda. Periksa NIP."


@dataclass(frozen=True)
class Line:
    """One row of the file, and what becomes of it."""

    number: int
    nip: str
    name: str
    outcome: str
    """accepted, unchanged or refused"""
    sentence: str

    def told(self) -> dict[str, Any]:
        return {
            "row": self.number,
            "nip": self.nip,
            "name": self.name,
            "outcome": self.outcome,
            "sentence": self.sentence,
        }


@dataclass
class AbsencePlan:
    """What a file would do: the lines in its order, and what is to be written."""

    lines: list[Line] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    ground: Ground | None = None
    short: dict[int, Shortage] = field(default_factory=dict)
    """{place in `lines`: the office that would be left short}"""

    def count(self, outcome: str) -> int:
        return sum(1 for line in self.lines if line.outcome == outcome)

    def page(self) -> dict[str, Any]:
        """As the import keeps it."""
        return {
            "accepted": self.count("accepted"),
            "unchanged": self.count("unchanged"),
            "refused": self.count("refused"),
            "days": sum(len(verdict.dates) for verdict in self.verdicts),
            "withdrawn": sum(len(verdict.replaced) for verdict in self.verdicts),
            "lines": [line.told() for line in self.lines],
        }


@dataclass
class _Read:
    """One row as it was understood; `problem` says why it wasn't."""

    number: int
    nip: str
    name: str
    span: Span | None = None
    kind: str = ""
    first: Any = None
    last: Any = None
    basis: str = ""
    problem: str = ""


def read_absences(path: Path, *, authority: Authority) -> AbsencePlan:
    """Read a file and judge every row, as somebody with this authority; nothing is saved."""
    rows = [_row(row) for row in _rows(path)]
    if not rows:
        raise Refused("Berkas ini tidak berisi baris. Isi dulu, lalu unggah lagi.", code="empty")
    _find_people(rows, authority)
    spans = [row.span for row in rows if row.span]
    plan = AbsencePlan(ground=_ground(spans))
    for row in rows:
        _enter(plan, row)
    _name_helpers(plan)
    return plan


def _rows(path: Path) -> Iterable[Row]:
    count = 0
    for sheet in sheets(path, COLUMNS):
        if sheet.hidden or sheet.empty:
            continue
        if sheet.absent:
            where = f" pada lembar {sheet.name}" if sheet.name else ""
            missing = ", ".join(sheet.absent)
            raise Refused(f"Kolom {missing} tidak ada{where}. Tambahkan.", code="no_column")
        for row in sheet.rows:
            count += 1
            if count > MOST_ROWS:
                raise Refused("Lebih dari 20.000 baris. Bagi menjadi beberapa berkas.", code="rows")
            yield row


def _row(row: Row) -> _Read:
    cells = row.cells
    read = _Read(row.number, _digits(cells.get("nip")), _said(cells.get("name")))
    read.basis = _said(cells.get("basis"))[:200]
    read.kind = _kind(_said(cells.get("kind")))
    try:
        read.first, read.last = values.date(cells.get("first")), values.date(cells.get("last"))
    except (ValueError, OverflowError):
        read.problem = "Tanggal tidak dikenali. Tulis seperti 17-08-2026."
    return read


def _said(value: object) -> str:
    return values.text(value).value


def _digits(value: object) -> str:
    return re.sub(r"\s", "", _said(value))[:40]


def _kind(words: str) -> str:
    """The kind that the words name; "" = none."""
    said = " ".join(words.lower().split())
    for kind, names in _KINDS:
        if said in names or any(len(name) > 3 and name in said for name in names):
            return str(kind)
    return ""


def _find_people(rows: Sequence[_Read], authority: Authority) -> None:
    """Whom the rows are about, as far as one may record for them; 1 query per 500 rows."""
    scope, known = recordable(authority), dict[str, Employee]()
    wanted = sorted({row.nip for row in rows if row.nip})
    for start in range(0, len(wanted), CHUNK):
        found = scope.filter(nip__in=wanted[start : start + CHUNK]).select_related(None)
        known |= {str(person.nip): person for person in found}
    for row in rows:
        row.problem = row.problem or _problem(row, known.get(row.nip))
        if not row.problem:
            person = known[row.nip]
            row.name = person.full_name
            row.span = Span(person.pk, row.kind, row.first, row.last, row.basis)


def _problem(row: _Read, person: Employee | None) -> str:
    if not row.nip:
        return "NIP kosong. Isi NIP 18 angka."
    if person is None:
        return NOT_FOUND
    if row.name and not _same_name(row.name, person):
        return f"NIP ini milik {person.full_name}, bukan nama pada baris ini. Periksa NIP."
    if not row.kind:
        return "Jenis tidak dikenali. Tulis Cuti, Sakit, Dinas luar, atau Diklat."
    if row.first is None or row.last is None:
        return "Tanggal mulai atau sampai kosong. Isi keduanya."
    return "" if row.basis else "Nomor surat kosong. Isi surat dasarnya."


def _same_name(written: str, person: Employee) -> bool:
    """One word in common is enough: lists write titles and initials in many ways."""
    mine = set(re.findall(r"\w{3,}", written.casefold()))
    theirs = set(re.findall(r"\w{3,}", person.name.casefold()))
    return not mine or not theirs or bool(mine & theirs)


def _ground(spans: Sequence[Span]) -> Ground | None:
    """Only what dates make sense are looked up: a slip in the year must not load a century."""
    today = timezone.localdate()
    sane = [s for s in spans if not date_reasons(s.first, s.last, today)]
    return ground_for(sane) if sane else None


def _enter(plan: AbsencePlan, row: _Read) -> None:
    if row.span is None:
        plan.lines.append(Line(row.number, row.nip, row.name, "refused", row.problem))
        return
    verdict = _judged(row.span, plan)
    outcome = "accepted" if verdict.ok else "refused"
    sentence = _sentence(verdict)
    if verdict.is_known:
        outcome, sentence = "unchanged", f"{row.span.label} sudah tercatat."
    elif verdict.ok:
        plan.verdicts.append(verdict)
    elif verdict.shortages:
        plan.short[len(plan.lines)] = verdict.shortages[0]
    plan.lines.append(Line(row.number, row.nip, row.name, outcome, sentence))


def _judged(span: Span, plan: AbsencePlan) -> Verdict:
    if found := date_reasons(span.first, span.last, timezone.localdate()):
        return Verdict(span, reason=found[0])
    assert plan.ground is not None, "a span whose dates make sense has its ground"  # noqa: S101
    return judge(span, plan.ground)


def _sentence(verdict: Verdict) -> str:
    if verdict.reason:
        return verdict.reason.sentence
    if verdict.shortages:
        return shortage_sentence(verdict.shortages[0])
    lost = len(verdict.replaced)
    gone = f" {lost} hari jadwal dicabut." if lost else ""
    return f"{verdict.span.label}, {len(verdict.dates)} hari kerja.{gone}"


def _name_helpers(plan: AbsencePlan) -> None:
    """Who could be called in stands in the sentence; 3 queries for all rows."""
    if not plan.short:
        return
    places = list(plan.short)
    for at, gap in zip(places, gaps_of([plan.short[at] for at in places]), strict=True):
        said = shortage_sentence(gap.shortage, gap.names[:NAMED])
        plan.lines[at] = replace(plan.lines[at], sentence=said)
