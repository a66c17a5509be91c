"""The file for the discipline procedure: what happened, with its evidence, and nothing decided.

A summary as PDF, the evidence and the way so far as spreadsheets, and their hashes. Whether there
was a breach is found in an examination (PP 94/2021 Ps 26-29); this file names no consequence.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from documents import rendering
from documents.kinds import parts
from documents.kinds.reprimand import office
from documents.services.issuing import emblem_of
from wfa.attendance import wording as told
from wfa.attendance.models import Reprimand
from wfa.attendance.rules import evidence
from wfa.attendance.selectors import reprimands as selectors
from wfa.attendance.selectors.absence import absence_of
from wfa.calendars import wording
from wfa.decisions.models import Decision
from wfa.decisions.selectors import for_subject
from wfa.files.workbooks import workbook

TEMPLATE = "documents/paper/handoff.html"
_EVIDENCE = (
    ("Langkah", 24),
    ("Sebab", 24),
    ("Waktu", 30),
    ("Kejadian", 50),
    ("Keterangan", 80),
)
_WAY = (
    ("Langkah", 24),
    ("Waktu", 34),
    ("Yang terjadi", 34),
    ("Oleh", 40),
    ("Sebagai", 40),
    ("Catatan", 80),
)


def archive(row: Reprimand) -> bytes:
    """The ZIP for one proposed examination: of this step, and of all others of the person."""
    steps = list(selectors.own(row.employee).select_related("employee"))
    files = {
        "ringkasan.pdf": _summary(row, steps),
        "bukti.xlsx": workbook("Bukti", _EVIDENCE, _evidence(steps)),
        "riwayat.xlsx": workbook("Riwayat", _WAY, _way(steps)),
    }
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    files["sha256.txt"] = ("\n".join(sums) + "\n").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def _evidence(steps: Iterable[Reprimand]) -> Iterator[list[object]]:
    for step in steps:
        for line in evidence.lines(step.ground, step.evidence):
            names = [step.get_level_display(), step.get_ground_display()]
            yield [*names, line.when, line.what, " ".join(line.more)]


def _way(steps: Iterable[Reprimand]) -> Iterator[list[object]]:
    for step in steps:
        for each in for_subject(selectors.SUBJECT, step.pk):
            yield [step.get_level_display(), wording.moment(each.at), *_decided(each)]


def _decided(each: Decision) -> list[object]:
    return [told.words_of(each), each.actor_name, each.capacity, each.note]


# --- the summary -------------------------------------------------------------------------------


def _summary(row: Reprimand, steps: Iterable[Reprimand]) -> bytes:
    values = _values(row, steps)
    return rendering.render(TEMPLATE, values, emblem=emblem_of(values)).content


def _values(row: Reprimand, steps: Iterable[Reprimand]) -> dict[str, Any]:
    person, now = row.employee, timezone.now()
    absence = absence_of(person, timezone.localdate(now).year)
    return {
        "family": "sans",
        "paper": "A4",
        "pdf_title": "Usul pemeriksaan",
        "about": "Usul pemeriksaan",
        "signed_at": now.isoformat(timespec="seconds"),
        "verification": None,
        "foot_note": f"Disusun Luwes {wording.moment(now)}. Tidak memuat putusan.",
        "letterhead": parts.letterhead(office(row)),
        "person": _person(row),
        "summary": evidence.summary(row.ground, row.evidence),
        "lines": [_line(each) for each in evidence.lines(row.ground, row.evidence)],
        "reason": row.reason,
        "decided_by": row.decided_by.full_name if row.decided_by else "",
        "steps": [_step(each) for each in steps if each.pk != row.pk],
        "absence": [
            f"{absence.absence.days} hari sepanjang {absence.absence.year}.",
            *absence.sentences,
        ],
    }


def _person(row: Reprimand) -> list[tuple[str, str]]:
    person = row.employee
    return [
        ("Nama", person.full_name),
        ("NIP", wording.nip(person.identity)),
        ("Pangkat, gol.", parts.rank(person)),
        ("Jabatan", str(person.position or "-")),
        ("Unit kerja", person.unit.title_name if person.unit else "-"),
        ("Status", person.get_employment_display()),
    ]


def _line(line: evidence.Line) -> str:
    return " ".join([f"{line.when}: {line.what}", *line.more])


def _step(row: Reprimand) -> str:
    parts_of = [
        row.get_level_display(),
        f"nomor {row.number}" if row.number else "",
        f"({row.get_state_display().lower()}, {evidence.summary(row.ground, row.evidence)})",
    ]
    return " ".join(part for part in parts_of if part)
