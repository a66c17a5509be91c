"""Case 3, Kabupaten Kediri and Jombang 2020: an emergency, one day in the office and one at home."""

import itertools
import re

import pytest

from tests.actors import add_employee, add_unit
from tests.browser import rota_changes as changes
from tests.browser import rota_journey as rota
from tests.browser import steps
from wfa.calendars.wording import day as day_words
from wfa.people.models import Unit
from wfa.schedules.models import WorkDay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "SE MenPAN-RB Nomor 19 Tahun 2020 dan Instruksi Bupati"
AWAY = ("home", "other_place", "other_office")


class Office:
    """Dinkes with a Puskesmas below it: who works where."""

    def __init__(self, region):
        self.dinkes = Unit.objects.get(pk=region.dinkes.pk)
        self.puskesmas = add_unit(
            region.dinkes, "UPTD PUSKESMAS KERTASARI", "uptd", "Puskesmas Kertasari"
        )
        self.chief = add_employee(self.puskesmas, "Wulan Kepala Puskesmas", echelon="41")
        self.nurses = [add_employee(self.puskesmas, f"Perawat {n:02}") for n in range(5)]
        self.clerks = [add_employee(region.dinkes, f"Staf Dinkes {n:02}") for n in range(7)]

    @property
    def staff(self):
        return [*self.clerks, *self.nurses]


@pytest.fixture
def office(region, plh_tri, citra, endah):
    found = Office(region)
    for person in (plh_tri, citra, endah, found.clerks[0]):
        steps.with_password(person)
    return found


def _emergency(page, region):
    """Alternate days with half the staff; three days a week need the document of the emergency."""
    rota.draft_policy(page, region.root)
    rota.set_rule(page, "Pola jadwal", "Selang hari dalam kelompok")
    rota.set_rule(page, "Paling banyak hari fleksibel seminggu menurut jadwal", "3")
    rota.set_rule(page, "Paling banyak pegawai fleksibel dalam sehari", "50")
    rota.set_rule(page, "Pegawai yang hadir di setiap kantor", "1")
    rota.set_rule(page, "Pejabat struktural yang hadir di setiap kantor", "1")
    rota.save_policy(page)
    rota.reads(page, "memerlukan dasar hukum sendiri")
    rota.put_in_force(page, TITLE, "19 Tahun 2020")
    rota.reads(page, TITLE)


def _everyone_takes_turns(page, office, dates):
    """Read off the grid: one day here, one day there, and each day about half."""
    plan = {person: rota.letters(page, person, dates) for person in office.staff}
    for letters in plan.values():
        days = zip(dates, letters, strict=True)
        weeks = [(d.isocalendar().week, letter) for d, letter in days]
        pairs = itertools.pairwise(weeks)
        assert all(a != b for (w, a), (x, b) in pairs if w == x)
    for n, date in enumerate(dates):
        away = sum(letters[n] == "R" for letters in plan.values())
        assert len(plan) / 2 - 1 <= away <= len(plan) / 2 + 1, date


def _never_empty(unit, people, dates):
    """From the facts themselves: on each date somebody of this office is in."""
    rows = WorkDay.objects.filter(unit__path__startswith=unit.path, withdrawn_at=None)
    for date in dates:
        away = rows.filter(date=date, place__in=AWAY).count()
        assert 0 < away < people, (unit.name, date)


def test_alternate_days_with_half_the_staff_and_one_called_back(
    new_page, region, office, plh_tri, citra, endah
):
    first = rota.month_ahead()
    dates = rota.working_days(first)
    bkd = rota.desk_of(new_page, endah)
    _emergency(bkd, region)
    head, verifier = rota.desk_of(new_page, plh_tri, citra)
    rota.begin_month(head, first)
    rota.paint(head)
    _everyone_takes_turns(head, office, dates)
    assert "R" not in rota.letters(head, plh_tri, dates)
    assert "R" not in rota.letters(head, office.chief, dates)
    rota.report(head)
    rota.in_force(head, verifier, office.dinkes, first)
    _never_empty(office.dinkes, 14, dates)
    _never_empty(office.puskesmas, 6, dates)

    # one clerk is called back for one day
    clerk = office.clerks[0]
    rows = rota.export(verifier, first, rota.last_of(first), unit=office.dinkes)
    mine = sorted(date for nip, date in rota.away_rows(rows) if nip == clerk.nip)
    gone = next(date for date in dates if date.isoformat() == mine[2])
    since = rota.from_now_on(verifier)
    changes.recall(head, clerk, gone, "Vaksinasi massal di kantor.")
    phone = rota.desk_of(new_page, clerk, **rota.PHONE)
    rota.own_month(phone, first)
    assert "WFH" not in rota.own_day(phone, gone)
    rota.reads(phone, f"{day_words(gone)}: WFH, rumah dicabut")
    rota.reads(phone, "Vaksinasi massal di kantor.")
    rota.who_is_where(head, gone)
    assert "Di kantor" in rota.said_of(head, clerk)
    changed = rota.export(verifier, first, rota.last_of(first), unit=office.dinkes, since=since)
    told = [(row["nip"], row["tanggal"], row["jenis"], row["status"]) for row in changed]
    assert told == [(clerk.nip, gone.isoformat(), "WFO", "AKTIF")]
    _never_empty(office.dinkes, 14, dates)


def test_a_flood_sends_two_opds_home_by_one_order(
    new_page, region, office, bambang, ani, dewi, budi, plh_tri, citra, endah
):
    steps.with_password(bambang)
    first = rota.month_ahead()
    dates = rota.working_days(first)[5:7]
    diskominfo = Unit.objects.get(pk=region.diskominfo.pk)
    bkd = rota.desk_of(new_page, endah)
    _emergency(bkd, region)
    changes.order(bkd, [diskominfo, office.dinkes], dates, "Banjir di jalan menuju kantor.")
    rota.reads(bkd, "Perintah untuk 2 OPD diajukan ke BKD.")
    verifier = rota.desk_of(new_page, citra)
    changes.approve_others(verifier, first, [diskominfo, office.dinkes])
    for person, unit in ((bambang, diskominfo), (plh_tri, office.dinkes)):
        head = rota.desk_of(new_page, person)
        number = rota.sign_paper(head, "perintah situasional", unit)
        rows = rota.export(verifier, first, rota.last_of(first), unit=unit)
        assert {row["tanggal"] for row in rows} == {date.isoformat() for date in dates}
        assert {row["nomor_surat"] for row in rows} == {number}
    _never_empty(office.dinkes, 14, dates)
    _never_empty(office.puskesmas, 6, dates)
    _never_empty(diskominfo, 4, dates)
    assert re.search(r"\d", number)
