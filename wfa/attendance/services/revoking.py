"""What the rung "cabut" does: days away become days in the office, and no new one comes."""

from __future__ import annotations

import datetime

from wfa.attendance.models import Level, Reprimand
from wfa.attendance.rules import ladder
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.refusals import Refused
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.services import lock_people
from workflows.selectors import RUNNING
from workflows.services import Outcome, perform
from workflows.services.recalling import recall_days


def running_of(employee: Employee, since: datetime.date) -> list[WorkRequest]:
    """Approved requests of this person with a live day from then on, ordered by key."""
    ahead = RequestDay.objects.filter(
        employee=employee, date__gte=since, state=RequestDay.State.APPROVED
    )
    rows = WorkRequest.objects.filter(
        applicant=employee, state__in=RUNNING, pk__in=ahead.values("request")
    )
    return list(rows.order_by("pk"))


def recall_all(
    employee: Employee, *, by: Employee, capacity: Capacity, number: str, since: datetime.date
) -> None:
    """Call this person back from every day away from then on; all or nothing.

    `capacity`: as whom the letter was signed: the right was asked then. A request that doesn't
    follow stops the whole with its reason.
    """
    note = f"Kerja fleksibel dicabut dengan surat nomor {number}."
    receipts = perform(
        "recall",
        running_of(employee, since),
        by=by,
        capacity=capacity,
        note=note,
        since=since,
        document_number=number,
    )
    days = recall_days([employee.pk], by=by, note=note, since=since, capacity=capacity)
    failed = [r.sentence for r in receipts if not r.ok]
    failed += [r.sentence for r in days if r.outcome is Outcome.REFUSED]
    if failed:
        raise Refused(failed[0], code="not_recalled")


def keep_revoked(employee: Employee) -> None:
    """Write down for the rooms below what stands now: which letter keeps them in, until when.

    The one that ends last counts; it ends by its date, and is taken off when it is lifted. The
    person is locked first: of two acts at once the later one sees what the faster one left.
    """
    lock_people([employee.pk])
    rows = Reprimand.objects.filter(
        employee=employee, level=Level.REVOKE, state__in=ladder.STANDING
    )
    row = rows.filter(expires_on__isnull=False).order_by("-expires_on").first()
    letter, until = (row.number, row.expires_on) if row else ("", None)
    Employee.objects.filter(pk=employee.pk).update(revoked_letter=letter, revoked_until=until)
