"""Days to be called about, calls, and steps of guidance in each state, for the matrix of access."""

import datetime
import itertools

from django.utils import timezone

from documents import services as papers
from wfa.attendance.models import Expectation, Reprimand, ResponseCall
from wfa.attendance.services.reprimands import decide, object_to

WHY = "Tidak dapat dihubungi tanpa penjelasan."
_work_days = itertools.count(9_000_001)


def build(world):
    for opd, owner, colleague, drawn, caller, head in (
        ("diskominfo", "a", "d", "f", "p", "B"),
        ("dinkes", "o", "j", "x", "t", "t"),
    ):
        world.put("call_day", opd, colleague, _day(world.user(colleague), back=1))
        world.put("call", opd, owner, _call(world.user(owner), world.user(caller)))
        _day(world.user(drawn))
        _steps(world, opd, owner, world.user(owner), world.user(colleague), world.user(head))
    _day(world.user("r"))


def _day(person, back=0):
    """A day away on which this person can be called now, whatever the clock says."""
    now = timezone.now()
    return Expectation.objects.create(
        employee=person,
        unit=person.unit,
        date=timezone.localdate() - datetime.timedelta(days=back),
        slot="full",
        place="home",
        work_day=next(_work_days),
        basis_text="Surat Tugas Nomor 1",
        reach_from=now - datetime.timedelta(hours=1),
        reach_until=now + datetime.timedelta(hours=5),
        explain_until=timezone.localdate() + datetime.timedelta(days=2),
        written_at=now,
    )


def _call(person, caller):
    """Running, and past its time."""
    now = timezone.now()
    return ResponseCall.objects.create(
        expectation=_day(person, back=2),
        channel="phone",
        number="+6281234567890",
        started_at=now - datetime.timedelta(minutes=10),
        started_by=caller,
        caller_name=caller.full_name,
        capacity="Pengelola",
        due_at=now - datetime.timedelta(minutes=5),
    )


def _steps(world, opd, owner, person, colleague, head):
    world.put("guidance", opd, "", _proposed(colleague, 1))
    note = decide(_proposed(person, 2), "confirm", by=head, note=WHY, level="note")
    world.put("guidance_issued", opd, owner, note)
    objected = decide(_proposed(person, 3), "confirm", by=head, note=WHY, level="note")
    object_to(objected, by=person, reason="Ponsel saya rusak hari itu.")
    world.put("guidance_objected", opd, owner, objected)
    waiting = decide(_proposed(person, 4), "confirm", by=head, note=WHY, level="warning_1")
    world.put("guidance_confirmed", opd, "", waiting)
    letter = papers.ensure_reprimand_letter(waiting, by=head)
    world.put("guidance_letter", opd, "", letter)
    examination = _proposed(colleague, 5)
    Reprimand.objects.filter(pk=examination.pk).update(
        level="examination",
        state="issued",
        decided_by=head,
        decided_at=timezone.now(),
        reason=WHY,
        issued_at=timezone.now(),
    )
    world.put("guidance_examination", opd, "", Reprimand.objects.get(pk=examination.pk))


def _proposed(person, n):
    return Reprimand.objects.create(
        employee=person,
        unit=person.unit,
        level="note",
        ground="by_hand",
        evidence={
            "date": timezone.localdate().isoformat(),
            "text": f"Kejadian {n} tentang {person.login}.",
            "recorded_by": "Kepala",
            "capacity": "Kepala",
            "expectations": [],
        },
        about=f"hand:{n}",
        proposed_at=timezone.now(),
    )
