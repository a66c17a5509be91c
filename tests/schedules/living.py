"""One small office in which days are planned, swapped, recalled and missed, each as somebody would
try it; and what must hold of every day afterwards, told from the days and not from the counters."""

import datetime
import random
from collections import defaultdict

from tests.actors import add_employee, add_unit
from tests.workflows import cases, rosters
from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.requests.models import LIVE_DAY, RequestDay, WorkRequest
from wfa.schedules.letters import AWAY_LETTERS, dated
from wfa.schedules.models import AWAY, OFF, Absence, Roster, RosterLine, Swap, WorkDay
from wfa.schedules.patterns import Kind, Pattern
from wfa.schedules.services import (
    paint,
    save_cells,
    start_amendment,
    start_extra,
    start_order,
    start_roster,
)
from wfa.schedules.services.absences import record_absence, withdraw_absence
from workflows.selectors import taken_by_requests, taken_for
from workflows.services import perform, perform_roster
from workflows.services.recalling import recall_days
from workflows.services.swaps import agree, ask, decide

QUOTA, PRESENT, OFFICIALS = 60, 2, 1
RULES = {
    "open": True,
    "quota_percent": QUOTA,
    "min_present": PRESENT,
    "min_structural_present": OFFICIALS,
    "rota_days_per_week": 3,
    "half_days": True,
    "lead_days": 0,
    "excluded_echelons": ["22"],
}
STEPS = (
    "start",
    "fill",
    "fill",
    "paint",
    "submit",
    "submit",
    "report",
    "send_back",
    "approve",
    "approve",
    "enact",
    "enact",
    "withdraw",
    "amend",
    "extra",
    "order",
    "file",
    "file",
    "drop",
    "absent",
    "absent",
    "present",
    "recall",
    "ask",
    "agree",
    "decide",
)


class Office:
    """Diskominfo with a UPTD of its own; every method is something that somebody tries."""

    def __init__(self, region, seed):
        self.chance = random.Random(seed)
        self.region, self.tried = region, []
        region.policy.parameters = dict(RULES)
        region.policy.save(update_fields=["parameters"])
        self.uptd = add_unit(region.diskominfo, "UPTD PUSAT DATA", "uptd", "UPTD Pusat Data")
        self.staff = [add_employee(region.aplikasi, f"Staf {n}") for n in range(4)]
        self.staff += [add_employee(region.aplikasi, f"Kasi {n}", echelon="41") for n in range(2)]
        self.staff += [add_employee(self.uptd, f"Operator {n}") for n in range(3)]
        self.head = Employee.objects.get(name="Bambang Hartono")
        self.bkd = Employee.objects.get(name="Citra Maharani")
        self.month = rosters.next_month()
        self.days = rosters.working_days(self.month, 8)

    def live(self, steps):
        """Try so many things; a refusal is an answer. After each everything must hold."""
        for _ in range(steps):
            step = self.chance.choice(STEPS)
            try:
                getattr(self, f"_{step}")()
            except Refused as refusal:
                step = f"{step}: {refusal}"
            self.tried.append(step)
            check(self.region.diskominfo, self.uptd)

    # --- whom, what, when -------------------------------------------------------------------

    def _one(self, rows):
        found = list(rows)
        return self.chance.choice(found) if found else None

    def _roster(self, *states):
        return self._one(Roster.objects.filter(state__in=states).order_by("created_at"))

    def _dates(self, most=3):
        return sorted(self.chance.sample(self.days, self.chance.randint(1, most)))

    # --- rosters ----------------------------------------------------------------------------

    def _start(self):
        start_roster(self.region.diskominfo, self.month, by=self.head, decided=self._decided())

    def _decided(self):
        ids = [person.pk for person in self.staff]
        return taken_by_requests(ids, self.month, self.days[-1])

    def _fill(self):
        roster = self._roster("draft", "returned")
        if roster:
            cells = {
                person.pk: {date: self.chance.choice("KRRAPS") for date in self._dates()}
                for person in self.chance.sample(self.staff, 3)
                if roster.lines.filter(employee=person).exists()
            }
            save_cells(roster, cells, by=self.head, revision=roster.revision)

    def _paint(self):
        roster = self._roster("draft", "returned")
        if roster:
            pattern = Pattern(self.chance.choice(list(Kind)), share=40, days_per_week=3)
            decided = taken_for(roster)
            paint(
                roster,
                pattern,
                by=self.head,
                revision=roster.revision,
                seed=self.chance.randint(0, 99),
                decided=decided,
            )

    def _move(self, step, by, *states, **data):
        if roster := self._roster(*states):
            perform_roster(step, [roster], by=by, **data)

    def _submit(self):
        self._move("submit", self.head, "draft", "returned")

    def _report(self):
        letter = {"document_number": rosters.LETTER, "dated": datetime.date(2026, 1, 5)}
        self._move("report", self.head, "submitted", **letter)

    def _send_back(self):
        self._move("send_back", self.bkd, "reported", note="Periksa lagi.")

    def _approve(self):
        self._report()
        self._move("approve", self.bkd, "reported")

    def _enact(self):
        number = f"800.1.11.1/{self.chance.randint(1, 9999)}/X/2026"
        self._move("enact", self.head, "approved", document_number=number)

    def _withdraw(self):
        self._move("withdraw", self.head, "submitted", "returned")

    def _amend(self):
        base = self._one(Roster.objects.filter(state="in_force", kind="month"))
        if base:
            start_amendment(base, by=self.head, reason="Ada rapat kerja.", decided=taken_for(base))

    def _extra(self):
        unit, decided = self.region.diskominfo, self._decided()
        start_extra(unit, self._dates(2), by=self.head, reason="Tambahan.", decided=decided)

    def _order(self):
        start_order(
            [self.region.diskominfo],
            self._dates(2),
            by=self.head,
            reason="Banjir di jalan utama.",
            basis="Instruksi Bupati Nomor 3 Tahun 2026",
            decided=self._decided(),
        )

    # --- requests, absences, recalls, swaps ---------------------------------------------------

    def _file(self):
        person = self.chance.choice(self.staff)
        perform("submit", [cases.draft(person, self._dates(2))], by=person)

    def _drop(self):
        request = self._one(WorkRequest.objects.filter(state="submitted").order_by("created_at"))
        if request:
            perform("withdraw", [request], by=request.applicant)

    def _absent(self):
        first, *_, last = [*self._dates(2), *self._dates(1)]
        kind = self.chance.choice(Absence.Kind.values)
        person = self.chance.choice(self.staff)
        days = sorted([first, last])
        record_absence(person, kind, *days, "Surat Izin 12/2026", by=self.head)

    def _present(self):
        absence = self._one(Absence.objects.filter(withdrawn_at=None).order_by("pk"))
        if absence:
            withdraw_absence(absence, by=self.head, why="Cuti ditunda.")

    def _recall(self):
        people = [person.pk for person in self.chance.sample(self.staff, 2)]
        recall_days(people, by=self.head, note="Ada pelayanan.", dates=self._dates())

    def _ask(self):
        asker, other = self.chance.sample(self.staff, 2)
        first, *rest = self._dates(2)
        ask(asker, other, first, rest[0] if rest else None, reason="Mengantar anak sekolah.")

    def _agree(self):
        if swap := self._one(Swap.objects.filter(state="asked").order_by("asked_at")):
            agree(swap, by=swap.other)

    def _decide(self):
        self._agree()
        if swap := self._one(Swap.objects.filter(state="agreed").order_by("asked_at")):
            decide(swap, by=self.head, approved=True)


