"""The BKD reminds OPDs that haven't reported their month: each person at most once a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction

from wfa.audit.services import Entry, record_many
from wfa.calendars.wording import month, short_day
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import Authority, authority, nearest_holders_of
from wfa.refusals import Refused
from wfa.schedules.selectors import OpdRow
from workflows.selectors.roster_desk import reminded_today, reminder_link


@transaction.atomic
def remind_late(first: datetime.date, rows: Iterable[OpdRow], *, by: Employee) -> int:
    """Tell who drafts the rosters of these OPDs that they are late; how many people were told."""
    late = [row for row in rows if row.is_late]
    held = authority(by)
    if not all(held.capacity("approve_roster", row.unit) for row in late):
        raise Refused("Hanya petugas BKD yang dapat mengingatkan OPD.", code="not_allowed")
    people = nearest_holders_of("draft_roster", [row.unit for row in late])
    everybody = [person for found in people.values() for person in found]
    told = reminded_today(everybody, first)
    notices = [
        _notice(row, person, first)
        for row in late
        for person in people[row.unit.pk]
        if person.pk not in told
    ]
    notify_many(notices)
    if notices:
        record_many([_entry(row, by, held, first) for row in late])
    return len(notices)


def _notice(row: OpdRow, person: Employee, first: datetime.date) -> Notice:
    return Notice(
        person,
        f"Jadwal {month(first)} belum dilaporkan",
        f"{row.unit} belum melaporkan jadwal {month(first)} ke BKD. "
        f"Batasnya {short_day(row.due_on)}. Isi jadwal, lalu laporkan.",
        reminder_link(first),
        Message.Topic.NUDGE,
    )


def _entry(row: OpdRow, by: Employee, held: Authority, first: datetime.date) -> Entry:
    capacity = held.capacity("approve_roster", row.unit)
    return Entry(
        action="roster.reminded",
        by=by,
        capacity=capacity.label if capacity else "",
        target=("unit", row.unit.pk),
        data={"month": first.isoformat()},
    )
