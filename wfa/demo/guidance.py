"""A step of guidance in the demo region: calls that nobody answered, a note, a warning's letter."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from django.utils import timezone

from documents import services as papers
from wfa.attendance.models import Expectation, Reprimand, ResponseCall
from wfa.attendance.rules.phones import normal
from wfa.attendance.services import keep_in_step, propose_due
from wfa.attendance.services.calling import close_call, start_call
from wfa.attendance.services.reprimands import CONFIRM, decide
from wfa.demo import cases
from wfa.demo.accounts import Cast
from wfa.demo.clock import on
from wfa.people.models import Employee
from wfa.people.selectors import head_of
from wfa.schedules.models import AWAY, WorkDay

HOURS = (9, 10)
"""O'clock at which nobody answers."""
WHY = "Dua kali tidak dapat dihubungi pada jam kerja, tanpa penjelasan."


def tell(people: Cast) -> None:
    """After the schedules: of two past days at home the first brings a note, the second a letter.

    A colleague's two calls of the second day wait for the decision of the head.
    """
    office = head_of(people.diskominfo)
    assert office is not None  # noqa: S101  (an account of the demo)
    first, second = _dates(people)
    person, colleague = _both_days(people, [first, second])
    _unanswered(person, first, people.personnel)
    with on(first, 14):
        decide(_proposed(person), CONFIRM, by=office.employee, note=WHY)
    _unanswered(person, second, people.personnel)
    _unanswered(colleague, second, people.personnel)
    row = decide(_proposed(person), CONFIRM, by=office.employee, note=WHY)
    cases.sign([papers.ensure_reprimand_letter(row, by=office.employee)], office.employee)


def _away(people: Cast) -> list[WorkDay]:
    rows = WorkDay.objects.filter(
        unit__path__startswith=people.diskominfo.path or "-",
        place__in=AWAY,
        slot="full",
        withdrawn_at__isnull=True,
        source_kind__in=[WorkDay.Source.ROTA, WorkDay.Source.POLICY],
        date__lt=timezone.localdate(),
    )
    return list(rows.select_related("employee").order_by("date", "employee__nip"))


def _dates(people: Cast) -> Sequence[datetime.date]:
    """The two latest days that are over on which people of a roster were away."""
    return sorted({row.date for row in _away(people)})[-2:]


def _both_days(people: Cast, dates: Sequence[datetime.date]) -> list[Employee]:
    """Two who were away on both and can be telephoned; not those whose accounts are shown."""
    shown = {people.applicant.pk, people.personnel.pk, people.assessor.pk}
    rows = [row for row in _away(people) if row.date in dates and row.employee_id not in shown]
    days = Counter(row.employee_id for row in rows)
    found = {row.employee_id: row.employee for row in rows if days[row.employee_id] == 2}
    return [each for each in found.values() if normal(each.phone)][:2]


def _unanswered(person: Employee, date: datetime.date, caller: Employee) -> None:
    """Two calls, each closed an hour later; then the sweep looks."""
    with on(date, 7):
        keep_in_step(date, people=[person.pk])
    day = Expectation.objects.get(employee=person, date=date, withdrawn_at__isnull=True)
    for hour in HOURS:
        with on(date, hour):
            call = start_call(day, by=caller, channel=ResponseCall.Channel.PHONE)
        with on(date, hour, minute=6):
            close_call(call, by=caller, answered=False, note="Nada sambung, tidak diangkat.")
    with on(date, 11):
        propose_due()


def _proposed(person: Employee) -> Reprimand:
    return Reprimand.objects.get(employee=person, state=Reprimand.State.PROPOSED)
