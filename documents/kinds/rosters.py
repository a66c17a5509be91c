"""What the two papers about a roster share: its people and their days, as values."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from documents.kinds import checking, compact, parts
from documents.kinds.base import Check
from documents.kinds.enacting import NotMovedError
from documents.models import Document
from wfa.calendars import wording
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity
from wfa.policies.selectors import rules_along
from wfa.schedules.models import Roster, RosterState
from wfa.schedules.models.rosters import OPEN
from wfa.schedules.selectors import Delta, board_for, delta_of, standing
from workflows.services import assignment_drafted, assignment_dropped, perform_roster

SUBJECT_KIND = "roster"
WORK = "pelaksanaan tugas kedinasan secara fleksibel"


@dataclass(frozen=True)
class Line:
    """One person of the annex: where they are on the days of the paper."""

    person: Employee
    unit: Unit
    days: tuple[tuple[datetime.date, str], ...]
    """(date, letter) of the days that the paper gives or changes."""
    before: tuple[tuple[datetime.date, str], ...]
    """The same days as they stood."""
    away: tuple[datetime.date, ...]


def roster_of(document: Document) -> Roster:
    related = ("unit", "amends", "submitted_by", "decided_by")
    return Roster.objects.select_related(*related).get(pk=document.subject_id)


def lock(document: Document) -> None:
    """Before its papers; together with all that the door locks beside it, in the same order."""
    units = Roster.objects.filter(pk=document.subject_id).values("unit")
    beside = Q(pk=document.subject_id) | Q(unit__in=units, state__in=OPEN)
    list(Roster.objects.select_for_update(of=("self",)).filter(beside).order_by("pk"))


def lines_of(roster: Roster, since: datetime.date | None = None) -> list[Line]:
    """Whom the paper is about, by unit and name; with `since` only their days from then on.

    What counts is what the roster newly says: of a month all days elsewhere, of anything else the
    days that change (`delta_of`).
    """
    found: dict[int, list[Delta]] = {}
    rows = roster.lines.select_related("employee__position", "unit")
    for delta in delta_of(roster, lines=rows):
        if since is None or delta.date >= since:
            found.setdefault(delta.employee.pk, []).append(delta)
    lines = [_line(changes) for changes in found.values()]
    return sorted(lines, key=lambda x: (x.unit.path or "", x.person.name, x.person.pk))


def _line(changes: Sequence[Delta]) -> Line:
    return Line(
        person=changes[0].employee,
        unit=changes[0].line.unit,
        days=tuple((delta.date, delta.now) for delta in changes),
        before=tuple((delta.date, delta.was) for delta in changes),
        away=tuple(delta.date for delta in changes if delta.is_away),
    )


def rows(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The annex: one row per person; an amendment says what was and what becomes of it."""
    return [
        {
            "no": no,
            "name": line.person.full_name,
            "nip": wording.nip(line.person.identity),
            "position": str(line.person.position or ""),
            "unit": line.unit.title_name,
            "days": compact.by_letter(line.days),
            "before": compact.by_letter(line.before),
            "count": len(line.days),
        }
        for no, line in enumerate(lines, 1)
    ]


def annex(roster: Roster, lines: Sequence[Line], *, heading: str, title: str) -> dict[str, Any]:
    key = "changes" if roster.kind == Roster.Kind.AMENDMENT else "people"
    return {"heading": heading, "title": title, key: rows(lines)}


def people(lines: Sequence[Line]) -> list[dict[str, str]]:
    return [{"name": line.person.get_short_name(), "nip": line.person.identity} for line in lines]


def days_of(lines: Sequence[Line]) -> list[datetime.date]:
    """All days on which the paper says something, each once."""
    return sorted({day for line in lines for day, _ in line.days})


def period(roster: Roster) -> str:
    """ "bulan Desember 2026"; of single days "tanggal 10 dan 11 Desember 2026"."""
    if roster.kind in {Roster.Kind.ORDER, Roster.Kind.EXTRA}:
        return f"tanggal {wording.span(roster.first_day, roster.last_day)}"
    return f"bulan {parts.months([roster.first_day, roster.last_day])}"


def reason_of(roster: Roster) -> str:
    """The reason inside a sentence: without its full stop, first letter small."""
    text = " ".join(roster.reason.split()).rstrip(".;")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def changed_paper(roster: Roster) -> str:
    """ "Surat Tugas Nomor … tanggal …": the paper that an amendment changes."""
    base = roster.amends
    if base is None:
        return ""
    paper = issued_for([base.pk]).first()
    when = f" tanggal {wording.short_day(paper.dated)}" if paper and paper.dated else ""
    return f"{word_of(base)} Nomor {base.assignment_number}{when}"


