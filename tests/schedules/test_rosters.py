"""Drafts painted with patterns, and what the pages of a month read."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actors import add_employee, add_unit, open_policy
from tests.workflows import rosters as life
from wfa.calendars.models import Holiday
from wfa.people.permissions import authority
from wfa.policies.models import Policy
from wfa.refusals import Refused
from wfa.schedules.models import Absence, WorkDay
from wfa.schedules.patterns import Kind, Pattern
from wfa.schedules.selectors import (
    delta_of,
    month_view,
    opd_board,
    plan_of,
    title_of,
    visible_rosters,
)
from wfa.schedules.services import paint, save_cells, start_extra, start_roster

DECEMBER = datetime.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def november(clock):
    clock("2026-11-02 09:00")


@pytest.fixture
def clock(monkeypatch):
    from tests.workflows.clockwork import Clock

    return Clock(monkeypatch)


@pytest.fixture
def office(region, bambang, ani, dewi, budi, pandu, citra, endah):
    return region.diskominfo


def phase(unit, by, first, last=None, **parameters):
    policy = open_policy(unit, by=by, **parameters)
    Policy.objects.filter(pk=policy.pk).update(effective_from=first, effective_until=last)


def painted(roster, by, pattern=None, **more):
    return paint(roster, pattern, by=by, revision=life.fresh(roster).revision, **more)


def away(roster, person):
    return [day for day, letter in life.cells_of(roster, person).items() if letter == "R"]


FRIDAYS = Pattern(Kind.FIXED_WEEKDAY, weekdays=(4,))


# --- painting ------------------------------------------------------------------------------------


def test_a_fixed_weekday_sends_everybody_who_may(region, office, ani, bambang):
    phase(office, region.service, DECEMBER)
    roster = start_roster(office, DECEMBER, by=bambang)
    painted(roster, bambang, FRIDAYS)
    assert away(roster, ani) == [datetime.date(2026, 12, day) for day in (4, 11, 18)]
    assert away(roster, bambang) == []  # echelon II stays; 25 December is a holiday


@pytest.fixture(autouse=True)
def christmas(db):
    Holiday.objects.get_or_create(
        date=datetime.date(2026, 12, 25), defaults={"name": "Hari Natal", "kind": "national"}
    )


def test_cells_set_by_hand_stay_when_a_pattern_is_painted(region, office, ani, dewi, bambang):
    roster = start_roster(office, DECEMBER, by=bambang)
    friday, monday = datetime.date(2026, 12, 4), datetime.date(2026, 12, 7)
    painted(roster, bambang, FRIDAYS)
    save_cells(roster, {ani.pk: {friday: "K", monday: "A"}}, by=bambang, revision=1)
    painted(roster, bambang, FRIDAYS)
    assert (life.cells_of(roster, ani)[friday], life.cells_of(roster, ani)[monday]) == ("K", "A")
    painted(roster, bambang, FRIDAYS, also_by_hand=True)
    assert (life.cells_of(roster, ani)[friday], life.cells_of(roster, ani)[monday]) == ("R", "K")


def test_the_policy_of_each_date_paints_its_own_half_of_the_month(region, office, ani, bambang):
    """Jawa Barat: Thursday in phase I, 50:50 from the 16th on."""
    last = datetime.date(2026, 12, 15)
    phase(
        office,
        region.service,
        datetime.date(2026, 11, 1),
        last,
        rota_pattern="fixed_weekday",
        rota_weekdays=[3],
    )
    phase(
        office,
        region.service,
        datetime.date(2026, 12, 16),
        rota_pattern="halves_day",
        rota_days_per_week=3,
    )
    roster = start_roster(office, DECEMBER, by=bambang)
    painted(roster, bambang)
    early = [day for day in away(roster, ani) if day <= last]
    assert early == [datetime.date(2026, 12, 3), datetime.date(2026, 12, 10)]
    phases = life.fresh(roster).pattern["segments"]
    assert [(each["kind"], each["first"], each["last"]) for each in phases] == [
        ("fixed_weekday", "2026-12-01", "2026-12-15"),
        ("halves_day", "2026-12-16", "2026-12-31"),
    ]
    late = [day for day in away(roster, ani) if day > last]
    assert len(late) in {5, 6}


def test_days_of_the_policys_weekday_say_so_when_they_come_into_force(
    region, office, ani, bambang, citra
):
    phase(office, region.service, DECEMBER, rota_pattern="fixed_weekday", rota_weekdays=[4])
    roster = start_roster(office, DECEMBER, by=bambang)
    painted(roster, bambang)
    monday = datetime.date(2026, 12, 7)
    save_cells(roster, {ani.pk: {monday: "R"}}, by=bambang, revision=1)
    life.in_force(life.fresh(roster), bambang, citra)
    found = WorkDay.objects.filter(employee=ani, place="home").order_by("date")
    assert [(d.date.day, d.source_kind) for d in found] == [
        (4, "policy"),
        (7, "rota"),
        (11, "policy"),
        (18, "policy"),
    ]


def test_without_a_pattern_in_the_policy_the_office_chooses(office, bambang):
    roster = start_roster(office, DECEMBER, by=bambang)
    with pytest.raises(Refused, match="belum menetapkan pola"):
        painted(roster, bambang)


def test_painting_keeps_the_quota_that_requests_left(region, office, ani, dewi, budi, bambang):
    from tests.workflows import cases

    open_policy(office, by=region.service, quota_people=2)
    friday = datetime.date(2026, 12, 11)
    cases.submitted(ani, [friday])
    from workflows.selectors import taken_for

    roster = start_roster(office, DECEMBER, by=bambang)
    outcome = painted(roster, bambang, FRIDAYS, decided=taken_for(roster))
    others = [p for p in (dewi, budi) if friday in away(roster, p)]
    assert len(others) <= 1
    assert friday not in away(roster, ani)
    assert {unmet.why for unmet in outcome.unmet if unmet.date == friday} == {"quota"}


def test_only_one_unit_is_painted(region, office, ani, budi, bambang):
    roster = start_roster(office, DECEMBER, by=bambang)
    painted(roster, bambang, FRIDAYS, unit=region.aplikasi)
    assert away(roster, ani)
    assert not away(roster, budi)


def test_a_stale_page_paints_nothing(office, ani, bambang):
    from wfa.schedules.services import StaleDraftError

    roster = start_roster(office, DECEMBER, by=bambang)
    save_cells(roster, {ani.pk: {datetime.date(2026, 12, 4): "R"}}, by=bambang, revision=0)
    with pytest.raises(StaleDraftError):
        paint(roster, FRIDAYS, by=bambang, revision=0)


def test_december_alternates_on_over_the_turn_of_the_year(region, office, ani, bambang, citra):
    """Peers' mistake 13: a monthly rota that breaks in December."""
    open_policy(
        office, by=region.service, rota_pattern="alternate", rota_days_per_week=3, quota_percent=80
    )
    december = start_roster(office, DECEMBER, by=bambang)
    painted(december, bambang)
    life.do("submit", life.fresh(december), bambang)
    january = start_roster(office, datetime.date(2027, 1, 1), by=bambang)
    painted(january, bambang)
    assert away(december, ani)
    assert away(january, ani)
    letters = {**life.cells_of(december, ani), **life.cells_of(january, ani)}
    both = [letters[day] for day in sorted(letters) if day > datetime.date(2026, 12, 27)][:8]
    assert both in (list("RKRKRKRK"), list("KRKRKRKR"))


