"""Days of duty in the demo region: check-ins, plans, reports, verdicts and accounts of past days."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from wfa.attendance.models import CheckIn, Expectation, ExpectedCheckIn, NoticeRead
from wfa.attendance.rules.places import Point, Position
from wfa.attendance.selectors.privacy import VERSION
from wfa.attendance.services import examine_due, keep_in_step, photos
from wfa.attendance.services.accounts import send_account
from wfa.attendance.services.checking_in import check_in, gesture_of
from wfa.attendance.services.explaining import explain
from wfa.attendance.services.verifying import verify
from wfa.demo.accounts import Cast, staff
from wfa.demo.clock import on
from wfa.people.models import Employee
from wfa.people.selectors import head_of
from wfa.performance.models import DailyReport, PlanRow
from wfa.performance.rules.lines import PlanLine, ReportLine
from wfa.performance.services import Chosen, review, submit_plan, submit_report
from wfa.schedules.models import AWAY, WorkDay

DAYS = 4
"""So many of the latest days away are told; the very last one still waits for its verdicts."""
WORKS = (
    ("Menguji layar pengajuan", "12", "layar", "Laporan uji"),
    ("Menyusun notula rapat", "2", "dokumen", "Notula"),
    ("Memeriksa tiket bantuan", "15", "tiket", "Tiket selesai"),
    ("Memperbarui panduan pengguna", "3", "bab", "Panduan"),
    ("Merekap permintaan data", "6", "permintaan", "Rekap"),
)


@dataclass(frozen=True)
class Story:
    """What somebody did on a day, beside what everybody does."""

    skips: tuple[str, ...] = ()
    is_far: bool = False
    is_late: bool = False
    has_report: bool = True
    explains: str = ""
    share: str = "1"
    """Of the planned target, what was reached."""


STORIES = (
    Story(),
    Story(share="0.8"),
    Story(is_late=True),
    Story(),
    Story(is_far=True, explains="Saya menjaga orang tua di rumahnya, 2 km dari rumah saya."),
    Story(),
    Story(skips=("Siang",), explains="Listrik padam dari pukul 12.30 sampai 13.20."),
    Story(has_report=False),
)


def tell(people: Cast) -> None:
    """After the schedules and the steps of guidance: whoever was telephoned in vain stays away."""
    dates = _dates(people)
    for number, date in enumerate(dates):
        with on(date, 6):
            keep_in_step(date, people=[person.pk for person in staff(people.diskominfo)])
        days = _days(people, date)
        for n, day in enumerate(days):
            _live(day, STORIES[(n + 3 * number) % len(STORIES)], seed=100 * number + n)
        with on(date, 18):
            while examine_due():
                pass
        if date != dates[-1]:
            _judged(people, date, days)


def _dates(people: Cast) -> list[datetime.date]:
    rows = WorkDay.objects.filter(
        unit__path__startswith=people.diskominfo.path or "-",
        place__in=AWAY,
        withdrawn_at__isnull=True,
        date__lt=timezone.localdate(),
    )
    return sorted(rows.values_list("date", flat=True).distinct())[-DAYS:]


def _days(people: Cast, date: datetime.date) -> list[Expectation]:
    rows = Expectation.objects.filter(
        unit__opd=people.diskominfo, date=date, withdrawn_at__isnull=True, calls__isnull=True
    )
    return list(rows.select_related("employee__unit", "unit").order_by("employee__nip"))


# --- one day of one person -----------------------------------------------------------------------


def _live(day: Expectation, story: Story, seed: int) -> None:
    _read_notice(day.employee, day.date)
    for part in day.check_ins.filter(withdrawn_at=None).select_related("window"):
        if part.window.name not in story.skips:
            _come(day, part, story, seed)
    _work(day, story, seed)
    if story.explains:
        with on(day.date, 17, 20):
            explain(day, by=day.employee, text=story.explains)


def _read_notice(person: Employee, date: datetime.date) -> None:
    with on(date, 6, 30):
        now = timezone.now()
    NoticeRead.objects.get_or_create(employee=person, version=VERSION, defaults={"read_at": now})


def _come(day: Expectation, part: ExpectedCheckIn, story: Story, seed: int) -> None:
    """Some minutes into the window, with a picture a few seconds later."""
    minutes = 2 + seed * 7 % 22
    if story.is_late and part.window.name == "Pagi":
        minutes = 30 + seed % 10
    with _at(part.window.opens_at + datetime.timedelta(minutes=minutes)):
        receipt = check_in(
            day.employee,
            part.pk,
            key=uuid.uuid4(),
            claimed_at=timezone.now(),
            position=_position(day, story, seed),
            challenge=gesture_of(part),
            queued=False,
            hints=[],
            source=CheckIn.Source.CAMERA,
        )
        content = picture(seed * 10 + part.window.number)
        photos.take_photo(
            receipt.check_in, lambda: [content], size=len(content), name="foto.jpg", by=day.employee
        )


def _position(day: Expectation, story: Story, seed: int) -> Position:
    """Near the approved place, or two kilometres from it; the town where none is known."""
    shift = Decimal(seed % 9 - 4) / 10_000 + (Decimal("0.0200") if story.is_far else 0)
    latitude = (
        day.latitude if day.latitude is not None else Decimal("-6.8312") + Decimal(seed) / 900
    )
    longitude = day.longitude if day.longitude is not None else Decimal("108.2245")
    return Position(Point(latitude + shift, longitude), 8 + seed % 20)


def _work(day: Expectation, story: Story, seed: int) -> None:
    chosen = [WORKS[(seed + n) % len(WORKS)] for n in range(2)]
    with on(day.date, 8, 2 + seed % 20):
        lines = [PlanLine(a, Decimal(t), measure=m, output=o) for a, t, m, o in chosen]
        submit_plan(day, by=day.employee, lines=lines)
    if not story.has_report:
        return
    rows = PlanRow.objects.filter(plan__expectation=day).order_by("order")
    with on(day.date, 16, 5 + seed % 30):
        submit_report(day, by=day.employee, lines=[_result(row, story) for row in rows])


def _result(row: PlanRow, story: Story) -> ReportLine:
    target = row.target
    reached = (target * Decimal(story.share)).quantize(Decimal(1))
    said = "Selesai seluruhnya." if reached == target else "Sisanya dilanjutkan besok."
    return ReportLine(
        row.activity,
        reached,
        measure=row.measure,
        result=said,
        plan_row=row.pk,
    )


# --- what the superior makes of it ---------------------------------------------------------------


def _judged(people: Cast, date: datetime.date, days: Sequence[Expectation]) -> None:
    """The morning after: what is whole is called sah, reports are rated, the account is sent."""
    office = head_of(people.diskominfo)
    assert office is not None  # noqa: S101  (an account of the demo)
    with on(date + datetime.timedelta(days=1), 8):
        verify("verify_day", days, by=office.employee)
        for day in Expectation.objects.filter(pk__in=[d.pk for d in days], verdict="waiting"):
            _looked_at(day, office.employee)
        rows = DailyReport.objects.filter(expectation__in=[day.pk for day in days])
        whole = [Chosen(row.pk, row.version, 0) for row in rows.order_by("pk")]
        review(whole[1:], by=office.employee, rating="good", feedback="")
        review(whole[:1], by=office.employee, rating="very_good", feedback="Rapi dan lengkap.")
    with on(date + datetime.timedelta(days=1), 9):
        send_account(people.diskominfo, date, by=people.personnel)


def _looked_at(day: Expectation, head: Employee) -> None:
    """One that isn't whole, or has a flag: what was explained is accepted, the rest is asked."""
    if day.explanations.exists():
        verify("verify_day", [day], by=head, note="Penjelasan diterima.", opened=True)
    else:
        verify("clarify_day", [day], by=head, note="Jelaskan yang belum lengkap pada hari ini.")


# --- helpers -------------------------------------------------------------------------------------


@contextmanager
def _at(moment: datetime.datetime) -> Iterator[None]:
    local = timezone.localtime(moment)
    with on(local.date(), local.hour, local.minute):
        yield


def picture(seed: int) -> bytes:
    """A drawn figure, no person: shoulders and head before colours that differ each time."""
    dice = random.Random(seed)  # noqa: S311 - a drawing, no secret
    coarse = Image.frombytes("RGB", (6, 8), dice.randbytes(6 * 8 * 3))
    image = coarse.resize((360, 480), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    skin = (150 + dice.randrange(70), 110 + dice.randrange(60), 90 + dice.randrange(40))
    pen.ellipse((70, 330, 290, 620), fill=(70, 80, 60 + dice.randrange(90)))
    pen.ellipse((120, 160, 240, 340), fill=skin)
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
