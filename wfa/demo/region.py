"""The house itself: calendar, units and people, region, letterheads, policy, mandate."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from wfa.calendars.services import seed
from wfa.people import services as people
from wfa.people.models import Employee, Unit
from wfa.people.selectors import root_unit
from wfa.policies import services as policies

SAMPLE = Path(settings.BASE_DIR) / "sample"
DISKOMINFO = "DINAS KOMUNIKASI DAN INFORMATIKA"
BKPSDM = "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA"
NAME = "Arjamukti"


def opd(name: str) -> Unit:
    """The OPD of this name; the sample must hold it."""
    return Unit.objects.get(kind=Unit.Kind.OPD, name=name)


def calendar() -> None:
    this_year = timezone.localdate().year
    for year in (this_year, this_year + 1):
        seed(year)


def region() -> None:
    """Kabupaten Arjamukti, and on whose behalf the head of its BKPSDM signs."""
    bkd = opd(BKPSDM)
    people.save_region(by=None, kind="kabupaten", name=NAME, seat=NAME, bkd=bkd)
    people.ensure_grants()
    issued = basis_day()
    people.set_mandate(
        office=bkd,
        on_behalf_of=f"BUPATI {NAME.upper()}",
        title=f"Keputusan Bupati {NAME} tentang Pendelegasian Wewenang Penetapan Keputusan "
        "Pelaksanaan Tugas Kedinasan secara Fleksibel",
        basis_number=f"800/15/KEP/{issued.year}",
        basis_date=issued,
        starts=issued,
        by=None,
    )


def basis_day() -> datetime.date:
    """The last second Tuesday of a January: when this region signed its rules."""
    today = timezone.localdate()
    tuesdays = [
        datetime.date(year, 1, 8 + (1 - datetime.date(year, 1, 1).weekday()) % 7)
        for year in (today.year, today.year - 1)
    ]
    return next(day for day in tuesdays if day <= today)


def letterheads() -> None:
    """Street, telephone and mail of every OPD, as its letters print them."""
    streets = ("Jenderal Sudirman", "Ahmad Yani", "Diponegoro", "Veteran", "Pahlawan", "Kartini")
    opds = Unit.objects.filter(kind=Unit.Kind.OPD, is_active=True).order_by("path", "pk")
    for number, unit in enumerate(opds):
        street = streets[number % len(streets)]
        short = unit.short_name or short_name(unit.name)
        mail = "".join(c for c in short.lower() if c.isalnum())
        people.change_letterhead(
            unit,
            by=None,
            short_name=short,
            letter_code=unit.letter_code or short.upper().replace(" ", "-"),
            address=f"Jalan {street} Nomor {7 + 3 * number}, {NAME} 45411",
            phone=f"(0233) 281{100 + number}",
            email=f"{mail}@arjamukti.example",
            website=f"{mail}.arjamukti.example",
        )


KNOWN = {
    DISKOMINFO: "Diskominfo",
    BKPSDM: "BKPSDM",
    "SEKRETARIAT DAERAH": "Setda",
    "SEKRETARIAT DPRD": "Setwan",
    "INSPEKTORAT DAERAH": "Inspektorat",
    "BADAN PERENCANAAN PEMBANGUNAN DAERAH": "Bappeda",
    "BADAN PENDAPATAN DAERAH": "Bapenda",
}


def short_name(name: str) -> str:
    """ "Dinas Kesehatan" and the like as people call them, where no shorter name is known."""
    if name in KNOWN:
        return KNOWN[name]
    words = [word for word in name.split() if word not in {"DAN", "DAERAH"}]
    if words[0] == "DINAS" and len(words) == 2:
        return f"Din{words[1].lower()}" if len(words[1]) < 5 else f"Dinas {words[1].title()}"
    if words[0] == "KECAMATAN":
        return " ".join(words).title()
    return f"{words[0].title()} {' '.join(words[1:3]).title()}"


def policy(head: Employee) -> None:
    """The rules of the region: everything open, with the defaults of law."""
    root = root_unit()
    assert root is not None  # noqa: S101  (the import has just made it)
    issued = basis_day()
    draft = policies.draft(unit=root, parameters={"open": True}, by=head)
    policies.enforce(
        draft,
        by=head,
        title=f"Peraturan Bupati {NAME} tentang Pelaksanaan Tugas Kedinasan secara Fleksibel",
        number=f"4 Tahun {issued.year}",
        dated=issued,
        effective_from=timezone.localdate(),
    )
