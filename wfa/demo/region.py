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
    return Unit.objects.get(kind=Unit.Kind.OPD, name__iexact=name)


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
    "INSPEKTORAT": "Inspektorat",
    "INSPEKTORAT DAERAH": "Inspektorat",
    "BADAN PERENCANAAN PEMBANGUNAN DAERAH": "Bappeda",
    "BADAN PENDAPATAN DAERAH": "Bapenda",
    "BADAN PENGELOLAAN KEUANGAN DAN ASET DAERAH": "BPKAD",
    "BADAN KESATUAN BANGSA DAN POLITIK": "Bakesbangpol",
    "BADAN PENANGGULANGAN BENCANA DAERAH": "BPBD",
    "SATUAN POLISI PAMONG PRAJA": "Satpol PP",
    "DINAS PENDIDIKAN DAN KEBUDAYAAN": "Disdikbud",
    "DINAS PENDIDIKAN": "Disdik",
    "DINAS KESEHATAN": "Dinkes",
    "DINAS SOSIAL": "Dinsos",
    "DINAS TENAGA KERJA": "Disnaker",
    "DINAS PERHUBUNGAN": "Dishub",
    "DINAS PARIWISATA": "Dispar",
    "DINAS PEKERJAAN UMUM DAN TATA RUANG": "DPUTR",
    "DINAS PERUMAHAN DAN KAWASAN PERMUKIMAN": "Disperkim",
    "DINAS KETAHANAN PANGAN DAN PERTANIAN": "DKPP",
    "DINAS PERTANIAN": "Distan",
    "DINAS LINGKUNGAN HIDUP": "DLH",
    "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL": "Disdukcapil",
    "DINAS PEMBERDAYAAN MASYARAKAT DAN DESA": "DPMD",
    "DINAS KOPERASI DAN USAHA MIKRO": "Diskopum",
    "DINAS PENANAMAN MODAL DAN PTSP": "DPMPTSP",
    "DINAS PENANAMAN MODAL DAN PELAYANAN TERPADU SATU PINTU": "DPMPTSP",
    "DINAS PERPUSTAKAAN DAN KEARSIPAN": "Dispusip",
}


def short_name(name: str) -> str:
    """As people call the OPD; where that isn't known, its name in small letters."""
    return KNOWN.get(name.upper()) or name.title().replace(" Dan ", " dan ")


def policy(head: Employee) -> None:
    """The rules of the region: everything open, with the defaults of law."""
    root = root_unit()
    assert root is not None  # noqa: S101  (the import has just made it)
    issued = basis_day()
    # Fridays, as the circular of the minister of home affairs suggests (R12).
    rules = {"open": True, "rota_pattern": "fixed_weekday", "rota_weekdays": [4]}
    draft = policies.draft(unit=root, parameters=rules, by=head)
    policies.enforce(
        draft,
        by=head,
        title=f"Peraturan Bupati {NAME} tentang Pelaksanaan Tugas Kedinasan secara Fleksibel",
        number=f"4 Tahun {issued.year}",
        dated=issued,
        effective_from=timezone.localdate(),
    )
