"""The life of a roster: drafted, reported, sent back, approved, in force, changed."""

import datetime

import pytest

from tests.actors import add_unit, open_policy
from tests.workflows import cases
from tests.workflows import rosters as life
from tests.workflows.promises import all_hold
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.refusals import Refused
from wfa.schedules.models import QuotaCounter, Roster, RosterLine, WorkDay
from wfa.schedules.services import (
    StaleDraftError,
    discard,
    refresh_lines,
    save_cells,
    start_amendment,
    start_extra,
    start_order,
    start_roster,
)
from workflows.services import perform_roster


@pytest.fixture(autouse=True)
def promises(db):
    yield
    all_hold()


@pytest.fixture
def office(region, bambang, ani, dewi, budi, pandu, citra, endah):
    return region.diskominfo


def test_a_draft_puts_everybody_in_the_office_on_working_days(office, ani, pandu):
    roster = start_roster(office, life.next_month(), by=pandu)
    days = life.working_days()
    assert life.cells_of(roster, ani) == dict.fromkeys(days, "K")
    assert RosterLine.objects.filter(roster=roster).count() == 5
    assert not QuotaCounter.objects.exists()


def test_a_second_draft_of_the_month_is_refused(office, pandu):
    start_roster(office, life.next_month(), by=pandu)
    with pytest.raises(Refused, match="sudah ada"):
        start_roster(office, life.next_month(), by=pandu)


def test_after_a_withdrawn_one_the_month_can_begin_again(office, bambang):
    roster = start_roster(office, life.next_month(), by=bambang)
    life.do("withdraw", roster, bambang)
    assert start_roster(office, life.next_month(), by=bambang)


def test_only_the_opd_drafts(office, citra, ani, plh_tri):
    for stranger in (citra, ani, plh_tri):
        with pytest.raises(Refused, match="tidak berwenang"):
            start_roster(office, life.next_month(), by=stranger)


def test_a_month_from_draft_to_force(office, ani, dewi, pandu, bambang, citra, endah):
    friday, monday = life.a_weekday(4)[0], life.a_weekday(0)[1]
    roster = life.draft(office, pandu, away={ani: {friday: "R"}, dewi: {monday: "A"}})
    roster = life.do("submit", roster, pandu)
    assert (life.taken(office, friday), life.taken(office, monday)) == (1, 1)
    assert life.held_of(roster, ani) == {friday: "R"}
    all_hold()
    roster = life.do("report", roster, bambang, document_number=life.LETTER)
    assert roster.due_on
    roster = life.do("approve", roster, citra)
    all_hold()
    roster = life.do("enact", roster, endah, document_number=life.ASSIGNMENT)
    assert roster.state == "in_force"
    assert roster.assignment_number == life.ASSIGNMENT
    assert (life.where(ani, friday), life.where(dewi, monday)) == ("home", "other_place")
    assert life.where(ani, monday) == "office"
    assert not RosterLine.objects.exclude(held="").exists()
    assert (life.taken(office, friday), life.taken(office, monday)) == (1, 1)
    day = WorkDay.objects.get(employee=ani, date=friday)
    assert (day.source_kind, day.source_id) == ("rota", str(roster.pk))
    assert day.basis_text == f"Surat Tugas Nomor {life.ASSIGNMENT}"


def test_each_step_leaves_a_decision_as_whom(office, ani, pandu, bambang, citra, endah):
    roster = life.draft(office, pandu, away={ani: {life.working_days()[0]: "R"}})
    life.in_force(life.do("submit", roster, pandu), bambang, citra, endah)
    rows = Decision.objects.filter(subject_kind="roster").order_by("at")
    assert [(r.step, r.from_state, r.to_state, r.actor_name) for r in rows] == [
        ("submit", "draft", "submitted", "Pandu Wijaya"),
        ("report", "submitted", "reported", "Bambang Hartono"),
        ("approve", "reported", "approved", "Citra Maharani"),
        ("enact", "approved", "in_force", "Endah Sulistyowati"),
    ]
    assert rows[0].capacity == "Pengelola kepegawaian Diskominfo"
    assert rows[2].capacity == "Verifikator BKD"
    assert rows[2].subject_nip == pandu.nip


