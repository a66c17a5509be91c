"""The seats and days of a roster: held from the submission on, facts when the paper is issued."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from wfa.schedules.letters import AWAY_LETTERS, LETTERS, NOTHING, dated
from wfa.schedules.models import AWAY, Roster, RosterLine, WorkDay
from wfa.schedules.patterns import Kind
from wfa.schedules.rules.planned import CellKey, Change
from wfa.schedules.selectors import Board, Composition, is_structural
from wfa.schedules.selectors.planning import unit_now
from wfa.schedules.services import (
    Placed,
    QuotaFullError,
    Seat,
    exchange_seats,
    give_back_seats,
    lock_seats,
    take_back_rows,
    take_seats,
    write_days,
)
from workflows.selectors.rosters import held_meanwhile, taken_by_requests
from workflows.services.rosters.act import RosterAct

BATCH = 300


class TakenError(Exception):
    """Somebody was faster with these days of these people."""

    def __init__(self, cells: Collection[CellKey]) -> None:
        super().__init__("hari terisi")
        self.cells = sorted(cells, key=lambda cell: (cell[1], cell[0]))


# --- held while it is decided ------------------------------------------------------------------


def lock_together(act: RosterAct, rosters: Iterable[Roster]) -> None:
    """Several rosters in one act: the counters of them all in one order, before the first."""
    known = [act.known[roster.pk] for roster in rosters]
    wanted = [Seat(c.line.unit_id, c.date) for each in known for c in each.plan.changes]
    lock_seats(
        [*wanted, *(seat for each in known for seat in _held_seats(each.lines, each.roster))]
    )


def hold(act: RosterAct, roster: Roster) -> None:
    """Take the seats that the plan needs now; what it held before and needs no more goes back.

    Raises `QuotaFullError`, or `TakenError` where a request has the day of somebody by now.
    """
    known = act.known[roster.pk]
    before, give = _held_cells(known.lines, roster), _held_seats(known.lines, roster)
    wanted = _wanted(known)
    take, moved = [], []
    for line in known.lines:
        unit, official = unit_now(line, roster), is_structural(line.employee)
        if (line.unit_id, line.is_structural) != (unit.pk, official):
            moved.append(line)
        line.unit, line.is_structural = unit, official
        line.held = _letters(line, roster, wanted)
        take += [
            Seat(line.unit_id, date, line.is_structural)
            for date, _ in dated(line.held, roster.first_day)
        ]
    _exchange(take, give, known.board)
    _nobody_faster(known, wanted.keys() - before)
    RosterLine.objects.bulk_update(known.lines, ["held"], batch_size=BATCH)
    RosterLine.objects.bulk_update(moved, ["unit", "is_structural"], batch_size=BATCH)


def let_go(act: RosterAct, roster: Roster) -> None:
    """Nothing is planned any more: every seat goes back."""
    give_back_seats(_held_seats(act.lines[roster.pk], roster))
    RosterLine.objects.filter(roster=roster).exclude(held="").update(held="")


def _wanted(known: Composition) -> dict[CellKey, str]:
    """{(employee, date): letter} of the seats to hold.

    Where an amendment sends one person home instead of another of the same offices, it is the
    other's seat: it stands until the paper is issued, and none is taken beside it.
    """
    plan = known.plan
    lent: Counter[tuple[datetime.date, tuple[int, ...], bool]] = Counter(
        _kind_of_seat(known, change) for change in plan.changes if change.is_leaving
    )
    wanted = {}
    for change in plan.changes:
        if not change.is_fresh:
            continue
        if lent[_kind_of_seat(known, change)] > 0:
            lent[_kind_of_seat(known, change)] -= 1
        else:
            wanted[change.key] = change.letter
    return wanted


def _kind_of_seat(
    known: Composition, change: Change
) -> tuple[datetime.date, tuple[int, ...], bool]:
    offices = tuple(office.id for office in known.board.chain(change.line.unit_id))
    return change.date, offices, change.line.is_structural


def _letters(line: RosterLine, roster: Roster, wanted: dict[CellKey, str]) -> str:
    days = range(len(line.cells))
    dates = (roster.first_day + datetime.timedelta(days=n) for n in days)
    held = "".join(wanted.get((line.employee_id, date), NOTHING) for date in dates)
    return held if held.strip(NOTHING) else ""


def _held_seats(lines: Iterable[RosterLine], roster: Roster) -> list[Seat]:
    return [
        Seat(line.unit_id, date, line.is_structural)
        for line in lines
        for date, _ in dated(line.held, roster.first_day)
    ]


def _held_cells(lines: Iterable[RosterLine], roster: Roster) -> set[CellKey]:
    return {
        (line.employee_id, date) for line in lines for date, _ in dated(line.held, roster.first_day)
    }


def _exchange(take: Sequence[Seat], give: Sequence[Seat], board: Board) -> None:
    if give:
        exchange_seats(board=board, take=take, give=give)
    else:
        take_seats(take, board=board)


def _nobody_faster(known: Composition, cells: Collection[CellKey]) -> None:
    """Look again, now that the counters are ours: who came between has the day."""
    facts = (known.around.facts.get(key) for key in cells)
    own = [row.id for fact in facts if fact for row in fact.rows]
    if taken := held_meanwhile(cells, but=own):
        raise TakenError(taken)


# --- facts once the paper is issued ------------------------------------------------------------


@dataclass(frozen=True)
class _Enacted:
    """What a paper makes of a plan."""

    changes: list[Change]
    left_out: list[Change]


def place(act: RosterAct, roster: Roster) -> None:
    """Write the days from today on, let every held seat go into them, and free what is over.

    A day is left out when its person has left, it became a holiday, or somebody else has decided
    about it since; nothing is overwritten.
    """
    enacted = _settled(act, act.known[roster.pk])
    RosterLine.objects.filter(roster=roster).exclude(held="").update(held="")
    _remember(act, roster, enacted)


def _settled(act: RosterAct, known: Composition) -> _Enacted:
    """What is written, days first and then their seats, as everybody does it.

    Days whose seat was only lent are left out if it is gone, or somebody filed for them since.
    """
    enacted, held = _sorted(known), _held_cells(known.lines, known.roster)
    while True:
        lent = {c.key for c in enacted.changes if c.is_fresh and c.key not in held}
        try:
            with transaction.atomic(savepoint=bool(lent)):
                _write(act, known.roster, enacted.changes)
                _settle(known, enacted.changes)
                _nobody_filed(lent)
        except QuotaFullError as full:
            rest = _without(enacted, {key for key in lent if key[1] in full.dates})
            if rest is None:
                raise
            enacted = rest
        except TakenError as taken:
            enacted = _without(enacted, taken.cells) or enacted
        else:
            return enacted


def _sorted(known: Composition) -> _Enacted:
    keep: list[Change] = []
    out: list[Change] = []
    for change in known.plan.changes:
        stands = known.plan.stands.get(change.key, NOTHING)
        good = (
            change.line.here
            and known.plan.calendar.is_working_day(change.date)
            and change.key not in known.plan.elsewhere
            and stands == change.was
            and not _is_revoked(change)
        )
        (keep if good else out).append(change)
    return _Enacted(keep, out)


def _is_revoked(change: Change) -> bool:
    """Whether a letter of guidance has come since that keeps this person in the office."""
    kept = change.line.revoked
    return kept is not None and change.letter in AWAY_LETTERS and kept.holds(change.date)


def _nobody_filed(lent: Collection[CellKey]) -> None:
    """No seat is held for these days until now: a request may have come, and goes before."""
    if not lent:
        return
    dates = [date for _, date in lent]
    asked = taken_by_requests({employee for employee, _ in lent}, min(dates), max(dates))
    if taken := asked.keys() & set(lent):
        raise TakenError(taken)


def _without(enacted: _Enacted, cells: Collection[CellKey]) -> _Enacted | None:
    """The same without these days; None = none of them is in it."""
    drop = [change for change in enacted.changes if change.key in set(cells)]
    if not drop:
        return None
    keep = [change for change in enacted.changes if change not in drop]
    return _Enacted(keep, [*enacted.left_out, *drop])


def _settle(known: Composition, changes: Sequence[Change]) -> None:
    """Seats: what is held and what the old days have goes back, what the new ones need is taken."""
    roster = known.roster
    lines = {line.employee_id: line for line in known.lines}
    give = _held_seats(known.lines, roster)
    for change in changes:
        fact = known.around.facts.get(change.key)
        for row in fact.rows if fact else ():
            if row.place in AWAY:
                give.append(Seat(row.unit_id, change.date, row.is_structural))
    take = [
        Seat(lines[c.line.employee_id].unit_id, c.date, lines[c.line.employee_id].is_structural)
        for c in changes
        if c.letter in AWAY_LETTERS
    ]
    exchange_seats(board=known.board, take=take, give=give)


def _write(act: RosterAct, roster: Roster, changes: Sequence[Change]) -> None:
    known, number = act.known[roster.pk], act.data["document_number"]
    facts = (known.around.facts.get(change.key) for change in changes)
    gone = [row.id for fact in facts if fact for row in fact.rows]
    if gone:
        take_back_rows(gone, why=f"Diubah dengan Surat Tugas Nomor {number}")
    by_source: dict[str, list[Placed]] = defaultdict(list)
    for source, placed in _placed(known, changes, number):
        by_source[source].append(placed)
    for source, days in by_source.items():
        write_days(days, source_kind=source)


def _placed(
    known: Composition, changes: Sequence[Change], number: str
) -> Iterator[tuple[str, Placed]]:
    """Per person, letter and source one entry with all its days."""
    roster = known.roster
    lines = {line.employee_id: line for line in known.lines}
    groups: dict[tuple[int, str, str], list[datetime.date]] = defaultdict(list)
    for change in changes:
        source = _source(roster, change)
        groups[change.line.employee_id, change.letter, source].append(change.date)
    for (employee, letter, source), dates in groups.items():
        line, meaning = lines[employee], LETTERS[letter]
        yield (
            source,
            Placed(
                employee_id=employee,
                unit_id=line.unit_id,
                dates=tuple(dates),
                place=meaning.place,
                source_id=str(roster.pk),
                basis=f"Surat Tugas Nomor {number}",
                is_structural=line.is_structural,
                slot=meaning.slot,
            ),
        )


def _source(roster: Roster, change: Change) -> str:
    """An order, the fixed weekday of the policy, or the office's own rota."""
    if roster.kind == Roster.Kind.ORDER:
        return WorkDay.Source.ORDER
    offset = (change.date - roster.first_day).days
    by_hand = offset in roster.pattern.get("by_hand", {}).get(str(change.line.employee_id), ())
    phase = next(
        (
            each
            for each in roster.pattern.get("segments", ())
            if each["first"] <= change.date.isoformat() <= each["last"]
        ),
        None,
    )
    fixed = phase is not None and phase["policy"] and phase["kind"] == Kind.FIXED_WEEKDAY
    if fixed and not by_hand and change.letter in AWAY_LETTERS:
        return WorkDay.Source.POLICY
    return WorkDay.Source.ROTA


def _remember(act: RosterAct, roster: Roster, enacted: _Enacted) -> None:
    """For the decision, and for whom to tell."""
    placed: dict[int, list[datetime.date]] = defaultdict(list)
    for change in enacted.changes:
        if change.letter in AWAY_LETTERS:
            placed[change.line.employee_id].append(change.date)
        elif change.is_leaving:
            placed.setdefault(change.line.employee_id, [])
    act.placed[roster.pk] = dict(placed)
    act.written[roster.pk] = {
        "document": act.data["document_number"],
        "days": sum(len(dates) for dates in placed.values()),
        "left_out": [
            [change.line.identity, change.date.isoformat()] for change in enacted.left_out
        ],
    }
