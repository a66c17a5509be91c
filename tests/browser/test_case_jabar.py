"""Case 4, Jawa Barat 2025: Thursdays in phase I, 50:50 in phase II, and everything in between."""

import datetime
import re
from itertools import permutations

import pytest
from django.utils import timezone

from tests.browser import rota_changes as changes
from tests.browser import rota_journey as rota
from tests.browser import steps
from tests.workflows.clockwork import Clock
from wfa.people.models import Unit
from wfa.policies.models import Policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HALF = ("R", "·")


@pytest.fixture
def office(region, bambang, ani, dewi, budi, pandu, fitri, citra, endah):
    for person in (bambang, ani, dewi, budi, pandu, fitri, citra, endah):
        steps.with_password(person)
    kept = {**region.policy.parameters, "min_present": 1, "min_structural_present": 1}
    Policy.objects.filter(pk=region.policy.pk).update(parameters=kept)
    return Unit.objects.get(pk=region.diskominfo.pk)


@pytest.fixture
def months():
    return rota.month_ahead(1), rota.month_ahead(2)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def _set_up_two_phases(page, region, one, two):
    """Both phases in one act, months before the first of them begins."""
    rota.go(page, "Kebijakan")
    page.get_by_role("link", name="Uji coba bertahap").click()
    page.get_by_label("Berlaku untuk").select_option(str(region.root.pk))
    page.get_by_label("Judul dasar hukum").fill("Surat Edaran Gubernur tentang Uji Coba WFH")
    page.get_by_label("Nomor", exact=True).fill("139/2025")
    page.get_by_label("Tanggal dokumen").fill(timezone.localdate().isoformat())
    changes.describe_phase(
        page,
        1,
        starts=one,
        ends=rota.last_of(one),
        pattern="Hari tetap",
        weekdays=["Kamis"],
        quota="100",
        days="2",
    )
    changes.describe_phase(page, 2, starts=two, pattern="50:50 per hari", quota="50", days="3")
    page.get_by_role("button", name="Lihat hasilnya").last.click()
    page.get_by_role("heading", name="Periksa uji coba", level=1).wait_for()
    rota.reads(page, "Fase I: Kamis, semua pegawai")
    rota.reads(page, "Fase II: 50:50 per hari, kuota 50% sehari")
    page.get_by_role("button", name="Tetapkan 2 fase").click()
    page.get_by_text("2 fase ditetapkan").wait_for()


def _thursdays_only(page, people, first):
    for person in people:
        for date in rota.working_days(first):
            wanted = "R" if date.weekday() == rota.THURSDAY else "·"
            assert rota.letters(page, person, [date]) == [wanted], (person, date)


def _halves_alternate(page, people, first):
    """Each day half of them, each person by turns; gives back what was read."""
    dates = rota.working_days(first)
    plan = {
        person.pk: dict(zip(dates, rota.letters(page, person, dates), strict=True))
        for person in people
    }
    for date in dates:
        away = sum(letters[date] == "R" for letters in plan.values())
        assert len(people) // 2 <= away <= (len(people) + 1) // 2, date
    for letters in plan.values():
        assert set(letters.values()) == set(HALF)
    return plan


def _rows_of(plan, people):
    return {
        (person.nip, date.isoformat())
        for person in people
        for date, letter in plan[person.pk].items()
        if letter == "R"
    }


def _one_for_another(plan, people):
    """(day, who comes in, who stays home instead) without a fourth day in anybody's week."""
    for giver, taker in permutations(people, 2):
        for date, letter in plan[giver.pk].items():
            week = [x for d, x in plan[taker.pk].items() if _week(d) == _week(date)]
            if letter == "R" and plan[taker.pk][date] != "R" and week.count("R") < 3:
                return date, giver, taker
    raise AssertionError("no such day")


def _mirrored(plan, people):
    """(two people, two days of one week): each is at home when the other is in the office."""
    for one, other in permutations(people, 2):
        for a, b in permutations(plan[one.pk], 2):
            places = [plan[person.pk][date] for person in (one, other) for date in (a, b)]
            if _week(a) == _week(b) and places == ["R", "·", "·", "R"]:
                return one, other, a, b
    raise AssertionError("no such days")


def _week(date):
    return date.isocalendar().week


