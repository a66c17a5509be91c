"""Days that are over, with a picture, and accounts of days: for the matrix of access."""

import datetime
import itertools
import uuid

from django.utils import timezone

from tests.attendance.duty import picture_of
from wfa.attendance.models import CheckIn, DayAccount, Expectation, ExpectedCheckIn, Window
from wfa.attendance.rules.accounts import NUMBERS, seal
from wfa.attendance.services.accounts import content_of

BACK = 3
"""So many days ago the days were; the tests of calls use the nearer ones."""
_work_days = itertools.count(8_000_001)


def date_back(n=BACK):
    return timezone.localdate() - datetime.timedelta(days=n)


def build(world):
    """Per OPD a day that waits for its verdict, its picture, and an account of the day before."""
    for opd, owner, sender in (
        ("diskominfo", "a", "p"),
        ("dinkes", "o", "t"),
        ("bkpsdm", "r", "E"),
    ):
        day = _day(world.user(owner))
        photo = _check_in(day)
        if opd != "bkpsdm":
            world.put("duty_day", opd, owner, day)
            world.put("duty_photo", opd, owner, photo)
            account = _account(getattr(world.region, opd), world.user(sender))
            world.put("account", opd, "", account)


def _day(person):
    now = timezone.now()
    return Expectation.objects.create(
        employee=person,
        unit=person.unit,
        date=date_back(),
        slot="full",
        place="home",
        work_day=next(_work_days),
        basis_text="Surat Tugas Nomor 2",
        reach_from=now - datetime.timedelta(days=BACK, hours=2),
        reach_until=now - datetime.timedelta(days=BACK, hours=1),
        explain_until=timezone.localdate() + datetime.timedelta(days=5),
        written_at=now,
    )


def _check_in(day):
    opens = day.reach_from
    closes = opens + datetime.timedelta(minutes=30)
    window, _ = Window.objects.get_or_create(
        date=day.date, number=1, name="Pagi", opens_at=opens, closes_at=closes
    )
    part = ExpectedCheckIn.objects.create(expectation=day, window=window)
    return CheckIn.objects.create(
        expected=part,
        employee=day.employee,
        key=uuid.uuid4(),
        at=opens,
        source="camera",
        arrival="on_time",
        challenge="tiga_jari",
        photo_state="kept",
        photo=picture_of(day.employee),
        photo_at=opens,
        photo_due_at=closes,
    )


def _account(opd, by):
    date, numbers = date_back(BACK + 1), dict.fromkeys(NUMBERS, 0)
    return DayAccount.objects.create(
        unit=opd,
        date=date,
        numbers=numbers,
        lines=[],
        sha256=seal(content_of(opd, date, 1, numbers, [])),
        sent_at=timezone.now(),
        sent_by=by,
        sender_name=by.full_name,
        capacity="Pengelola",
    )
