"""Rosters that change others, and what happens while one is on its way."""

import datetime

import pytest

from tests.actors import open_policy
from tests.workflows import cases
from tests.workflows import rosters as life
from tests.workflows.promises import all_hold
from wfa.decisions.models import Decision
from wfa.refusals import Refused
from wfa.schedules.models import WorkDay
from wfa.schedules.rules import Shortage
from wfa.schedules.selectors import board_for
from wfa.schedules.services import (
    QuotaFullError,
    Seat,
    exchange_seats,
    refresh_lines,
    start_amendment,
    start_extra,
    start_order,
    start_roster,
    take_back_rows,
)
from workflows.roster_steps import ROSTER_STEPS
from workflows.selectors.rosters import held_meanwhile
from workflows.services import perform_roster
from workflows.services.rosters.losing import lost
from workflows.services.rosters.seats import TakenError


@pytest.fixture(autouse=True)
def promises(db):
    yield
    all_hold()


@pytest.fixture
def office(region, bambang, ani, dewi, budi, pandu, citra, endah):
    return region.diskominfo


# --- amendments ----------------------------------------------------------------------------------


def test_an_amendment_begins_with_what_stands_and_changes_only_the_delta(
    office, ani, dewi, bambang, citra
):
    friday, monday = life.a_weekday(4)[0], life.a_weekday(0)[1]
    month = life.draft(office, bambang, away={ani: {friday: "R"}, dewi: {friday: "R"}})
    month = life.in_force(month, bambang, citra)
    change = life.amendment(month, bambang, {ani: {friday: "K", monday: "R"}})
    assert life.cells_of(change, dewi)[friday] == "R"
    change = life.in_force(change, bambang, citra, number="800/0099")
    assert (life.where(ani, friday), life.where(ani, monday)) == ("office", "home")
    assert (life.taken(office, friday), life.taken(office, monday)) == (1, 1)
    gone = WorkDay.objects.get(employee=ani, date=friday, withdrawn_at__isnull=False)
    assert gone.withdrawn_why == "Diubah dengan Surat Tugas Nomor 800/0099"
    kept = WorkDay.objects.get(employee=dewi, date=friday, withdrawn_at=None)
    assert kept.source_id == str(month.pk)


def test_a_day_moves_between_people_also_when_the_quota_is_full(
    region, office, ani, dewi, bambang, citra
):
    friday = life.a_weekday(4)[0]
    month = life.draft(office, bambang, away={ani: {friday: "R"}})
    month = life.in_force(month, bambang, citra)
    open_policy(office, by=region.service, quota_people=1)
    change = life.amendment(month, bambang, {ani: {friday: "K"}, dewi: {friday: "R"}})
    change = life.do("submit", change, bambang)
    assert life.taken(office, friday) == 1
    all_hold()
    life.in_force(change, bambang, citra)
    assert (life.where(ani, friday), life.where(dewi, friday)) == ("office", "home")
    assert life.taken(office, friday) == 1


def test_one_amendment_at_a_time(office, ani, bambang, citra):
    month = life.draft(office, bambang, away={ani: {life.working_days()[0]: "R"}})
    month = life.in_force(month, bambang, citra)
    start_amendment(month, by=bambang, reason="Rapat.")
    with pytest.raises(Refused, match="Masih ada perubahan"):
        start_amendment(month, by=bambang, reason="Rapat lagi.")


def test_a_draft_is_not_amended(office, pandu):
    roster = start_roster(office, life.next_month(), by=pandu)
    with pytest.raises(Refused, match="yang berlaku"):
        start_amendment(roster, by=pandu, reason="Rapat.")


def test_a_fact_that_changed_since_must_be_refreshed(office, ani, dewi, bambang, citra):
    friday = life.a_weekday(4)[0]
    month = life.draft(office, bambang, away={ani: {friday: "R"}})
    month = life.in_force(month, bambang, citra)
    change = life.amendment(month, bambang, {ani: {friday: "A"}})
    _call_back(ani, friday)
    [problem] = life.no("submit", change, bambang).problems
    assert "sudah berubah" in problem.sentence
    refresh_lines(change, by=bambang)
    assert life.do("submit", life.fresh(change), bambang).state == "submitted"


