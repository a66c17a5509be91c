"""The life of a roster: drafted, reported, sent back, approved, in force, changed."""

import pytest

from tests.actors import add_unit
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
    start_extra,
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