# --- what must hold --------------------------------------------------------------------------


def check(*offices):
    """Nobody is in two places; no quota is broken; no office is left empty while somebody is away."""
    away, off = _where()
    for office in offices:
        people = _people(office)
        for date in {date for date, _ in away}:
            _check_day(office, people, date, away, off)


def _where():
    """({(date, employee): [what takes them away]}, {(date, employee): what they miss})"""
    away, off = defaultdict(list), {}
    live = RequestDay.objects.filter(state__in=LIVE_DAY)
    for employee, date in live.values_list("employee", "date"):
        away[date, employee].append("request")
    days = WorkDay.objects.filter(withdrawn_at=None)
    for day in days.exclude(source_kind="request", place__in=AWAY):
        if day.place in OFF:
            off[day.date, day.employee_id] = day.place
        elif day.place in AWAY:
            away[day.date, day.employee_id].append(f"{day.source_kind} {day.slot}")
    for line in RosterLine.objects.exclude(held="").select_related("roster"):
        for date, letter in dated(line.held, line.roster.first_day):
            assert letter in AWAY_LETTERS
            away[date, line.employee_id].append(f"held {line.roster.kind}")
    for key, places in away.items():
        assert len(places) == 1 or {"rota am", "rota pm"} >= set(places), (key, places)
        planned = all(place.startswith("held") for place in places)
        assert planned or key not in off, (key, places, off[key])
    return away, off


def _people(office):
    found = Employee.objects.filter(unit__path__startswith=office.path, is_active=True)
    return {person.pk: bool(person.echelon) for person in found}


def _check_day(office, people, date, away, off):
    gone = {pk for day, pk in away if day == date and pk in people}
    if not gone:
        return
    missing = {pk for day, pk in off if day == date and pk in people}
    assert len(gone) <= len(people) * QUOTA // 100, (office, date, gone)
    assert len(people) - len(gone | missing) >= PRESENT, (office, date, gone, missing)
    officials = {pk for pk, structural in people.items() if structural}
    if gone & officials:
        stay = len(officials - gone - missing)
        assert stay >= min(OFFICIALS, len(officials)), (office, date, gone, missing)
