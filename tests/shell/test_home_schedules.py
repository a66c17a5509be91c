"""What the first page says of schedules: one's own day, the unit's, and next month's roster."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actors import open_policy, sign_in, text_of
from tests.schedules.days import place, roster
from wfa.policies.models import Policy
from wfa.schedules.models import RosterState, Swap

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 20)
FIRST, LAST = datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)
BUDGET = 18


@pytest.fixture
def friday(monkeypatch):
    """It is Friday, 20 November 2026, half past nine in the morning."""
    _at(monkeypatch, TODAY)


def _at(monkeypatch, day):
    now = datetime.datetime.combine(day, datetime.time(2, 30), datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def rota(region):
    """A policy under which every OPD plans a roster."""
    region.policy.parameters = {**region.policy.parameters, "rota_pattern": "fixed_weekday"}
    region.policy.save(update_fields=["parameters"])


def page(client, user):
    answer = sign_in(client, user).get("/")
    assert answer.status_code == 200
    return answer


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(answer)))


def titles(answer):
    first = answer.context["next_task"]
    return [task.title for task in ([first] if first else []) + answer.context["tasks"]]


# --- one's own day -----------------------------------------------------------------------------


def test_a_day_of_the_rota_is_said_with_its_paper(client, friday, ani):
    place(ani, [TODAY], "home", basis="Surat Tugas 800.1.11.1/12/2026")
    answer = page(client, ani)
    said = "Hari ini Anda bekerja dari rumah menurut Surat Tugas 800.1.11.1/12/2026"
    assert said in words(answer)
    assert [(d.name, d.word, d.tone) for d in answer.context["week"] if d.is_today] == [
        ("Jumat", "WFH", "ok")
    ]


def test_what_is_to_be_done_comes_first_and_the_day_is_still_said(client, friday, bambang, rota):
    place(bambang, [TODAY], "home", basis="Surat Tugas 12")
    answer = page(client, bambang)
    assert answer.context["next_task"].title == "Jadwal Desember belum dilaporkan"
    assert "Hari ini Anda bekerja dari rumah menurut Surat Tugas 12." in words(answer)


def test_leave_is_said_and_is_no_flexible_day(client, friday, ani):
    place(ani, [TODAY], "leave", source="absence", basis="Surat cuti 9")
    answer = page(client, ani)
    assert "Hari ini Anda cuti menurut Surat cuti 9" in words(answer)
    assert answer.context["allowance"].week_used == 0


def test_half_a_day_says_which_half(client, friday, ani):
    place(ani, [TODAY], "home", slot="am")
    answer = page(client, ani)
    assert [(d.word, d.note) for d in answer.context["week"] if d.is_today] == [("WFH", "pagi")]
    assert "bekerja dari rumah (pagi)" in words(answer)


def test_a_day_at_the_office_by_the_rota_is_nothing_special(client, friday, ani):
    place(ani, [TODAY], "office")
    assert "Tidak ada yang menunggu Anda" in words(page(client, ani))


def test_days_of_the_rota_count_against_the_week(client, friday, ani):
    thursday = TODAY - datetime.timedelta(days=1)
    place(ani, [thursday, TODAY], "home")
    allowance = page(client, ani).context["allowance"]
    assert (allowance.week_used, allowance.in_force) == (2, 2)


def test_a_head_sees_who_of_the_unit_works_elsewhere_by_the_rota(client, friday, ani, bambang):
    place(ani, [TODAY], "home")
    assert "Ani Lestari Rumah" in words(page(client, bambang))


# --- next month's roster -----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["bambang", "pandu"])
def test_an_opd_that_has_not_reported_is_told_until_when(client, friday, request, rota, who):
    answer = page(client, request.getfixturevalue(who))
    task = answer.context["next_task"]
    assert task.title == "Jadwal Desember belum dilaporkan"
    assert re.search(r"Batasnya \d+ November 2026\.", task.meta)
    assert (task.url, task.button) == ("/jadwal/", "Susun jadwal")


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (RosterState.DRAFT, True),
        (RosterState.SUBMITTED, True),
        (RosterState.RETURNED, True),
        (RosterState.REPORTED, False),
        (RosterState.APPROVED, False),
        (RosterState.IN_FORCE, False),
        (RosterState.WITHDRAWN, True),
    ],
)
def test_it_is_asked_until_it_has_left_the_opd(client, friday, region, pandu, rota, state, asked):
    roster(region.diskominfo, {}, by=pandu, first=FIRST, last=LAST, state=state)
    assert ("Jadwal Desember belum dilaporkan" in titles(page(client, pandu))) is asked


def test_it_is_not_asked_weeks_before(client, monkeypatch, pandu, rota):
    _at(monkeypatch, datetime.date(2026, 11, 3))
    assert titles(page(client, pandu)) == []


def test_a_phase_that_begins_next_month_asks_for_it_now(client, friday, region, pandu):
    phase = open_policy(region.diskominfo, by=region.service, rota_pattern="halves_day")
    assert titles(page(client, pandu)) == ["Jadwal Desember belum dilaporkan"]
    Policy.objects.filter(pk=phase.pk).update(effective_from=LAST)
    assert titles(page(client, pandu)) == []


def test_without_a_pattern_nothing_is_asked(client, friday, pandu):
    assert titles(page(client, pandu)) == []


def test_the_bkd_is_told_how_many_are_missing(client, friday, region, pandu, citra, rota):
    assert "4 OPD belum melaporkan jadwal Desember" in titles(page(client, citra))
    roster(region.diskominfo, {}, by=pandu, first=FIRST, last=LAST, state=RosterState.REPORTED)
    found = titles(page(client, citra))
    assert "3 OPD belum melaporkan jadwal Desember" in found
    assert "1 jadwal OPD menunggu keputusan" in found


def test_a_letter_of_a_roster_waits_for_the_head(client, friday, region, pandu, bambang):
    roster(region.diskominfo, {}, by=pandu, first=FIRST, last=LAST)
    assert titles(page(client, bambang)) == ["1 surat usulan jadwal menunggu tanda tangan"]


def test_an_agreed_swap_waits_for_who_decides(client, friday, ani, dewi, region, bambang):
    Swap.objects.create(
        asker=ani,
        other=dewi,
        unit=region.aplikasi,
        first_date=FIRST,
        state="agreed",
        reason="Rapat.",
        asked_at=timezone.now(),
        answered_at=timezone.now(),
    )
    assert titles(page(client, bambang)) == ["1 tukar hari menunggu keputusan Anda"]


def test_the_first_page_keeps_its_budget_with_rosters(
    client, friday, region, ani, bambang, pandu, citra, endah, rota
):
    roster(region.diskominfo, {ani: {FIRST: "R"}}, by=pandu, first=FIRST, last=LAST)
    place(ani, [TODAY], "home")
    found = {}
    for person in (ani, bambang, pandu, citra, endah):
        sign_in(client, person)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        found[person.name] = len(queries)
    assert max(found.values()) <= BUDGET, found
