"""Windows that are open now and a check-in whose picture is awaited, for the matrix of access."""

import datetime
import uuid

from django.utils import timezone

from tests.attendance import guidance_world
from tests.attendance.coming import has_read_notice
from wfa.attendance.models import CheckIn, ExpectedCheckIn, Window


def build(world):
    for opd, owner in (("diskominfo", "d"), ("dinkes", "j")):
        person = has_read_notice(world.user(owner))
        day = guidance_world._day(person)
        world.put("duty_window", opd, owner, _window(day, 1, "Pagi"))
        came = CheckIn.objects.create(
            expected=_window(day, 2, "Siang"),
            employee=person,
            key=uuid.uuid4(),
            at=timezone.now(),
            source="camera",
            arrival="on_time",
            challenge="tiga_jari",
            photo_due_at=timezone.now() + datetime.timedelta(hours=5),
        )
        world.put("duty_check_in", opd, owner, came)


def _window(day, number, name):
    window, _ = Window.objects.get_or_create(
        date=day.date,
        number=number,
        name=name,
        defaults={
            "opens_at": timezone.now() - datetime.timedelta(minutes=5),
            "closes_at": timezone.now() + datetime.timedelta(hours=5),
        },
    )
    return ExpectedCheckIn.objects.create(expectation=day, window=window)