def test_february_of_a_leap_year_has_29_days(clock, office, bambang):
    clock("2028-01-10 09:00")
    roster = start_roster(office, datetime.date(2028, 2, 10), by=bambang)
    assert (roster.first_day.day, roster.last_day.day) == (1, 29)


def test_extra_days_are_open_only_on_the_dates_chosen(office, ani, bambang):
    days = [datetime.date(2026, 12, 4), datetime.date(2026, 12, 18)]
    roster = start_extra(office, days, by=bambang, reason="Tambahan.")
    with pytest.raises(Refused, match="di luar rancangan"):
        save_cells(roster, {ani.pk: {datetime.date(2026, 12, 7): "R"}}, by=bambang, revision=0)


@pytest.mark.parametrize("letter", ["C", "X", "RR", ""])
def test_letters_that_a_roster_may_not_say_are_refused(letter, office, ani, bambang):
    roster = start_roster(office, DECEMBER, by=bambang)
    with pytest.raises(Refused, match="tidak dikenal"):
        save_cells(roster, {ani.pk: {datetime.date(2026, 12, 4): letter}}, by=bambang, revision=0)


# --- the matrix ----------------------------------------------------------------------------------


def test_the_matrix_shows_people_days_totals_and_problems(region, office, ani, dewi, bambang):
    open_policy(office, by=region.service, quota_people=1)
    friday = datetime.date(2026, 12, 4)
    roster = life.draft(office, bambang, DECEMBER, {ani: {friday: "R"}, dewi: {friday: "R"}})
    view = month_view(roster)
    assert (len(view.days), view.people, len(view.rows)) == (31, 5, 5)
    assert view.rows[0].employee == bambang  # officials stand first
    assert [day.why_off for day in view.days if day.number == 5] == ["hari Sabtu"]
    [row] = [row for row in view.rows if row.employee == ani]
    cell = row.cells[3]
    assert (cell.letter, cell.is_wrong, cell.is_locked, cell.by_hand) == ("R", True, False, True)
    assert (row.away, row.fridays, row.share) == (1, 1, 100)
    total = view.totals[3]
    assert (total.away, total.limit, total.over, total.present) == (2, 1, True, 3)
    assert [str(p) for p in view.problems] == [
        "Jumat, 4 Desember: 2 orang, kuota 1. Pindahkan 1 orang ke 2 atau 3 Desember."
    ]
    assert not view.can_submit


