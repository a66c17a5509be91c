"""Days of duty for the visits: today's board, days that wait for their verdict, accounts."""

import datetime

from django.utils import timezone

from tests.attendance.duty import away, called, came, whole
from wfa.attendance.models import (
    DayAccount,
    Expectation,
    ExpectedCheckIn,
    Explanation,
    Window,
    WindowExtension,
)
from wfa.attendance.services.accounts import send_account
from wfa.attendance.services.verifying import verify
from wfa.people.models import Employee
from wfa.schedules.models import WorkDay

NAMES = ("Pagi", "Siang", "Sore")


def add_days_of_duty(head, sender, employee):
    """Of the head's OPD: today with somebody who doesn't answer, and two days before it."""
    opd, today = head.unit.opd, timezone.localdate()
    dates = [today - datetime.timedelta(days=back) for back in range(3)]
    busy = Expectation.objects.filter(date__in=dates).values("employee")
    staff = Employee.objects.filter(unit__opd=opd, kind="asn", is_active=True)
    others = staff.exclude(pk__in=[head.pk, sender.pk, employee.pk])
    people = list(others.exclude(pk__in=busy).order_by("pk")[:8])
    _today(people, head, today)
    for date in dates[1:]:
        _over(people, head, date, sent=date == dates[2])
    send_account(opd, dates[2], by=sender)


def windows(date, begins):
    """Three windows of half an hour, the second one open `begins` before now."""
    found = []
    for number, name in enumerate(NAMES, start=1):
        opens = begins + datetime.timedelta(hours=3 * (number - 2))
        closes = opens + datetime.timedelta(minutes=30)
        found.append(
            Window.objects.create(
                date=date,
                number=number,
                name=name,
                opens_at=opens,
                closes_at=closes,
                grace_minutes=15,
            )
        )
    return found


def day(person, windows):
    date = windows[0].date
    row = Expectation.objects.create(
        employee=person,
        unit=person.unit,
        date=date,
        slot="full",
        place="home",
        work_day=_work_day(person, date).pk,
        basis_text="Surat Tugas Nomor 800.1.11.1/12/Diskominfo/2026",
        needs=["checkins", "plan", "report"],
        reach_from=windows[0].opens_at,
        reach_until=windows[2].closes_at,
        plan_due_at=windows[0].closes_at,
        report_due_at=windows[2].closes_at,
        explain_until=date + datetime.timedelta(days=5),
        written_at=windows[0].opens_at,
    )
    ExpectedCheckIn.objects.bulk_create(
        ExpectedCheckIn(expectation=row, window=window) for window in windows
    )
    return row


def _work_day(person, date):
    """The demo may have said something about the date already."""
    known = WorkDay.objects.filter(employee=person, date=date, withdrawn_at=None).first()
    return known or away(person, date)


def _today(people, head, today):
    spans = windows(today, timezone.now() - datetime.timedelta(minutes=20))
    outage = spans[1].opens_at + datetime.timedelta(minutes=5)
    until = spans[1].closes_at + datetime.timedelta(minutes=6)
    Window.objects.filter(pk=spans[1].pk).update(extended_until=until)
    WindowExtension.objects.create(
        window=spans[1],
        down_from=outage,
        down_until=outage + datetime.timedelta(minutes=6),
        until=until,
        reason="galat",
        written_at=outage,
    )
    for n, person in enumerate(people):
        row = day(person, spans)
        if n:
            came(row, "Pagi", "late" if n == 1 else "on_time", flags=["outside"] if n < 3 else [])
        else:
            called(row, head, at=spans[0].closes_at)
        if n > 4:
            came(row, "Siang")


def _over(people, head, date, *, sent):
    noon = timezone.make_aware(datetime.datetime.combine(date, datetime.time(12)))
    spans, rows = windows(date, noon), []
    for n, person in enumerate(people):
        row = day(person, spans)
        rows.append(row if n < 3 else whole(row))
        if n < 3:
            came(row, "Pagi", flags=["outside", "clock_gap"], distance_m=840, accuracy_m=12)
    called(rows[0], head, at=spans[1].closes_at)
    if sent:
        verify("clarify_day", [rows[0]], by=head, note="Jelaskan di mana Anda bekerja siang itu.")
        Explanation.objects.create(
            expectation=rows[0], text="Listrik padam sejak siang.", written_at=timezone.now()
        )
        verify("verify_day", rows[4:], by=head)


def flagged_day(head):
    """A day that waits for this head, with flags."""
    rows = Expectation.objects.filter(unit__opd=head.unit.opd, verdict="waiting")
    return rows.filter(check_ins__check_in__flags__kind="clock_gap").first()


def explained_day(head):
    """The one asked about last; the demo may have asked before."""
    return Expectation.objects.filter(unit__opd=head.unit.opd, verdict="clarify").latest(
        "verdict_at"
    )


def account_of(head):
    """The one sent last; how many the demo sent before depends on the weekday."""
    return DayAccount.objects.filter(unit=head.unit.opd).latest("sent_at")