# --- extra days and orders -----------------------------------------------------------------------


def test_an_extra_day_goes_the_whole_way(office, ani, bambang, citra):
    day = life.working_days()[3]
    month = life.in_force(
        life.draft(office, bambang, away={ani: {life.working_days()[0]: "R"}}), bambang, citra
    )
    assert month.state == "in_force"
    extra = start_extra(office, [day], by=bambang, reason="Hari tambahan Jumat.")
    extra = life.fill(extra, bambang, {ani: {day: "R"}})
    life.in_force(extra, bambang, citra, number="800/0077")
    assert life.where(ani, day) == "home"
    assert WorkDay.objects.filter(employee=ani, date=day).count() == 2


def test_an_order_sends_everybody_home_who_may_and_needs_no_letter(
    office, ani, dewi, bambang, citra, endah
):
    days = life.working_days(count=2)
    [order] = start_order(
        [office], days, by=citra, reason="Banjir.", basis="Instruksi Bupati 3/2026"
    )
    assert life.cells_of(order, ani) == dict.fromkeys(days, "R")
    assert life.cells_of(order, bambang) == {}
    order = life.do("submit", order, citra)
    assert (order.state, order.letter_number) == ("reported", "Instruksi Bupati 3/2026")
    all_hold()
    assert "menyusun" in life.no("approve", order, citra).sentence
    order = life.do("enact", life.do("approve", order, endah), endah, document_number="800/0055")
    assert WorkDay.objects.filter(employee=ani, source_kind="order").count() == 2
    steps = Decision.objects.filter(subject_id=str(order.pk)).order_by("at")
    assert [each.step for each in steps] == ["submit", "report", "approve", "enact"]


def test_an_order_for_units_of_two_opds_is_two_rosters(region, office, plh_tri, dodi, citra, ani):
    found = start_order(
        [region.aplikasi, region.dinkes],
        [life.working_days()[0]],
        by=citra,
        reason="Banjir.",
        basis="Instruksi 3/2026",
    )
    assert {roster.unit_id for roster in found} == {office.pk, region.dinkes.pk}
    names = set(found[0].lines.values_list("employee__name", flat=True))
    assert names == {"Ani Lestari", "Dewi Anggraini"}


def test_an_order_of_one_date_in_two_weeks_says_nothing_about_the_days_between(office, ani, citra):
    days = [life.working_days()[0], life.working_days()[6]]
    [order] = start_order([office], days, by=citra, reason="Banjir.", basis="Instruksi 3/2026")
    assert life.cells_of(order, ani) == dict.fromkeys(days, "R")


def test_an_order_needs_its_ground(office, citra):
    with pytest.raises(Refused, match="Dasar perintah"):
        start_order([office], [life.working_days()[0]], by=citra, reason="Banjir.", basis=" ")


# --- people and days that change meanwhile ---------------------------------------------------------


def test_who_moves_to_another_opd_before_the_paper_is_left_out_and_frees_the_seat(
    region, office, ani, dewi, bambang, citra
):
    friday = life.a_weekday(4)[0]
    roster = life.draft(office, bambang, away={ani: {friday: "R"}, dewi: {friday: "R"}})
    roster = life.approved(roster, bambang, citra)
    ani.unit = region.dinkes
    ani.save(update_fields=["unit"])
    life.do("enact", roster, citra, document_number=life.ASSIGNMENT)
    assert (life.where(ani, friday), life.where(dewi, friday)) == ("", "home")
    assert life.taken(office, friday) == 1
    left_out = Decision.objects.get(step="enact").data["left_out"]
    assert [ani.nip, friday.isoformat()] in left_out