def test_employees_are_told_their_days_once(office, ani, dewi, pandu, bambang, citra, endah):
    days = life.a_weekday(4)[:2]
    roster = life.draft(office, pandu, away={ani: dict.fromkeys(days, "R")})
    life.in_force(roster, bambang, citra, endah)
    told = Message.objects.filter(recipient=ani)
    assert [m.subject for m in told] == ["Jadwal kerja fleksibel Anda"]
    assert str(days[0].day) in told[0].body
    assert life.ASSIGNMENT in told[0].body
    assert not Message.objects.filter(recipient=dewi).exists()


def test_sent_back_keeps_the_seats_and_a_new_submission_exchanges_them(
    office, ani, dewi, bambang, citra
):
    friday, monday = life.a_weekday(4)[0], life.a_weekday(0)[1]
    roster = life.reported(life.draft(office, bambang, away={ani: {friday: "R"}}), bambang)
    roster = life.do("send_back", roster, citra, note="Pindahkan ke Senin.")
    assert (roster.round, life.taken(office, friday)) == (2, 1)
    all_hold()
    roster = life.fill(roster, bambang, {ani: {friday: "K", monday: "R"}})
    assert life.taken(office, friday) == 1
    roster = life.do("submit", roster, bambang)
    assert (life.taken(office, friday), life.taken(office, monday)) == (0, 1)


def test_withdrawn_gives_every_seat_back(office, ani, bambang):
    friday = life.a_weekday(4)[0]
    roster = life.draft(office, bambang, away={ani: {friday: "R"}})
    roster = life.do("submit", roster, bambang)
    life.do("withdraw", roster, bambang)
    assert life.taken(office, friday) == 0
    assert life.held_of(roster, ani) == {}


def test_an_approval_is_undone_by_the_same_officer_until_a_paper_is_drafted(
    office, ani, bambang, citra, endah
):
    from workflows.services import assignment_drafted, assignment_dropped

    roster = life.approved(
        life.draft(office, bambang, away={ani: {life.working_days()[0]: "R"}}), bambang, citra
    )
    assert "Hanya pemutusnya" in life.no("reopen", roster, endah).sentence
    assignment_drafted([roster])
    assert "sedang disusun" in life.no("reopen", roster, citra).sentence
    assignment_dropped([roster])
    roster = life.do("reopen", roster, citra)
    assert (roster.state, roster.decided_by) == ("reported", None)
    assert roster.due_on


def test_the_second_approver_hears_who_was_first(office, ani, bambang, citra, endah):
    roster = life.draft(office, bambang, away={ani: {life.working_days()[0]: "R"}})
    roster = life.reported(roster, bambang)
    life.do("approve", roster, citra)
    [receipt] = perform_roster("approve", [roster], by=endah)
    assert receipt.outcome == "same"
    assert receipt.sentence.startswith("Sudah disetujui oleh Citra Maharani pukul")


def test_who_is_away_by_it_does_not_approve_it(region, citra, endah):
    day = life.working_days()[0]
    roster = life.draft(region.bkpsdm, endah, away={citra: {day: "R"}})
    roster = life.reported(roster, endah)
    assert "Anda sendiri" in life.no("approve", roster, citra).sentence
    assert "menyusun" in life.no("approve", roster, endah).sentence


def test_sending_back_needs_a_reason(office, ani, bambang, citra):
    roster = life.draft(office, bambang, away={ani: {life.working_days()[0]: "R"}})
    roster = life.reported(roster, bambang)
    with pytest.raises(Refused, match="Alasan wajib diisi"):
        perform_roster("send_back", [roster], by=citra)


