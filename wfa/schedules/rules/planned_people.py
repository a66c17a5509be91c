"""May these people be away on these days, and is the day theirs to plan? Pure.

The same rules as for a request (PermenPAN-RB 4/2025 Ps 13 and 25, R1-R6, R27), for a whole office.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator

from wfa.calendars.wording import day_list, short_day
from wfa.policies.rules import RuleSet, exclusion
from wfa.schedules.letters import AWAY_LETTERS, LETTERS, NOTHING
from wfa.schedules.models.days import Slot
from wfa.schedules.rules.planned import (
    Change,
    Plan,
    Planned,
    Problem,
    by_date,
    cell_name,
    day_name,
)

PERMEN = "PermenPAN-RB 4/2025"
TO_OFFICE = "Ganti dengan Kantor."
REFRESH = "Segarkan daftar pegawai."


def gone(plan: Plan) -> Iterator[Problem]:
    """People who left the OPD since the line was made: it has no say over their days any more."""
    for line in plan.lines:
        cells = tuple(c.key for c in plan.changes if c.line is line) if not line.here else ()
        if cells:
            sentence = f"sudah tidak bertugas aktif di OPD ini. {REFRESH}"
            yield _about(line, "gone", sentence, "PP 11/2017 Pasal 1 angka 27", cells)


def days(plan: Plan) -> Iterator[Problem]:
    """Only working days are planned: Monday to Friday, no holiday, no cuti bersama."""
    for date, changes in by_date(plan.changes).items():
        if why := plan.calendar.why_not(date):
            yield Problem(
                "holiday",
                day_name(date),
                f"bukan hari kerja ({why}). Kosongkan, atau segarkan daftar pegawai.",
                "Kalender kerja daerah",
                date,
                cells=tuple(change.key for change in changes),
            )


def passed(plan: Plan) -> Iterator[Problem]:
    """A day that has passed can't be decided (UU 30/2014 Ps 58 ayat 6: not retroactive)."""
    found: dict[datetime.date, list[int]] = defaultdict(list)
    for line in plan.lines:
        for offset in range(min((plan.today - plan.first_day).days, len(line.cells))):
            letter = line.cells[offset]
            if letter in LETTERS and LETTERS[letter].is_away and letter != line.base[offset]:
                found[plan.first_day + datetime.timedelta(days=offset)].append(line.employee_id)
    for date, people in sorted(found.items()):
        yield Problem(
            "passed",
            day_name(date),
            "sudah lewat. Kosongkan, atau segarkan daftar pegawai.",
            "UU 30/2014 Pasal 58 ayat (6)",
            date,
            cells=tuple((person, date) for person in people),
        )


def closed(plan: Plan) -> Iterator[Problem]:
    """Days on which flexible work isn't open at all for the units of these people."""
    shut = [c for c in plan.away if not plan.rules[c.line.unit_id, c.date].open]
    if shut:
        rules = plan.rules[shut[0].line.unit_id, shut[0].date]
        dates = sorted({change.date for change in shut})
        yield Problem(
            "policy_off",
            day_list(dates),
            f"kerja fleksibel tidak dibuka. {TO_OFFICE}",
            rules.describe("open"),
            dates[0],
            cells=tuple(change.key for change in shut),
        )


def persons(plan: Plan) -> Iterator[Problem]:
    """One sentence per person and reason, with all the days that it forbids."""
    found: dict[tuple[int, str], tuple[Change, str, str, list[Change]]] = {}
    for change in plan.away:
        rules = plan.rules[change.line.unit_id, change.date]
        if change.line.here and rules.open and (reason := why_not(change, rules)):
            code, sentence, law = reason
            key = change.line.employee_id, code
            found.setdefault(key, (change, sentence, law, []))[3].append(change)
    for (_, code), (change, sentence, law, changes) in found.items():
        yield _about(change.line, code, sentence, law, tuple(c.key for c in changes))


Reason = tuple[str, str, str]
"""(code, sentence, law)"""


def why_not(change: Change, rules: RuleSet) -> Reason | None:
    """Why this person may not be away on this day; None = they may."""
    if change.line.revoked and change.line.revoked.holds(change.date):
        sentence = f"{change.line.revoked.words}. {TO_OFFICE}"
        return "revoked", sentence, rules.describe("reprimand_ladder")
    until, sentence = allowed_from(change.line, rules)
    if until and change.date < until:
        law = f"{PERMEN} Pasal 25 ayat (1) huruf b"
        return why_never(change.line, None, rules) or ("new_in_position", sentence, law)
    return why_never(change.line, change.letter, rules)


def why_never(line: Planned, letter: str | None, rules: RuleSet) -> Reason | None:
    """Why this person may not be away like that on any day under these rules; None = they may."""
    return (
        _disciplined(line)
        or _excluded(line, rules)
        or (_kind_of_day(letter, rules) if letter else None)
    )


def _disciplined(line: Planned) -> Reason | None:
    if line.standing not in {"discipline", "investigation"}:
        return None
    word = "menjalani" if line.standing == "discipline" else "dalam proses"
    law = f"{PERMEN} Pasal 25 ayat (1) huruf a"
    return "discipline", f"sedang {word} hukuman disiplin. {TO_OFFICE}", law


