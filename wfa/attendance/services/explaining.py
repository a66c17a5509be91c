"""What employees say about a day of theirs, within the time that the policy gives them (R25, G18)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wfa.attendance.models import Expectation, Explanation, Verdict
from wfa.attendance.selectors.days import SUBJECT
from wfa.attendance.selectors.verifiers import verifiers_of
from wfa.audit.services import record
from wfa.calendars.wording import day, short_day
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.refusals import Refused

SHORTEST, LONGEST = 10, 2000
MOST = 10
"""Explanations of one day; more can be told in words to the superior."""


def explain(expectation: Expectation, *, by: Employee, text: str) -> Explanation:
    """Keep what `by` says about their day and tell whoever verifies it; never edited afterwards.

    `Refused` after `explain_until` (a date, the day itself included), for a day that is sah, for
    somebody else's day, and for a text of fewer than `SHORTEST` characters.
    """
    said = text.replace("\r\n", "\n").strip()
    if len(said) < SHORTEST:
        sentence = "Penjelasan terlalu singkat. Tulis apa yang terjadi dan kapan."
        raise Refused(sentence, code="too_short", field="penjelasan")
    with transaction.atomic():
        row = _locked(expectation.pk, by)
        if why := why_not(row):
            raise Refused(why, code="not_now", field="penjelasan")
        if row.explanations.count() >= MOST:
            sentence = "Penjelasan untuk hari ini sudah banyak. Sampaikan langsung ke atasan Anda."
            raise Refused(sentence, code="many", field="penjelasan")
        kept = Explanation.objects.create(
            expectation=row, text=said[:LONGEST], written_at=timezone.now()
        )
        _tell(row)
        record("day_explained", by=by, target=(SUBJECT, row.pk), dates=row.date.isoformat())
    return kept


def why_not(row: Expectation) -> str:
    """Why the employee can't explain this day now; "" = they can."""
    if row.withdrawn_at is not None:
        return "Hari ini dibatalkan, jadi tidak perlu penjelasan."
    if row.verdict == Verdict.VALID:
        return "Hari ini sudah dinyatakan sah, jadi tidak perlu penjelasan."
    today = timezone.localdate()
    if row.date > today:
        return "Harinya belum tiba. Penjelasan dapat ditulis sejak hari itu."
    if row.explain_until < today:
        until = short_day(row.explain_until)
        return f"Waktu penjelasan berakhir {until}. Hubungi atasan Anda bila ada yang perlu diubah."
    return ""


def _locked(pk: UUID, by: Employee) -> Expectation:
    rows = Expectation.objects.select_for_update(of=("self",)).select_related("employee", "unit")
    row = rows.get(pk=pk)
    if row.employee_id != by.pk:
        raise Refused("Hanya pegawainya yang dapat menjelaskan harinya.", code="not_yours")
    return row


def _tell(row: Expectation) -> None:
    link = reverse("pengawasan-hari", args=[row.pk])
    subject = f"{row.employee.full_name} menjelaskan {day(row.date)}"
    body = "Baca penjelasannya, lalu putuskan harinya."
    people = verifiers_of([row])[row.pk]
    notify_many(Notice(person, subject, body, link, Message.Topic.WORK) for person in people)
