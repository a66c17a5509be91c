"""What must hold before a paper about requests is signed; every kind picks what concerns it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from documents.kinds import parts
from documents.kinds.base import Check
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.people.selectors import mandate_on
from wfa.requests.models import State, WorkRequest
from workflows.selectors import closings_of
from workflows.services.judging import held_sentence

CONFLICT = "UU 30/2014 Pasal 42"
NOT_BACKWARDS = "UU 30/2014 Pasal 58 ayat (6)"
_WORDS = {
    State.PROPOSED: "diusulkan",
    State.APPROVED: "disetujui",
    State.IN_FORCE: "masih berlaku",
}


def standing(requests: Sequence[WorkRequest], wanted: State) -> Check:
    """All requests of the paper stand where it found them."""
    if not requests:
        return Check("bad", "Tidak ada pegawai dalam naskah ini. Buang rancangan.", code="empty")
    moved = [r for r in requests if r.state != wanted]
    if moved:
        names = ", ".join(str(r) for r in moved[:5])
        return Check(
            "bad",
            f"Keadaan pengajuan {names} berubah. Buang rancangan, lalu susun lagi.",
            code="moved",
        )
    return Check("ok", f"{len(requests)} pengajuan {_WORDS[wanted]}, tidak ada di naskah lain.")


def separate(user: Employee, people: set[int]) -> Check:
    """Nobody signs for themself, through an acting office either (UU 30/2014 Ps 42)."""
    if user.pk in people:
        return Check(
            "bad",
            "Naskah ini memuat pengajuan Anda sendiri. Pejabat lain harus menandatanganinya.",
            CONFLICT,
            code="own_case",
        )
    return Check("ok", "Tidak memuat pengajuan Anda sendiri.", CONFLICT)


def applicants(requests: Sequence[WorkRequest]) -> set[int]:
    return {r.applicant_id for r in requests}


def held(requests: Sequence[WorkRequest], today: datetime.date) -> list[Check]:
    """Flexible work was closed after the draft: what isn't signed yet is held."""
    found = closings_of(requests, today)
    return [
        Check("bad", held_sentence(closing), code="held")
        for closing in dict.fromkeys(found.values())
    ]


def mandate(capacity: Capacity | None, today: datetime.date) -> Check:
    """On whose behalf the signer acts (UU 30/2014 Ps 14)."""
    found = mandate_on(today)
    if found is None or (capacity and found.office_id != capacity.unit_id):
        return Check(
            "bad",
            "Dasar kewenangan menandatangani belum ada untuk hari ini. "
            "Isi di halaman Daerah, bagian Dasar kewenangan.",
            "UU 30/2014 Pasal 14",
            code="no_basis",
        )
    return Check("ok", f"Dasar kewenangan: {found}.", "UU 30/2014 Pasal 14")


def ahead(requests: Sequence[WorkRequest], today: datetime.date) -> Check:
    """A decree isn't retroactive: it can't give days that have passed (UU 30/2014 Ps 58 (6))."""
    every = parts.days_by_request(requests, ["approved"])
    late = [r for r in requests if not any(day >= today for day in every.get(r.pk, []))]
    if late:
        names = ", ".join(str(r) for r in late[:5])
        return Check(
            "bad",
            f"Semua hari pada {names} sudah lewat. Buang rancangan, susun tanpa pengajuan itu.",
            NOT_BACKWARDS,
            code="past",
        )
    passed = sum(day < today for days in every.values() for day in days)
    if passed:
        return Check("warn", f"{passed} hari sudah lewat dan tidak ikut dicetak.", NOT_BACKWARDS)
    return Check("ok", "Semua hari masih di depan.", NOT_BACKWARDS)