def _excluded(line: Planned, rules: RuleSet) -> Reason | None:
    key, word = exclusion(rules, echelon=line.echelon, position=line.position)
    if not key:
        return None
    what = {
        "excluded_echelons": word,
        "excluded_positions": f"jabatan {word}",
        "excluded": "unitnya",
    }[key]
    return "excluded", f"{what} tetap bekerja di kantor. {TO_OFFICE}", rules.describe(key)


def allowed_from(line: Planned, rules: RuleSet) -> tuple[datetime.date | None, str]:
    """Not before so many months in the post (PermenPAN-RB 4/2025 Ps 25 (1) b): until when, and why.

    (None, "") = no matter how long.
    """
    months = rules.new_in_position_months
    until = add_months(line.position_since, months) if line.position_since and months else None
    if until is None:
        return None, ""
    sentence = f"baru menempati jabatan. Boleh mulai {short_day(until)}. {TO_OFFICE}"
    return until, sentence


def kept_until(line: Planned, rules: RuleSet) -> tuple[datetime.date | None, str]:
    """Until when this person stays in the office, new in the post or by a letter, and why."""
    until, sentence = allowed_from(line, rules)
    if line.revoked and (until is None or until < line.revoked.first_free):
        return line.revoked.first_free, f"{line.revoked.words}. {TO_OFFICE}"
    return until, sentence


def _kind_of_day(letter: str, rules: RuleSet) -> Reason | None:
    meaning = LETTERS[letter]
    if meaning.place not in rules.places:
        return "place_closed", f"{meaning.label} tidak dibuka. Pilih yang lain.", _PLACES
    if meaning.slot != Slot.FULL and not rules.half_days:
        sentence = "setengah hari tidak dibuka kebijakan. Pilih sehari penuh atau Kantor."
        return "half_day", sentence, rules.describe("half_days")
    return None


_PLACES = f"{PERMEN} Pasal 12"


def clashes(plan: Plan) -> Iterator[Problem]:
    """One person, one place a day (R27); and a day that changed since the draft was made."""
    for change in plan.changes:
        other = plan.elsewhere.get(change.key)
        if other and change.letter in AWAY_LETTERS:
            label = LETTERS[change.letter].label.split(",")[0]
            sentence = f"{label} bentrok dengan {other.label}. Hapus {label} hari itu."
            yield _on_cell(change, "clash", sentence)
        elif not other and plan.stands.get(change.key, NOTHING) != change.was:
            sentence = f"sudah berubah sejak rancangan ini dibuat. {REFRESH}"
            yield _on_cell(change, "stale", sentence)


def _on_cell(change: Change, code: str, sentence: str) -> Problem:
    return Problem(
        code,
        cell_name(change.line.name, change.date),
        sentence,
        "PP 11/2017 Pasal 1 angka 27",
        change.date,
        employee_id=change.line.employee_id,
        cells=(change.key,),
    )


def weeks(plan: Plan) -> Iterator[Problem]:
    """No more days away a week than the policy gives a rota (PermenPAN-RB 4/2025 Ps 13, R1).

    An order answers an emergency: its days aren't counted against the week.
    """
    found: dict[tuple[int, datetime.date], list[Change]] = defaultdict(list)
    for change in plan.away if plan.kind != "order" else ():
        found[change.line.employee_id, _monday(change.date)].append(change)
    back = {change.key for change in plan.changes if change.is_leaving}
    for (employee, monday), changes in found.items():
        line = changes[0].line
        limit = plan.rules[line.unit_id, changes[0].date].rota_days_per_week
        days = {c.date for c in changes} | _others_in(plan, employee, monday, back)
        if len(days) > limit:
            cells = tuple(change.key for change in changes)
            sentence = (
                f"{len(days)} hari pada minggu {short_day(monday)}, paling banyak {limit}. "
                f"Kurangi {len(days) - limit} hari."
            )
            yield _about(line, "week", sentence, f"{PERMEN} Pasal 13 ayat (1)", cells)


def _others_in(
    plan: Plan, employee: int, monday: datetime.date, back: Collection[tuple[int, datetime.date]]
) -> set[datetime.date]:
    """Days away of that week that stand elsewhere, without those that this plan takes back."""
    days = plan.other_days.get(employee, ())
    return {day for day in days if _monday(day) == monday and (employee, day) not in back}


def _about(
    line: Planned, code: str, sentence: str, law: str, cells: tuple[tuple[int, datetime.date], ...]
) -> Problem:
    date = min(day for _, day in cells)
    return Problem(code, line.name, sentence, law, date, employee_id=line.employee_id, cells=cells)


def _monday(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=date.weekday())


def add_months(date: datetime.date, months: int) -> datetime.date:
    """The same day `months` later, or the last day of that month."""
    years, month = divmod(date.month - 1 + months, 12)
    first = datetime.date(date.year + years, month + 1, 1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    return min(first + datetime.timedelta(days=date.day - 1), after - datetime.timedelta(days=1))