def test_rows_are_chosen_by_unit_and_text_totals_stay(region, office, ani, dewi, bambang):
    friday = datetime.date(2026, 12, 4)
    roster = life.draft(office, bambang, DECEMBER, {ani: {friday: "R"}})
    view = month_view(roster, unit=region.aplikasi, text="lestari")
    assert [row.employee for row in view.rows] == [ani]
    assert view.totals[3].away == 1


def test_leave_stands_over_the_plan(office, ani, bambang, pandu):
    friday = datetime.date(2026, 12, 4)
    WorkDay.objects.create(
        employee=ani,
        unit=ani.unit,
        date=friday,
        place="leave",
        source_kind="absence",
        source_id=str(Absence.objects.count()),
        basis_text="Cuti tahunan",
        written_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    )
    roster = start_roster(office, DECEMBER, by=bambang)
    [row] = [row for row in month_view(roster).rows if row.employee == ani]
    assert (row.cells[3].letter, row.cells[3].label, row.cells[3].is_locked) == ("C", "cuti", True)


def test_a_month_in_force_shows_what_stands_now(region, office, ani, bambang, citra):
    from wfa.schedules.selectors import board_for
    from wfa.schedules.services import Seat, exchange_seats, take_back_rows

    friday = datetime.date(2026, 12, 4)
    roster = life.draft(office, bambang, DECEMBER, {ani: {friday: "R"}})
    roster = life.in_force(roster, bambang, citra)
    day = WorkDay.objects.get(employee=ani, date=friday)
    exchange_seats(board=board_for([ani.unit], [friday]), give=[Seat(ani.unit_id, friday)])
    take_back_rows([day.pk], why="Dipanggil kembali.")
    view = month_view(roster)
    [row] = [row for row in view.rows if row.employee == ani]
    assert (row.cells[3].letter, row.cells[3].is_changed) == ("K", True)
    assert view.totals[3].away == 0


