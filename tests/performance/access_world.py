"""Days with a plan, a report and evidence, and days still open, for the matrix of access."""

import datetime
import itertools

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.files.corpus import picture
from tests.performance.cases import OTHER, PLANNED, of_plan, plan_line, typed
from wfa.attendance.models import Expectation
from wfa.performance.services import add_file, submit_plan, submit_report

_work_days = itertools.count(6_000_001)


def build(world):
    """Per OPD: a day of an employee that is still open, one with a report, and one of the head."""
    for opd, owner, head in (("diskominfo", "a", "B"), ("dinkes", "o", "t")):
        person, leader = world.user(owner), world.user(head)
        world.put("work_open", opd, owner, a_day(person, back=4))
        finished = done(person, back=5)
        world.put("work_done", opd, owner, finished)
        world.put("work_of_head", opd, head, done(leader, back=5))
        upload = SimpleUploadedFile(f"hasil-{person.login}.png", picture("PNG"), "image/png")
        world.put("work_evidence", opd, owner, add_file(finished, upload, by=person))


def done(person, back):
    day_of = a_day(person, back)
    submit_plan(day_of, by=person, lines=[plan_line(f"Pekerjaan {person.login}")])
    submit_report(day_of, by=person, lines=of_plan(day_of, result=f"Hasil {person.login}."))
    return day_of


def a_day(person, back):
    now = timezone.now()
    return Expectation.objects.create(
        employee=person,
        unit=person.unit,
        date=timezone.localdate() - datetime.timedelta(days=back),
        slot="full",
        place="home",
        work_day=next(_work_days),
        basis_text="Surat Tugas Nomor 3",
        reach_from=now - datetime.timedelta(hours=2),
        reach_until=now - datetime.timedelta(hours=1),
        plan_due_at=now,
        report_due_at=now,
        explain_until=timezone.localdate() + datetime.timedelta(days=5),
        written_at=now,
    )


# --- what is sent --------------------------------------------------------------------------------


def planned(_world, _letter, _day_of):
    return typed("baris", PLANNED)


def reported(_world, _letter, _day_of):
    return {**typed("rencana"), **typed("lain", OTHER), "summary": ""}


def rated(_world, _letter, _day_of):
    return {"rating": "good", "versi": "1", "ke": "0"}


def picked(_world, _letter, day_of):
    return {"pilih": [f"{day_of.report.pk}.1"]} if day_of else {}