def word_of(roster: Roster) -> str:
    return "Surat Perintah" if roster.kind == Roster.Kind.ORDER else "Surat Tugas"


def issued_for(rosters: Sequence[Any]) -> QuerySet[Document]:
    """The issued Surat Tugas of these rosters."""
    return Document.objects.filter(
        kind=Document.Kind.ASSIGNMENT,
        state=Document.State.ISSUED,
        subject_kind=SUBJECT_KIND,
        subject_id__in=[str(pk) for pk in rosters],
    ).order_by("issued_at")


def composition(roster: Roster, days: Sequence[datetime.date]) -> list[dict[str, Any]]:
    """WFH:WFO per day as the seats stand, days with the same numbers in one row; 3 queries."""
    board = board_for([roster.unit], days)
    office = board.chain(roster.unit_id)[0]
    counters = standing(board)
    same: dict[tuple[int, int], list[datetime.date]] = {}
    for day in days:
        counter = counters.get((office.id, day))
        away, off = (counter.taken, counter.absent) if counter else (0, 0)
        same.setdefault((away, max(office.people - away - off, 0)), []).append(day)
    ordered = sorted(same.items(), key=lambda item: item[1][0])
    return [
        {"days": compact.dates(held), "away": away, "present": here, "share": _share(away, here)}
        for (away, here), held in ordered
    ]


def _share(away: int, here: int) -> str:
    """ "30 : 70" """
    percent = round(away * 100 / (away + here)) if away + here else 0
    return f"{percent} : {100 - percent}"


# --- before the signature ------------------------------------------------------------------------


def checks(document: Document, user: Employee, wanted: RosterState) -> list[Check]:
    """The roster stands where the paper found it, and the signer isn't in it."""
    roster = roster_of(document)
    lines = lines_of(roster)
    away = {line.person.pk for line in lines if line.away}
    return [_standing(document, roster, lines, wanted), checking.separate(user, away)]


def _standing(
    document: Document, roster: Roster, lines: Sequence[Line], wanted: RosterState
) -> Check:
    if roster.state != wanted or document.options.get("round", roster.round) != roster.round:
        now = wording.within(roster.get_state_display())
        sentence = f"Jadwal ini sekarang: {now}. Buang rancangan ini."
        return Check("bad", sentence, code="moved")
    if not lines:
        return Check("bad", "Tidak ada pegawai dalam naskah ini. Buang rancangan.", code="empty")
    return Check("ok", f"Jadwal memuat {len(lines)} pegawai dan tidak berubah sejak diajukan.")


def ahead(roster: Roster, today: datetime.date) -> list[Check]:
    """Nothing is given for days that have passed, nor for days on which all is closed."""
    days = days_of(lines_of(roster))
    left = [day for day in days if day >= today]
    if not left:
        sentence = "Semua hari dalam jadwal ini sudah lewat. Buang rancangan."
        return [Check("bad", sentence, checking.NOT_BACKWARDS, code="past")]
    found = [Check("ok", "Semua hari masih di depan.", checking.NOT_BACKWARDS)]
    if passed := len(days) - len(left):
        sentence = f"{passed} hari sudah lewat dan tidak ikut dicetak."
        found = [Check("warn", sentence, checking.NOT_BACKWARDS)]
    return [*found, *_closed(roster, left)]


def _closed(roster: Roster, days: Sequence[datetime.date]) -> list[Check]:
    """A switch thrown after the approval holds the paper (R34)."""
    along = rules_along([roster.unit], days)
    shut = [day for day in days if not along[roster.unit_id, day].open]
    if not shut or roster.kind == Roster.Kind.AMENDMENT:
        return []  # an amendment may be what calls people back
    sentence = f"Kerja fleksibel ditutup pada {compact.dates(shut)}. Ubah jadwalnya dahulu."
    return [Check("bad", sentence, code="held")]


def taken_up(roster: Roster) -> None:
    """A Surat Tugas is being made of it: the approval stands from now on."""
    assignment_drafted([roster])


def dropped(roster: Roster) -> None:
    assignment_dropped([roster])


# --- after the issue -----------------------------------------------------------------------------


def move(step: str, document: Document, *, by: Employee, capacity: Capacity) -> Roster:
    """Through the one door; a roster that went another way keeps its paper from going out."""
    roster = roster_of(document)
    [receipt] = perform_roster(
        step,
        [roster],
        by=by,
        capacity=capacity,
        document_number=document.number,
        dated=document.dated,
    )
    if not receipt.ok:
        raise NotMovedError(f"Jadwal tidak dapat diproses. {receipt.sentence.rstrip('.')}")
    return roster