def test_a_delta_names_what_was_and_what_is(office, ani, bambang, citra):
    friday, monday = datetime.date(2026, 12, 4), datetime.date(2026, 12, 7)
    month = life.draft(office, bambang, DECEMBER, {ani: {friday: "R"}})
    assert [(d.employee, d.date, d.now) for d in delta_of(month)] == [(ani, friday, "R")]
    month = life.in_force(month, bambang, citra)
    change = life.amendment(month, bambang, {ani: {friday: "K", monday: "A"}})
    assert [(d.date, d.was, d.now) for d in delta_of(change)] == [
        (friday, "R", "K"),
        (monday, "K", "A"),
    ]
    assert title_of(change) == "Perubahan jadwal Desember 2026"


def test_a_draft_is_seen_only_by_those_who_fill_it_in(
    office, ani, budi, bambang, pandu, citra, plh_tri, ines
):
    roster = life.draft(office, pandu, DECEMBER, {ani: {datetime.date(2026, 12, 4): "R"}})

    def seen_by(*people):
        return [p.name for p in people if visible_rosters(p, authority(p)).exists()]

    assert seen_by(ani, budi, bambang, pandu, citra, plh_tri, ines) == [
        "Bambang Hartono",
        "Pandu Wijaya",
    ]
    life.do("submit", roster, pandu)
    assert seen_by(ani, budi, bambang, pandu, citra, plh_tri, ines) == [
        "Budi Santoso",
        "Bambang Hartono",
        "Pandu Wijaya",
        "Citra Maharani",
        "Ines Kartika",
    ]


# --- BKD's page ----------------------------------------------------------------------------------


def test_bkd_sees_every_opd_and_who_is_late(clock, region, office, ani, bambang, citra, plh_tri):
    friday = datetime.date(2026, 12, 4)
    roster = life.draft(office, bambang, DECEMBER, {ani: {friday: "R"}})
    life.reported(roster, bambang)
    board = opd_board(DECEMBER)
    states = {str(row.unit): (row.state, row.is_late) for row in board.rows}
    assert states == {
        "Diskominfo": ("reported", False),
        "Dinkes": ("", False),
        "BKPSDM": ("", False),
        "Setda": ("", False),
    }
    first = board.rows[0]
    assert (first.people, first.most_away, first.most_on, first.share) == (5, 1, friday, 20)
    assert first.due_on == datetime.date(2026, 11, 26)
    clock("2026-11-27 09:00")
    assert opd_board(DECEMBER).late == 3


def test_bkd_sees_days_that_a_stricter_policy_would_not_allow(region, office, ani, dewi, bambang):
    friday = datetime.date(2026, 12, 4)
    roster = life.draft(office, bambang, DECEMBER, {ani: {friday: "R"}, dewi: {friday: "R"}})
    life.do("submit", roster, bambang)
    open_policy(office, by=region.service, quota_people=1)
    [row] = [row for row in opd_board(DECEMBER).rows if row.unit == office]
    assert (row.over, row.limit) == ((friday,), 1)


# --- budgets -------------------------------------------------------------------------------------


def queries(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_the_matrix_takes_as_many_queries_for_60_people_as_for_5(region, office, bambang):
    small = start_roster(office, DECEMBER, by=bambang)
    few = queries(lambda: month_view(life.fresh(small)))
    for n in range(55):
        add_employee(region.aplikasi, f"Pegawai {n}")
    big = start_roster(office, datetime.date(2027, 1, 1), by=bambang)
    many = queries(lambda: month_view(life.fresh(big)))
    assert few == many <= 12


def test_bkds_page_takes_as_many_queries_for_40_opds_as_for_4(region, office, ani, bambang):
    roster = life.draft(office, bambang, DECEMBER, {ani: {datetime.date(2026, 12, 4): "R"}})
    life.do("submit", roster, bambang)
    few = queries(lambda: opd_board(DECEMBER))
    for n in range(36):
        add_unit(region.root, f"DINAS {n}", "opd", f"Dinas {n}")
    assert few == queries(lambda: opd_board(DECEMBER)) <= 10


def test_plans_are_read_in_few_queries(office, bambang):
    roster = start_roster(office, DECEMBER, by=bambang)
    assert queries(lambda: plan_of(life.fresh(roster))) <= 9