def test_a_letter_alone_reports_and_enacts(office, ani, bambang):
    roster = life.draft(office, bambang, away={ani: {life.working_days()[0]: "R"}})
    roster = life.do("submit", roster, bambang)
    assert "surat yang terbit" in life.no("report", roster, bambang).sentence


def test_nothing_planned_can_not_be_submitted(region, office, bambang):
    order = start_extra(office, [life.working_days()[0]], by=bambang, reason="Hari tambahan.")
    assert "belum mengubah" in life.no("submit", order, bambang).sentence


# --- changing the draft --------------------------------------------------------------------------


def test_a_stale_page_overwrites_nothing_and_hears_what_differs(office, ani, dewi, pandu, bambang):
    day = life.working_days()[0]
    roster = start_roster(office, life.next_month(), by=pandu)
    shown = roster.revision
    save_cells(roster, {ani.pk: {day: "R"}}, by=pandu, revision=shown)
    with pytest.raises(StaleDraftError) as stale:
        save_cells(roster, {ani.pk: {day: "A"}, dewi.pk: {day: "K"}}, by=bambang, revision=shown)
    [differs] = stale.value.differs
    assert (differs.employee_id, differs.date, differs.now, differs.wanted) == (
        ani.pk,
        day,
        "R",
        "A",
    )
    assert life.cells_of(roster, ani)[day] == "R"


def test_saving_the_same_again_is_no_change(office, ani, pandu):
    day = life.working_days()[0]
    roster = start_roster(office, life.next_month(), by=pandu)
    for _ in range(2):
        save_cells(roster, {ani.pk: {day: "R"}}, by=pandu, revision=0)
    assert life.fresh(roster).revision == 1


def test_a_submitted_roster_is_not_edited(office, ani, bambang):
    day = life.working_days()[0]
    roster = life.do("submit", life.draft(office, bambang, away={ani: {day: "R"}}), bambang)
    with pytest.raises(Refused, match="tidak dapat diisi"):
        save_cells(roster, {ani.pk: {day: "K"}}, by=bambang, revision=roster.revision)


def test_a_discarded_draft_is_gone(office, pandu):
    roster = start_roster(office, life.next_month(), by=pandu)
    discard(roster, by=pandu)
    assert not Roster.objects.exists()
    assert start_roster(office, life.next_month(), by=pandu)


def test_refreshing_brings_newcomers_and_drops_who_left(region, office, ani, dewi, pandu):
    from tests.actors import add_employee

    roster = start_roster(office, life.next_month(), by=pandu)
    dewi.unit = region.dinkes
    dewi.save(update_fields=["unit"])
    new = add_employee(region.aplikasi, "Gilang Ramadhan")
    refresh_lines(roster, by=pandu)
    people = set(RosterLine.objects.filter(roster=roster).values_list("employee", flat=True))
    assert new.pk in people
    assert dewi.pk not in people
    assert life.cells_of(roster, new) == dict.fromkeys(life.working_days(), "K")


def test_a_unit_without_people_has_an_empty_draft(region, endah, citra):
    empty = add_unit(region.root, "BADAN BARU", "opd", "Badan Baru")
    from tests.actors import appoint

    appoint(endah, empty, "PLT")
    roster = start_roster(empty, life.next_month(), by=endah)
    assert not roster.lines.exists()
    assert "belum mengubah" in life.no("submit", roster, endah).sentence


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
    from wfa.schedules.selectors import board_for
    from wfa.schedules.services import Seat, exchange_seats, take_back_rows

    friday = life.a_weekday(4)[0]
    month = life.draft(office, bambang, away={ani: {friday: "R"}})
    month = life.in_force(month, bambang, citra)
    change = life.amendment(month, bambang, {ani: {friday: "A"}})
    day = WorkDay.objects.get(employee=ani, date=friday, withdrawn_at=None)
    board = board_for([ani.unit], [friday])
    exchange_seats(board=board, give=[Seat(ani.unit_id, friday)])
    take_back_rows([day.pk], why="Dipanggil kembali.")
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