def test_thursdays_then_halves_with_all_that_changes_in_between(
    new_page,
    region,
    office,
    months,
    clock,
    ani,
    dewi,
    budi,
    bambang,
    pandu,
    fitri,
    citra,
    endah,
    tmp_path,
):
    one, two = months
    staff = [ani, dewi, budi, pandu, fitri]
    _set_up_two_phases(rota.desk_of(new_page, endah), region, one, two)
    page, head, verifier = rota.desk_of(new_page, pandu, bambang, citra)

    # each month is painted by the phase that holds then
    rota.begin_month(page, one)
    rota.paint(page)
    _thursdays_only(page, staff, one)
    rota.report(page)
    rota.begin_month(page, two)
    rota.paint(page)
    plan = _halves_alternate(page, staff, two)
    rota.report(page)
    for first in months:
        rota.in_force(head, verifier, office, first)

    # phase I: an extra Tuesday for two people, on proposal of the OPD
    thursdays = rota.working_days(one, rota.THURSDAY)
    tuesday = thursdays[1] - datetime.timedelta(days=2)
    changes.propose_extra(page, tuesday, [ani, dewi], "Penyusunan laporan akhir tahun.")
    rota.sign_paper(head, "Surat usulan", office, "hari tambahan")
    changes.approve_others(verifier, one, [office])
    extra = rota.sign_paper(head, "Surat tugas", office, "hari tambahan")
    rows = rota.export(verifier, one, rota.last_of(one), unit=office)
    thursday_rows = {(p.nip, d.isoformat()) for p in staff for d in thursdays}
    extra_rows = {(p.nip, tuesday.isoformat()) for p in (ani, dewi)}
    assert rota.away_rows(rows) == thursday_rows | extra_rows
    assert {r["nomor_surat"] for r in rows if r["tanggal"] == tuesday.isoformat()} >= {extra}

    # phase II: a change of the month in force, made in Excel
    since = rota.from_now_on(verifier)
    moved, back, home = _one_for_another(plan, staff)
    changes.begin_change(page, two, "Loket layanan bertukar giliran.")
    changes.edit_in_excel(page, tmp_path, {(back.nip, moved): "K", (home.nip, moved): "R"})
    rota.report(page)
    rota.sign_paper(head, "Surat usulan", office, "perubahan")
    rota.examine(verifier, office, two)
    rota.reads(verifier, "Loket layanan bertukar giliran.")
    rota.reads(verifier, "WFH, rumah menjadi Kantor")
    rota.reads(verifier, "Kantor menjadi WFH, rumah")
    rota.approve(verifier)
    changed = rota.sign_paper(head, "Surat tugas", office, "perubahan")
    plan[back.pk][moved], plan[home.pk][moved] = "·", "R"
    rows = rota.export(verifier, two, rota.last_of(two), unit=office, since=since)
    assert {(r["nip"], r["tanggal"], r["jenis"], r["nomor_surat"]) for r in rows} == {
        (back.nip, moved.isoformat(), "WFO", changed),
        (home.nip, moved.isoformat(), "WFH", changed),
    }

    # two colleagues exchange days, and their superior agrees
    asker, other, given, taken = _mirrored(plan, staff)
    mine = rota.desk_of(new_page, asker, **rota.PHONE)
    theirs = rota.desk_of(new_page, other, **rota.PHONE)
    changes.ask_swap(mine, given, other, taken, "Mengantar anak ke rumah sakit.")
    changes.answer_swap(theirs, asker, "Setuju bertukar", "Anda setuju. Atasan diberi tahu.")
    changes.answer_swap(head, asker, "Setujui", "Hari keduanya sudah ditukar.")
    for date in (given, taken):
        plan[asker.pk][date], plan[other.pk][date] = plan[other.pk][date], plan[asker.pk][date]
    rota.own_month(mine, two)
    assert "WFH" not in rota.own_day(mine, given)
    assert "WFH, rumah" in rota.own_day(mine, taken)
    for kind in ("CSV", "XLSX"):
        rows = rota.export(verifier, two, rota.last_of(two), unit=office, kind=kind)
        assert rota.away_rows(rows) == _rows_of(plan, staff)

    # the switch comes by itself, and the past keeps its own rules
    clock(f"{two.replace(day=10)} 09:00")
    bkd = rota.desk_of(new_page, endah)
    rota.go(bkd, "Kebijakan")
    for phase, said in (("Fase I", "Fase selesai"), ("Fase II", "Berlaku")):
        row = bkd.locator("tbody tr", has_text=re.compile(rf"{phase}\b"))
        row.get_by_text(said, exact=True).wait_for()
    front = rota.desk_of(new_page, fitri)
    rota.who_is_where(front, thursdays[0])
    assert "rumah" in rota.said_of(front, ani).lower()
    rota.who_is_where(front, thursdays[0] + datetime.timedelta(days=1))
    assert "Di kantor" in rota.said_of(front, ani)
    mine = rota.desk_of(new_page, ani, **rota.PHONE)
    rota.own_month(mine, one)
    rota.reads(mine, f"WFH, rumah: {len(thursdays) + 1} hari")
    assert "WFH" in rota.own_day(mine, tuesday)
    rows = rota.export(rota.desk_of(new_page, citra), one, rota.last_of(one), unit=office)
    assert rota.away_rows(rows) == thursday_rows | extra_rows
