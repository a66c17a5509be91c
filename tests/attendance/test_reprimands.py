"""Steps of guidance: proposed with evidence, decided by a named person, objected to, answered."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.actors import add_employee, appoint, open_policy
from tests.attendance.breaching import (
    NUMBER,
    WHY,
    in_force,
    proposed,
    refused,
    unanswered,
)
from tests.attendance.duty import FRIDAY, MONDAY, came, expected
from wfa.attendance.models import Reprimand, ServiceMinute
from wfa.attendance.selectors.reprimands import held_of, stands, why_no_objection
from wfa.attendance.services import propose_due
from wfa.attendance.services.calling import answer_back, close_call, start_call
from wfa.attendance.services.proposing import record_by_hand
from wfa.attendance.services.reprimands import (
    answer_objection,
    decide,
    issue,
    lift,
    object_to,
)
from wfa.audit.models import AuditEvent
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.permissions import authority
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
OBJECTION = "Ponsel saya rusak hari itu, saya lapor lewat rekan."


def why(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value


def told(person):
    return list(Message.objects.filter(recipient=person).values_list("subject", flat=True))


# --- the sweep proposes --------------------------------------------------------------------------


def test_two_unanswered_calls_on_a_day_become_a_proposal_and_nothing_more(
    clock, ani, pandu, bambang
):
    row = proposed(clock, ani, pandu)
    assert (row.state, row.level, row.ground) == ("proposed", "note", "calls")
    assert (row.decided_by, row.reason, row.issued_at, row.number) == (None, "", None, "")
    assert "Usul pembinaan menunggu putusan Anda" in told(bambang)
    assert "Usul pembinaan tentang Anda" in told(ani)
    [event] = AuditEvent.objects.filter(action="reprimand_proposed")
    assert event.actor_nip == ""
    assert Decision.objects.count() == 0
    assert propose_due() == 0


def test_the_evidence_holds_times_channel_caller_and_our_outages(clock, ani, pandu):
    start = datetime.datetime.fromisoformat("2026-12-07T08:50+07:00")
    known = {"probes": 4}, {"probes_failed": 4}
    ServiceMinute.objects.bulk_create(
        ServiceMinute(minute=start + datetime.timedelta(minutes=n), **known[n in (11, 12, 13)])
        for n in range(40)
    )
    row = proposed(clock, ani, pandu)
    first, second = row.evidence["calls"]
    assert (first["channel"], first["caller"]) == ("Telepon", pandu.full_name)
    assert (first["down_minutes"], second["down_minutes"]) == (3, 0)
    assert first["started"].startswith("2026-12-07T02:00")
    assert row.evidence["attempts"] == 2


def test_evidence_never_changes(clock, ani, pandu):
    row = proposed(clock, ani, pandu)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reprimand.objects.filter(pk=row.pk).update(evidence={})
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_one_unanswered_call_is_not_enough(clock, ani, pandu):
    unanswered(clock, ani, pandu, times=("09:00",))
    assert propose_due() == 0


def test_calls_of_two_days_are_not_added_up(clock, ani, pandu):
    unanswered(clock, ani, pandu, times=("09:00",))
    unanswered(clock, ani, pandu, date=TUESDAY, times=("09:00",))
    assert propose_due() == 0


def test_whoever_calls_back_in_time_is_not_proposed(clock, ani, pandu):
    day = unanswered(clock, ani, pandu, times=("09:00",))
    clock("2026-12-07 10:00")
    call = start_call(day, by=pandu, channel="phone")
    clock("2026-12-07 10:04")
    answer_back(call, by=ani, text="Saya sudah menelepon balik pukul 10.03.")
    clock("2026-12-07 10:30")
    assert propose_due() == 0


def test_an_open_call_past_its_time_proposes_nothing(clock, ani, pandu):
    day = unanswered(clock, ani, pandu, times=("09:00",))
    clock("2026-12-07 10:00")
    call = start_call(day, by=pandu, channel="phone")
    clock("2026-12-07 15:00")
    assert propose_due() == 0
    close_call(call, by=pandu, answered=False)
    assert propose_due() == 1


def test_the_policy_says_how_many_calls(clock, region, ani, pandu):
    open_policy(region.diskominfo, by=region.service, call_attempts=3)
    unanswered(clock, ani, pandu)
    assert propose_due() == 0
    unanswered(clock, ani, pandu, times=("11:00",))
    assert propose_due() == 1


def test_the_same_breach_is_proposed_once_whatever_became_of_it(clock, ani, pandu, bambang):
    row = proposed(clock, ani, pandu)
    decide(row, "drop", by=bambang, note="Sudah lapor lewat rekan.")
    unanswered(clock, ani, pandu, times=("11:00", "11:10"))
    assert propose_due() == 0
    assert proposed(clock, ani, pandu, date=TUESDAY).level == "note"


def test_the_head_of_an_opd_is_decided_on_by_the_head_of_the_region(
    clock, bambang, pandu, bupati, region
):
    row = proposed(clock, bambang, pandu)
    assert row.unit == region.root
    assert "Usul pembinaan menunggu putusan Anda" in told(bupati)
    assert why(decide, row, "confirm", by=bambang, note=WHY).code == "own"
    assert decide(row, "confirm", by=bupati, note=WHY).state == "issued"


MISSED = [MONDAY, TUESDAY, FRIDAY]


def test_missed_check_ins_count_only_on_days_that_a_superior_refused(clock, ani, bambang):
    clock(f"{MONDAY} 06:00")
    expected(ani)
    clock(f"{TUESDAY} 08:00")
    assert propose_due() == 0  # three windows missed, nobody has said anything
    refused(clock, ani, bambang, TUESDAY)
    assert propose_due() == 1
    row = Reprimand.objects.get()
    assert (row.ground, row.about) == ("checkins", f"checkins:{TUESDAY}")
    [day] = row.evidence["days"]
    assert day["windows"] == ["Pagi", "Siang", "Sore"]
    assert day["decided_by"].startswith(bambang.full_name)
    assert day["why"] == "Tidak ada presensi."
    assert (row.state, row.decided_by) == ("proposed", None)


def test_what_was_told_once_is_not_counted_again(clock, ani, bambang):
    refused(clock, ani, bambang, MONDAY)
    assert (propose_due(), propose_due()) == (1, 0)
    clock(f"{TUESDAY} 06:00")
    part = expected(ani, TUESDAY)
    came(part, "Pagi")
    clock("2026-12-09 08:00")
    from wfa.attendance.services.verifying import verify

    verify("invalidate_day", [part], by=bambang, note="Foto bukan dirinya.", opened=True)
    assert propose_due() == 0  # two missed of this day alone
    refused(clock, ani, bambang, FRIDAY)
    assert propose_due() == 1
    dates = [day["date"] for day in Reprimand.objects.latest("proposed_at").evidence["days"]]
    assert dates == [str(TUESDAY), str(FRIDAY)]


def test_what_lies_further_back_than_thirty_days_is_not_counted(clock, region, ani, bambang):
    refused(clock, ani, bambang, MONDAY)
    clock("2027-01-06 08:00")
    assert propose_due() == 0


def test_zero_in_the_policy_proposes_nothing(clock, region, ani, bambang):
    open_policy(region.diskominfo, by=region.service, missed_before_reprimand=0)
    refused(clock, ani, bambang, MONDAY)
    assert propose_due() == 0


def test_many_people_take_as_many_queries_as_one(
    clock, region, pandu, django_assert_max_num_queries
):
    open_policy(region.diskominfo, by=region.service, call_attempts=3)
    people = [add_employee(region.aplikasi, f"Staf {n}") for n in range(3)]
    for person in people:
        unanswered(clock, person, pandu)
    with django_assert_max_num_queries(5):
        assert propose_due() == 0


# --- by hand -------------------------------------------------------------------------------------


def test_a_superior_writes_something_down_and_it_waits_like_the_others(clock, region, ani, bambang):
    clock("2026-12-07 10:00")
    leader = add_employee(region.aplikasi, "Kabid")
    appoint(leader, region.aplikasi)
    text = "Bekerja dari luar daerah tanpa izin."
    row = record_by_hand(ani, by=leader, date=MONDAY, text=text)
    assert (row.state, row.ground, row.evidence["text"]) == ("proposed", "by_hand", text)
    assert row.evidence["recorded_by"] == leader.full_name
    assert record_by_hand(ani, by=leader, date=MONDAY, text=text) == row
    assert why(decide, row, "confirm", by=leader, note=WHY).code == "no_right"
    assert decide(row, "confirm", by=bambang, note=WHY).decided_by == bambang


def test_only_superiors_record_and_never_about_themselves(clock, ani, dewi, pandu, bambang, dodi):
    clock("2026-12-07 10:00")
    text = "Bekerja dari luar daerah tanpa izin."
    for stranger in (dewi, pandu, dodi):
        assert why(record_by_hand, ani, by=stranger, date=MONDAY, text=text).code == "no_right"
    assert why(record_by_hand, bambang, by=bambang, date=MONDAY, text=text).code == "own"
    assert why(record_by_hand, ani, by=bambang, date=TUESDAY, text=text).field == "date"
    assert why(record_by_hand, ani, by=bambang, date=MONDAY, text="x").field == "text"


# --- decided -------------------------------------------------------------------------------------


def test_a_note_is_in_force_at_once_with_its_ends(clock, ani, pandu, bambang):
    row = decide(proposed(clock, ani, pandu), "confirm", by=bambang, note=WHY)
    assert (row.state, row.number, row.decided_by) == ("issued", "", bambang)
    assert row.object_until == datetime.date(2026, 12, 10)  # three working days
    assert row.expires_on == datetime.date(2027, 6, 7)
    assert "Catatan pembinaan berlaku untuk Anda" in told(ani)
    [decision] = Decision.objects.filter(step="confirm_reprimand")
    assert (decision.actor_nip, decision.subject_nip) == (bambang.nip, ani.nip)
    assert (decision.from_state, decision.to_state, decision.note) == ("proposed", "issued", WHY)
    assert decision.data == {"level": "note"}


def test_a_warning_waits_for_its_letter(clock, ani, pandu, bambang):
    in_force(proposed(clock, ani, pandu), bambang)
    row = proposed(clock, ani, pandu, date=TUESDAY)
    assert row.level == "warning_1"
    row = decide(row, "confirm", by=bambang, note=WHY)
    assert (row.state, row.issued_at, stands(row)) == ("confirmed", None, False)
    capacity = authority(bambang).capacity("sign_letter", row.unit)
    row = issue(row, by=bambang, capacity=capacity, number=NUMBER, dated=TUESDAY)
    assert (row.state, row.number, stands(row)) == ("issued", NUMBER, True)
    assert why(issue, row, by=bambang, capacity=capacity, number=NUMBER, dated=TUESDAY).code == (
        "moved"
    )


def test_a_milder_rung_may_be_chosen_never_a_higher_one(clock, ani, pandu, bambang):
    in_force(proposed(clock, ani, pandu), bambang)
    row = proposed(clock, ani, pandu, date=TUESDAY)
    refusal = why(decide, row, "confirm", by=bambang, note=WHY, level="revoke")
    assert (refusal.field, "peringatan pertama" in refusal.message) == ("level", True)
    assert decide(row, "confirm", by=bambang, note=WHY, level="note").level == "note"


def test_the_rung_is_that_of_the_day_of_decision(clock, ani, pandu, bambang):
    first, second = proposed(clock, ani, pandu), proposed(clock, ani, pandu, date=TUESDAY)
    assert (first.level, second.level) == ("note", "note")
    in_force(first, bambang)
    assert decide(second, "confirm", by=bambang, note=WHY).level == "warning_1"


@pytest.mark.parametrize("actor", ["ani", "dewi", "budi", "pandu", "citra", "endah", "ines", "adi"])
def test_nobody_else_decides(request, clock, ani, pandu, actor):
    row = proposed(clock, ani, pandu)
    refusal = why(decide, row, "confirm", by=request.getfixturevalue(actor), note=WHY)
    assert refusal.code in {"no_right", "own"}


def test_a_decision_needs_a_reason_and_happens_once(clock, ani, pandu, bambang, bupati):
    row = proposed(clock, ani, pandu)
    assert why(decide, row, "drop", by=bambang, note="ya").field == "note"
    decide(row, "drop", by=bambang, note="Sudah lapor lewat rekan.")
    refusal = why(decide, row, "confirm", by=bupati, note=WHY)
    assert (refusal.code, bambang.full_name in refusal.message) == ("moved", True)
    assert "Usul pembinaan tidak dilanjutkan" in told(ani)


def test_what_waits_for_its_letter_can_still_be_dropped(clock, ani, pandu, bambang):
    in_force(proposed(clock, ani, pandu), bambang)
    row = proposed(clock, ani, pandu, date=TUESDAY)
    decide(row, "confirm", by=bambang, note=WHY)
    dropped = decide(row, "drop", by=bambang, note="Penjelasannya diterima.")
    assert (dropped.state, dropped.reason) == ("dropped", "Penjelasannya diterima.")
    capacity = authority(bambang).capacity("sign_letter", row.unit)
    assert why(issue, row, by=bambang, capacity=capacity, number=NUMBER, dated=TUESDAY).code == (
        "moved"
    )


def test_a_step_ends_by_its_date_and_the_ladder_begins_again(clock, ani, pandu, bambang):
    row = in_force(proposed(clock, ani, pandu), bambang)
    clock("2027-06-07 09:00")
    assert stands(row)
    clock("2027-06-08 06:00")
    assert not stands(row)
    assert held_of(ani)  # kept, only over
    late = proposed(clock, ani, pandu, date=datetime.date(2027, 6, 8))
    assert late.level == "note"


def test_the_database_itself_demands_a_person_a_reason_and_a_number(clock, ani, pandu, bambang):
    row = proposed(clock, ani, pandu)
    now = timezone.now()
    for values in (
        {"state": "issued", "issued_at": now},
        {"state": "dropped"},
        {"state": "issued", "issued_at": now, "decided_by": bambang, "decided_at": now},
        {
            "state": "issued",
            "level": "warning_1",
            "issued_at": now,
            "decided_by": bambang,
            "decided_at": now,
            "reason": WHY,
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reprimand.objects.filter(pk=row.pk).update(**values)


# --- objected to ---------------------------------------------------------------------------------


@pytest.fixture
def note(clock, ani, pandu, bambang, endah):
    return in_force(proposed(clock, ani, pandu), bambang)


def test_the_employee_objects_once_in_time_and_the_step_holds_meanwhile(clock, note, ani, endah):
    clock("2026-12-10 23:00")
    row = object_to(note, by=ani, reason=OBJECTION)
    assert (row.state, row.objection, stands(row)) == ("objected", OBJECTION, True)
    assert "Keberatan pembinaan menunggu jawaban Anda" in told(endah)
    assert why(object_to, row, by=ani, reason=OBJECTION).code == "no_objection"
    [decision] = Decision.objects.filter(step="object_reprimand")
    assert decision.actor_nip == decision.subject_nip == ani.nip


def test_too_late_not_ones_own_or_without_a_reason_is_no_objection(clock, note, ani, dewi, bambang):
    assert why(object_to, note, by=bambang, reason=OBJECTION).code == "no_objection"
    assert why(object_to, note, by=dewi, reason=OBJECTION).code == "no_objection"
    assert why(object_to, note, by=ani, reason=" ").field == "reason"
    clock("2026-12-11 00:00")
    assert "sudah lewat" in why_no_objection(note, ani, timezone.localdate())
    assert why(object_to, note, by=ani, reason=OBJECTION).code == "no_objection"


def test_the_bkd_head_upholds_or_lifts_in_writing(clock, note, ani, endah, bambang):
    row = object_to(note, by=ani, reason=OBJECTION)
    assert why(answer_objection, row, by=endah, lifts=True, note="").field == "note"
    row = answer_objection(row, by=endah, lifts=True, note="Bukti kerusakan ponsel diterima.")
    assert (row.state, stands(row), row.lifted_why) == (
        "lifted",
        False,
        "Bukti kerusakan ponsel diterima.",
    )
    assert "Keberatan Anda dikabulkan" in told(ani)
    assert "Keberatan pembinaan dijawab" in told(bambang)
    assert Decision.objects.filter(step="lift_reprimand").count() == 1


def test_an_upheld_step_stands_and_can_not_be_objected_to_again(note, ani, endah):
    row = object_to(note, by=ani, reason=OBJECTION)
    row = answer_objection(row, by=endah, lifts=False, note="Tidak ada bukti lapor hari itu.")
    assert (row.state, stands(row)) == ("issued", True)
    assert why(object_to, row, by=ani, reason=OBJECTION).code == "no_objection"
    assert why(answer_objection, row, by=endah, lifts=True, note=WHY).code == "moved"


@pytest.mark.parametrize("actor", ["bambang", "citra", "ani", "pandu"])
def test_nobody_else_answers(request, note, ani, actor):
    row = object_to(note, by=ani, reason=OBJECTION)
    refusal = why(answer_objection, row, by=request.getfixturevalue(actor), lifts=False, note=WHY)
    assert refusal.code in {"no_right", "own"}


def test_what_the_bkd_head_decided_is_answered_one_level_up(clock, region, endah, bupati):
    own = add_employee(region.bkpsdm, "Staf BKD")
    row = in_force(proposed(clock, own, endah), endah)
    row = object_to(row, by=own, reason=OBJECTION)
    assert "Keberatan pembinaan menunggu jawaban Anda" not in told(endah)
    assert "Keberatan pembinaan menunggu jawaban Anda" in told(bupati)
    assert why(answer_objection, row, by=endah, lifts=False, note=WHY).code == "decided_it"
    assert answer_objection(row, by=bupati, lifts=False, note=WHY).state == "issued"


def test_whoever_decides_may_lift_with_a_reason(note, ani, bambang, pandu):
    assert why(lift, note, by=pandu, note=WHY).code == "no_right"
    assert why(lift, note, by=bambang, note="").field == "note"
    row = lift(note, by=bambang, note="Salah orang yang dihubungi.")
    assert (row.state, stands(row)) == ("lifted", False)
    assert why(lift, row, by=bambang, note=WHY).code == "moved"
    assert "Catatan pembinaan dicabut" in told(ani)


# --- never automatic (G18) -----------------------------------------------------------------------


def test_a_year_of_every_sweep_leaves_each_proposal_with_its_person(
    clock, settings, ani, dewi, pandu, bambang
):
    """All sweeps of the worker, on every day of a year: no proposal moves by itself."""
    proposed(clock, ani, pandu)
    in_force(proposed(clock, dewi, pandu), bambang)
    waiting = decide(proposed(clock, dewi, pandu, date=TUESDAY), "confirm", by=bambang, note=WHY)
    refused(clock, ani, bambang, FRIDAY)
    before = Decision.objects.count()
    sweeps = [import_string(path) for path in settings.SWEEPS if "notifications" not in path]
    for n in range(0, 366, 3):
        clock(f"{FRIDAY + datetime.timedelta(days=1 + n)} 09:00")
        for sweep in sweeps:
            sweep()
    states = sorted(Reprimand.objects.values_list("state", "ground"))
    assert states == [
        ("confirmed", "calls"),
        ("issued", "calls"),
        ("proposed", "calls"),
        ("proposed", "checkins"),
    ]
    assert Decision.objects.count() == before
    for row in Reprimand.objects.exclude(state="proposed"):
        assert row.decided_by == bambang
        assert Decision.objects.filter(subject_id=str(row.pk), actor_nip=bambang.nip).exists()
    waiting.refresh_from_db()
    assert waiting.issued_at is None
