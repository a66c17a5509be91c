"""Exchanging days: consent of both, a superior's decision, and nothing broken by it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days
from tests.documents import cases as paper_cases
from tests.schedules.day_cases import counters_agree, place_on, places, rota, taken, working_days
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.models import Unit
from wfa.refusals import Refused
from wfa.schedules.models import Swap, WorkDay
from wfa.schedules.services.absences import record_absence
from workflows.selectors.swaps import swap_ground, swaps_to_decide
from workflows.services.swaps import agree, ask, decide, decline, withdraw

WHY = "Mengantar anak ke rumah sakit."


@pytest.fixture(autouse=True)
def counters_hold(db):
    yield
    counters_agree()


@pytest.fixture
def set_policy(region):
    def change(**parameters):
        region.policy.parameters = {**region.policy.parameters, **parameters}
        region.policy.save(update_fields=["parameters"])

    return change


@pytest.fixture
def kabid(region):
    """Head of the sub-unit in which Ani and Dewi work."""
    person = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(person, region.aplikasi)
    return person


@pytest.fixture
def tuesday_thursday(ani, dewi):
    """Ani is at home on Tuesday, Dewi on Thursday."""
    _, tuesday, _, thursday, _ = working_days(5)
    rota(ani, [tuesday])
    rota(ani, [thursday], "office")
    rota(dewi, [thursday])
    rota(dewi, [tuesday], "office")
    return tuesday, thursday


def codes(first, second, *dates):
    ground = swap_ground([first.pk, second.pk], dates)
    return [reason.code for reason in ground.reasons(first.pk, second.pk, dates)]


def test_two_days_are_exchanged_with_both_consents_and_the_superior(
    ani, dewi, kabid, region, tuesday_thursday
):
    tuesday, thursday = tuesday_thursday
    swap = ask(ani, dewi, tuesday, thursday, reason=WHY)
    assert (swap.unit, swap.state) == (region.aplikasi, "asked")
    assert agree(swap, by=dewi).state == "agreed"
    assert place_on(ani, tuesday) == "home"
    done = decide(swap, by=kabid, approved=True)
    assert done.state == "done"
    assert places(ani) == {
        tuesday: [("full", "office", "swap")],
        thursday: [("full", "home", "swap")],
    }
    assert places(dewi) == {
        tuesday: [("full", "home", "swap")],
        thursday: [("full", "office", "swap")],
    }
    gone = WorkDay.objects.get(employee=ani, date=tuesday, withdrawn_at__isnull=False)
    assert gone.withdrawn_why.startswith("Tukar hari dengan Dewi Anggraini, disetujui Kepala")
    assert taken(region.diskominfo, tuesday) == (1, 0)
    rows = Decision.objects.filter(subject_kind="swap")
    assert {row.subject_nip for row in rows} == {ani.nip, dewi.nip}
    assert {(row.step, row.actor_nip) for row in rows} == {("approve", kabid.nip)}
    told = Message.objects.filter(subject="Tukar hari Anda disetujui")
    assert {m.recipient_id for m in told} == {ani.pk, dewi.pk}


def test_one_day_alone_can_be_given(ani, dewi, kabid, tuesday_thursday):
    tuesday, _ = tuesday_thursday
    swap = agree(ask(ani, dewi, tuesday, reason=WHY), by=dewi)
    decide(swap, by=kabid, approved=True)
    assert (place_on(ani, tuesday), place_on(dewi, tuesday)) == ("office", "home")


def test_a_refusal_needs_its_reason_and_changes_no_day(ani, dewi, kabid, tuesday_thursday):
    swap = agree(ask(ani, dewi, tuesday_thursday[0], reason=WHY), by=dewi)
    with pytest.raises(Refused) as no:
        decide(swap, by=kabid, approved=False)
    assert no.value.code == "note_missing"
    assert decide(swap, by=kabid, approved=False, note="Loket harus dijaga.").state == "refused"
    assert place_on(ani, tuesday_thursday[0]) == "home"


def test_who_was_slower_is_told_what_was_decided(ani, dewi, kabid, bambang, tuesday_thursday):
    swap = agree(ask(ani, dewi, tuesday_thursday[0], reason=WHY), by=dewi)
    decide(swap, by=kabid, approved=True)
    assert decide(swap, by=bambang, approved=False, note="Tidak.").state == "done"
    assert Decision.objects.filter(subject_kind="swap").count() == 2


def test_only_the_colleague_answers_and_only_the_asker_withdraws(
    ani, dewi, kabid, tuesday_thursday
):
    swap = ask(ani, dewi, tuesday_thursday[0], reason=WHY)
    for act in (agree, decline):
        with pytest.raises(Refused):
            act(swap, by=ani)
    with pytest.raises(Refused):
        withdraw(swap, by=dewi)
    with pytest.raises(Refused) as no:
        decide(swap, by=kabid, approved=True)
    assert no.value.code == "not_waiting"
    assert withdraw(swap, by=ani).state == "withdrawn"
    assert agree(swap, by=dewi).state == "withdrawn"


def test_the_colleague_may_decline(ani, dewi, kabid, tuesday_thursday):
    swap = ask(ani, dewi, tuesday_thursday[0], reason=WHY)
    assert decline(swap, by=dewi, note="Ada rapat.").state == "declined"
    assert Message.objects.filter(recipient=ani, body__contains="Ada rapat.").exists()


@pytest.mark.parametrize("who", ["budi", "pandu", "citra", "endah", "dodi", "plh_tri", "ani"])
def test_who_does_not_lead_both_decides_nothing(who, ani, dewi, kabid, tuesday_thursday, request):
    swap = agree(ask(ani, dewi, tuesday_thursday[0], reason=WHY), by=dewi)
    with pytest.raises(Refused):
        decide(swap, by=request.getfixturevalue(who), approved=True)
    assert place_on(ani, tuesday_thursday[0]) == "home"


def test_a_superior_who_is_one_of_the_two_does_not_decide(ani, kabid, bambang, set_policy):
    set_policy(excluded_echelons=[], min_structural_present=0)
    day = working_days(1)[0]
    rota(ani, [day])
    rota(kabid, [day], "office")
    swap = agree(ask(ani, kabid, day, reason=WHY), by=kabid)
    with pytest.raises(Refused) as no:
        decide(swap, by=kabid, approved=True)
    assert no.value.code == "own"
    assert decide(swap, by=bambang, approved=True).state == "done"


def test_people_of_two_sub_units_need_the_head_of_both(ani, pandu, kabid, bambang, region):
    day = working_days(1)[0]
    rota(ani, [day])
    rota(pandu, [day], "office")
    swap = agree(ask(ani, pandu, day, reason=WHY), by=pandu)
    assert swap.unit == region.diskominfo
    with pytest.raises(Refused):
        decide(swap, by=kabid, approved=True)
    assert decide(swap, by=bambang, approved=True).state == "done"


# --- the rules ---------------------------------------------------------------------------------


def test_another_opd_is_no_partner(ani, dodi, bambang):
    day = working_days(1)[0]
    rota(ani, [day])
    rota(dodi, [day], "office")
    assert codes(ani, dodi, day) == ["other_opd"]


def test_nobody_swaps_with_themselves(ani, bambang):
    day = working_days(1)[0]
    rota(ani, [day])
    assert "self" in codes(ani, ani, day)


def test_today_and_weekends_are_not_swapped(ani, dewi):
    today = timezone.localdate()
    saturday = working_days(5)[-1] + datetime.timedelta(days=1)
    assert codes(ani, dewi, today) == ["past"]
    assert codes(ani, dewi, saturday) == ["no_work"]


def test_both_need_a_place_decided_and_different(ani, dewi):
    first, second = working_days(2)
    rota(ani, [first, second])
    assert codes(ani, dewi, first) == ["undecided"]
    rota(dewi, [first])
    assert codes(ani, dewi, first) == ["same_place"]


def test_an_absence_is_not_swapped(ani, dewi, pandu, tuesday_thursday):
    tuesday, _ = tuesday_thursday
    record_absence(dewi, "leave", tuesday, tuesday, "850/1", by=pandu)
    assert codes(ani, dewi, tuesday) == ["absent"]


def test_a_day_of_a_decree_is_not_swapped(ani, dewi, budi, bambang, citra):
    cases.in_force(paper_cases.approved([ani], assessor=budi, head=bambang, bkd=citra), citra)
    day = far_working_days(1)[0]
    rota(dewi, [day], "office")
    assert codes(ani, dewi, day) == ["request_day"]


def test_the_cap_of_the_week_holds_for_each(ani, dewi, set_policy):
    monday, tuesday, *_ = working_days(5)
    rota(dewi, [monday])
    rota(dewi, [tuesday], "office")
    rota(ani, [tuesday])
    set_policy(rota_days_per_week=1)
    assert codes(ani, dewi, tuesday) == ["week"]
    rota(ani, [monday], "office")
    assert codes(ani, dewi, tuesday, monday) == []


def test_who_is_excluded_is_never_away(ani, kabid):
    day = working_days(1)[0]
    rota(ani, [day])
    rota(kabid, [day], "office")
    assert codes(ani, kabid, day) == ["stays"]


@pytest.mark.parametrize(
    "fields",
    [{"standing": "discipline"}, {"position_since": datetime.date(2026, 10, 1)}],
)
def test_who_may_not_work_elsewhere_takes_no_day_over(fields, region, ani):
    other = add_employee(region.aplikasi, "Orang Baru", **fields)
    day = working_days(1)[0]
    rota(ani, [day])
    rota(other, [day], "office")
    assert codes(ani, other, day) == ["stays"]


def test_half_days_only_where_they_are_open(ani, dewi, kabid, set_policy):
    day = working_days(1)[0]
    rota(ani, [day], slot="am")
    rota(ani, [day], "office", slot="pm")
    rota(dewi, [day], "office")
    assert codes(ani, dewi, day) == ["halves"]
    set_policy(half_days=True)
    decide(agree(ask(ani, dewi, day, reason=WHY), by=dewi), by=kabid, approved=True)
    assert [row[:2] for row in places(dewi)[day]] == [("am", "home"), ("pm", "office")]
    assert [row[:2] for row in places(ani)[day]] == [("full", "office")]


@pytest.fixture
def school(region):
    unit = Unit.objects.create(
        parent=region.diskominfo, opd=region.diskominfo, name="UPTD PUSAT DATA", kind="uptd"
    )
    unit.path = f"{region.diskominfo.path}{unit.pk}/"
    unit.save()
    return unit


def test_an_office_keeps_its_quota_and_its_people(school, ani, bambang, set_policy):
    """One who works in the UPTD takes a day over: there nobody else would be left."""
    alone = add_employee(school, "Penjaga Data")
    day = working_days(1)[0]
    rota(ani, [day])
    rota(alone, [day], "office")
    set_policy(min_present=1)
    assert codes(ani, alone, day) == ["seats"]


def test_a_day_that_somebody_has_filed_for_is_not_swapped(
    ani, dewi, kabid, bambang, tuesday_thursday
):
    """Dewi is in the office by the roster, and has asked to work elsewhere on that day."""
    tuesday, thursday = tuesday_thursday
    swap = agree(ask(ani, dewi, tuesday, reason=WHY), by=dewi)
    cases.submitted(dewi, [tuesday])
    assert codes(ani, dewi, tuesday) == ["asked"]
    with pytest.raises(Refused, match="Dewi Anggraini sudah mengajukan kerja fleksibel"):
        decide(swap, by=kabid, approved=True)
    assert (place_on(ani, tuesday), place_on(dewi, tuesday)) == ("home", "office")
    assert codes(ani, dewi, thursday) == []


def test_the_last_official_is_not_swapped_away(ani, kabid, bambang, set_policy):
    set_policy(excluded_echelons=[], min_structural_present=1)
    first = working_days(1)[0]
    rota(bambang, [first])
    rota(ani, [first])
    rota(kabid, [first], "office")
    assert codes(ani, kabid, first) == ["seats"]


def test_rules_are_asked_again_when_it_is_decided(ani, dewi, kabid, pandu, tuesday_thursday):
    tuesday, _ = tuesday_thursday
    swap = agree(ask(ani, dewi, tuesday, reason=WHY), by=dewi)
    record_absence(dewi, "sick", tuesday, tuesday, "850/1", by=pandu)
    with pytest.raises(Refused) as no:
        decide(swap, by=kabid, approved=True)
    assert no.value.code == "absent"
    assert Swap.objects.get().state == "agreed"


def test_a_second_asking_about_the_same_day_waits(ani, dewi, kabid, region, tuesday_thursday):
    ask(ani, dewi, tuesday_thursday[0], reason=WHY)
    with pytest.raises(Refused) as no:
        ask(ani, dewi, tuesday_thursday[0], reason=WHY)
    assert no.value.code == "already_asked"


def test_a_reason_is_needed(ani, dewi, kabid, tuesday_thursday):
    with pytest.raises(Refused) as no:
        ask(ani, dewi, tuesday_thursday[0], reason=" ")
    assert no.value.field == "reason"


def test_what_waits_is_seen_by_the_superior_only(ani, dewi, kabid, bambang, tuesday_thursday):
    from wfa.people.permissions import authority

    agree(ask(ani, dewi, tuesday_thursday[0], reason=WHY), by=dewi)
    for person, number in ((kabid, 1), (bambang, 1), (ani, 0), (dewi, 0)):
        assert swaps_to_decide(person, authority(person)).count() == number


def test_the_superior_nearest_to_both_is_told(ani, dewi, kabid, bambang, tuesday_thursday):
    agree(ask(ani, dewi, tuesday_thursday[0], reason=WHY), by=dewi)
    told = Message.objects.get(subject="Tukar hari menunggu keputusan Anda")
    assert told.recipient_id == kabid.pk


def test_the_ground_costs_the_same_for_many(region, ani):
    day = working_days(1)[0]
    people = [add_employee(region.aplikasi, f"Rekan {n}") for n in range(12)]
    costs = []
    for count in (1, 12):
        with CaptureQueriesContext(connection) as done:
            ground = swap_ground([ani.pk, *(p.pk for p in people[:count])], [day])
            [ground.reasons(ani.pk, p.pk, [day]) for p in people[:count]]
        costs.append(len(done))
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize("now", ["2027-12-30", "2028-02-25"])
def test_a_swap_across_the_turn_of_the_year_and_the_leap_day(
    now, ani, dewi, kabid, monkeypatch, set_policy
):
    today = datetime.date.fromisoformat(now)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    first = today + datetime.timedelta(days=1 if now.startswith("2027") else 3)
    second = today + datetime.timedelta(days=4)
    assert first.weekday() < 5
    assert second.weekday() < 5
    for date, home, office in ((first, ani, dewi), (second, dewi, ani)):
        rota(home, [date])
        rota(office, [date], "office")
    swap = agree(ask(ani, dewi, first, second, reason=WHY), by=dewi)
    assert decide(swap, by=kabid, approved=True).state == "done"
    assert (place_on(ani, second), place_on(dewi, first)) == ("home", "home")
