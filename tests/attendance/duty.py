"""A day away of somebody, and what is expected of it, for the tests of the day of duty."""

import datetime
import hashlib
import uuid

from django.utils import timezone

from tests.files.corpus import picture
from wfa.attendance.models import CheckIn, Expectation, Flag, ResponseCall
from wfa.attendance.services import keep_in_step
from wfa.files import storage
from wfa.files.models import StoredFile
from wfa.schedules.models import WorkDay

MONDAY = datetime.date(2026, 12, 7)
FRIDAY = datetime.date(2026, 12, 11)


def away(person, date, place="home", slot="full", source="rota"):
    """A day away as a fact, past every door."""
    return WorkDay.objects.create(
        employee=person,
        unit=person.unit,
        date=date,
        slot=slot,
        place=place,
        source_kind=source,
        source_id="x",
        basis_text="Surat Tugas Nomor 800.1.11.1/12/Diskominfo/2026",
        written_at=timezone.now(),
    )


def expected(person, date=MONDAY, **kwargs):
    """The day away and its expectation."""
    away(person, date, **kwargs)
    keep_in_step(date)
    return Expectation.objects.get(employee=person, date=date, withdrawn_at=None, shortened_at=None)


def take_back(person, date, why="Dipanggil kembali: rapat."):
    days = WorkDay.objects.filter(employee=person, date=date, withdrawn_at=None)
    days.update(withdrawn_at=timezone.now(), withdrawn_why=why)
    keep_in_step(date)


# --- what came of a day, past every door ---------------------------------------------------------


def part_of(expectation, name):
    return expectation.check_ins.select_related("window").get(window__name=name)


def came(expectation, name, arrival="on_time", photo="kept", flags=(), **fields):
    """A check-in in the window `name`, a minute after its opening, with its picture and flags."""
    part = part_of(expectation, name)
    at = fields.pop("at", part.window.opens_at + datetime.timedelta(minutes=1))
    found = CheckIn.objects.create(
        expected=part,
        employee=expectation.employee,
        key=uuid.uuid4(),
        at=at,
        source="camera",
        arrival=arrival,
        challenge="tiga_jari",
        photo_state=photo,
        photo_due_at=at + datetime.timedelta(minutes=10),
        photo_at=at if photo == "kept" else None,
        photo=picture_of(expectation.employee) if photo == "kept" else None,
        **fields,
    )
    for kind in flags:
        Flag.objects.create(check_in=found, kind=kind, raised_at=at)
    return found


def picture_of(person):
    """A stored picture; its bytes lie where those of the tests lie."""
    data = picture("JPEG")
    name = storage.new_name(".jpg")
    storage.write(name, data)
    return StoredFile.objects.create(
        purpose="check_in",
        original_name="presensi.jpg",
        content_type="image/jpeg",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        stored_name=name,
        uploaded_by=person,
    )


def whole(expectation):
    """All that the policy asks of the day is there and in time."""
    for part in expectation.check_ins.filter(withdrawn_at=None).select_related("window"):
        came(expectation, part.window.name)
    expectation.plan_at, expectation.report_at = expectation.plan_due_at, expectation.report_due_at
    expectation.save(update_fields=["plan_at", "report_at"])
    return expectation


def called(expectation, by, outcome="unanswered", at=None, **fields):
    """A call that was begun at `at` (default: now) and closed five minutes later."""
    at = at or timezone.now()
    due = at + datetime.timedelta(minutes=5)
    return ResponseCall.objects.create(
        expectation=expectation,
        channel="phone",
        number=expectation.employee.phone,
        started_at=at,
        started_by=by,
        caller_name=by.full_name,
        capacity="Kepala Diskominfo",
        due_at=due,
        outcome=outcome,
        closed_at=None if outcome == "running" else due,
        **fields,
    )