def test_bkd_does_not_approve_somebody_under_discipline_since(office, ani, bambang, citra):
    roster = life.draft(office, bambang, away={ani: {life.a_weekday(4)[0]: "R"}})
    roster = life.reported(roster, bambang)
    ani.standing = "discipline"
    ani.save(update_fields=["standing"])
    receipt = life.no("approve", roster, citra)
    assert [p.code for p in receipt.problems] == ["discipline"]


def test_a_request_that_was_faster_keeps_the_day(office, ani, bambang, budi, citra):
    day = life.a_weekday(2)[0]
    roster = life.draft(office, bambang, away={ani: {day: "R"}})
    cases.submitted(ani, [day])
    [problem] = life.no("submit", roster, bambang).problems
    assert "bentrok dengan pengajuan" in problem.sentence


def test_a_new_draft_leaves_days_of_requests_alone(office, ani, bambang, budi):
    from workflows.selectors import taken_by_requests

    day = life.a_weekday(2)[0]
    cases.submitted(ani, [day])
    first = life.next_month()
    taken = taken_by_requests([ani.pk], first, first + datetime.timedelta(days=31))
    roster = start_roster(office, first, by=bambang, decided=taken)
    assert day not in life.cells_of(roster, ani)


def test_the_quota_lost_meanwhile_names_day_office_and_who_has_it(
    region, office, ani, dewi, bambang, budi, citra
):
    day = life.a_weekday(2)[0]
    open_policy(office, by=region.service, quota_people=1)
    cases.submitted(dewi, [day])
    roster = life.draft(office, bambang, away={ani: {day: "R"}})
    [problem] = life.no("submit", roster, bambang).problems
    assert "2 orang, kuota 1" in problem.sentence


def test_half_days_stand_as_halves(region, office, ani, bambang, citra):
    open_policy(office, by=region.service, half_days=True)
    day = life.a_weekday(4)[0]
    life.in_force(life.draft(office, bambang, away={ani: {day: "P"}}), bambang, citra)
    row = WorkDay.objects.get(employee=ani, date=day)
    assert (row.place, row.slot) == ("home", "am")


def test_days_that_passed_are_not_written(clock, region, office, ani, bambang, citra):
    clock("2026-11-02 09:00")
    first = datetime.date(2026, 12, 1)
    early, late = datetime.date(2026, 12, 2), datetime.date(2026, 12, 16)
    roster = life.draft(office, bambang, first, {ani: {early: "R", late: "R"}})
    roster = life.approved(roster, bambang, citra)
    clock("2026-12-10 09:00")
    life.do("enact", roster, citra, document_number=life.ASSIGNMENT)
    assert (life.where(ani, early), life.where(ani, late)) == ("", "home")
    assert (life.taken(office, early), life.taken(office, late)) == (0, 1)


def test_a_roster_whose_days_have_all_passed_can_not_be_enacted(clock, office, ani, bambang, citra):
    clock("2026-11-02 09:00")
    roster = life.draft(
        office, bambang, datetime.date(2026, 12, 1), {ani: {datetime.date(2026, 12, 2): "R"}}
    )
    roster = life.approved(roster, bambang, citra)
    clock("2027-01-04 09:00")
    receipt = life.no("enact", roster, citra, document_number=life.ASSIGNMENT)
    assert "sudah lewat" in receipt.sentence


def test_nothing_but_the_door_moves_a_roster(office, pandu):
    roster = start_roster(office, life.next_month(), by=pandu)
    with pytest.raises(AttributeError):
        roster.state = "approved"


def test_flexible_work_switched_off_holds_the_approval(region, office, ani, bambang, citra):
    roster = life.draft(office, bambang, away={ani: {life.a_weekday(4)[0]: "R"}})
    roster = life.reported(roster, bambang)
    open_policy(office, by=region.service, open=False)
    assert life.no("approve", roster, citra).sentence.startswith("Ditahan")


# --- somebody faster, in the very moment -----------------------------------------------------------


def test_a_lent_seat_that_was_lost_since_leaves_the_day_out(
    region, office, ani, dewi, budi, bambang, citra
):
    """Dewi was to have Ani's Friday; Ani was called back and Budi's request took the seat."""
    friday = life.a_weekday(4)[0]
    month = life.in_force(life.draft(office, bambang, away={ani: {friday: "R"}}), bambang, citra)
    open_policy(office, by=region.service, quota_people=1)
    change = life.amendment(month, bambang, {ani: {friday: "K"}, dewi: {friday: "R"}})
    change = life.approved(change, bambang, citra)
    _call_back(ani, friday)
    cases.submitted(budi, [friday])
    life.do("enact", change, citra, document_number="800/0044")
    assert (life.where(ani, friday), life.where(dewi, friday)) == ("", "office")
    assert life.taken(office, friday) == 1
    left_out = Decision.objects.filter(step="enact").latest("at").data["left_out"]
    assert {nip for nip, _ in left_out} == {ani.nip, dewi.nip}


def _call_back(person, date):
    day = WorkDay.objects.get(employee=person, date=date, withdrawn_at=None)
    board = board_for([person.unit], [date])
    exchange_seats(board=board, give=[Seat(person.unit_id, date)])
    take_back_rows([day.pk], why="Dipanggil kembali.")


def test_whoever_loses_a_seat_hears_which_office_and_who_has_it(region, office, ani, dewi, budi):
    day = life.a_weekday(2)[0]
    open_policy(office, by=region.service, quota_people=1)
    cases.submitted(dewi, [day])
    roster = life.draft(office, _head(office), away={ani: {day: "R"}})
    short = Shortage(office.pk, "Diskominfo", day, "quota", 1, 1)
    receipt = lost(roster, ROSTER_STEPS["submit"], QuotaFullError([short]))
    assert receipt.outcome == "refused"
    assert "kuota Diskominfo penuh (1/1), terisi Dewi Anggraini" in receipt.sentence


def _head(unit):
    return unit.appointments.get().employee


def test_whoever_loses_a_day_to_a_request_hears_whose(office, ani, bambang):
    day = life.a_weekday(2)[0]
    roster = life.draft(office, bambang, away={ani: {day: "R"}})
    receipt = lost(roster, ROSTER_STEPS["submit"], TakenError([(ani.pk, day)]))
    [problem] = receipt.problems
    assert problem.about.startswith("Ani Lestari, Rabu")
    assert "baru saja terisi" in problem.sentence


def test_days_that_a_request_or_paper_has_by_now_are_found(office, ani, dewi, budi, bambang):
    day, other = life.a_weekday(2)[:2]
    cases.submitted(ani, [day])
    cells = {(ani.pk, day), (ani.pk, other), (dewi.pk, day)}
    assert held_meanwhile(cells) == {(ani.pk, day)}


def test_days_of_a_roster_on_its_way_are_left_alone_by_an_order(office, ani, dewi, bambang, citra):
    days = life.working_days(count=2)
    month = life.do("submit", life.draft(office, bambang, away={ani: {days[0]: "R"}}), bambang)
    [order] = start_order([office], days, by=citra, reason="Banjir.", basis="Instruksi 3/2026")
    assert life.cells_of(order, ani) == {days[1]: "R"}
    life.do("submit", order, citra)
    assert life.taken(office, days[0]) == 1 + len(_away(order, days[0]))
    assert month.state == "submitted"


def _away(roster, date):
    offset = (date - roster.first_day).days
    return [line for line in roster.lines.all() if line.held[offset : offset + 1] == "R"]


def test_several_rosters_are_moved_at_once_and_one_refusal_stops_no_other(
    region, office, ani, dodi, bambang, plh_tri, citra, endah
):
    day = life.a_weekday(4)[0]
    first = life.reported(life.draft(office, bambang, away={ani: {day: "R"}}), bambang)
    second = life.draft(region.dinkes, plh_tri, away={dodi: {day: "R"}})
    receipts = perform_roster("approve", [first, second], by=citra)
    assert [receipt.outcome for receipt in receipts] == ["done", "refused"]
    assert receipts[1].sentence.startswith("Jadwal ini sekarang rancangan")
