"""Leave, duty travel and training: days give way, seats go back, presence is asked first."""

import datetime

import pytest
from django.utils import timezone

from tests.actors import add_employee, far_working_days
from tests.documents import cases as paper_cases
from tests.schedules.day_cases import (
    counters_agree,
    place_on,
    places,
    rota,
    taken,
    working_days,
)
from tests.workflows import cases
from wfa.audit.models import AuditEvent
from wfa.notifications.models import Message
from wfa.refusals import Refused
from wfa.schedules.models import Absence, WorkDay
from wfa.schedules.selectors.absences import cover_candidates
from wfa.schedules.services.absences import OfficeShort, record_absence, withdraw_absence

LETTER = "850/12/Diskominfo/2026"


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


def leave(person, first, last=None, by=None, kind="leave", **more):
    return record_absence(person, kind, first, last or first, LETTER, by=by, **more)


def test_each_working_day_becomes_a_day_and_weekends_do_not(ani, pandu):
    monday = working_days(1)[0]
    absence = leave(ani, monday, monday + datetime.timedelta(days=8), by=pandu)
    standing = places(ani)
    assert len(standing) == 7
    assert {row for rows in standing.values() for row in rows} == {("full", "leave", "absence")}
    assert WorkDay.objects.filter(source_id=str(absence.pk)).first().basis_text == (
        f"Cuti, {LETTER}"
    )


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("leave", "leave"),
        ("sick", "leave"),
        ("duty_travel", "duty_travel"),
        ("training", "training"),
    ],
)
def test_each_kind_has_its_place(kind, place, ani, pandu):
    day = working_days(1)[0]
    leave(ani, day, by=pandu, kind=kind)
    assert place_on(ani, day) == place


def test_a_day_of_the_roster_gives_way_with_its_seat(ani, pandu, region):
    first, second = working_days(2)
    rota(ani, [first])
    rota(ani, [second], "office")
    leave(ani, first, second, by=pandu)
    assert places(ani) == {d: [("full", "leave", "absence")] for d in (first, second)}
    assert taken(region.diskominfo, first) == (0, 1)
    gone = WorkDay.objects.get(employee=ani, date=first, withdrawn_at__isnull=False)
    assert gone.withdrawn_why.startswith("Cuti ")
    assert LETTER in gone.withdrawn_why


def test_halves_of_a_day_both_give_way(ani, pandu, region):
    day = working_days(1)[0]
    rota(ani, [day], slot="am")
    rota(ani, [day], "office", slot="pm")
    leave(ani, day, by=pandu)
    assert places(ani) == {day: [("full", "leave", "absence")]}
    assert taken(region.diskominfo, day) == (0, 1)


def test_a_day_of_a_request_is_not_overridden(ani, pandu, budi, bambang, citra):
    asked = paper_cases.approved([ani], assessor=budi, head=bambang, bkd=citra)
    cases.in_force(asked, citra)
    first = far_working_days(1)[0]
    with pytest.raises(Refused) as no:
        leave(ani, first, by=pandu)
    assert no.value.code == "request_day"
    assert "pembatalan" in no.value.message
    assert no.value.requests == (str(asked[0].pk),)
    assert place_on(ani, first) == "home"


def test_an_office_left_short_refuses_and_names_who_may_come(ani, dewi, pandu, region, set_policy):
    day = working_days(1)[0]
    rota(dewi, [day])
    set_policy(min_present=2)
    with pytest.raises(OfficeShort) as no:
        leave(ani, day, by=pandu)
    assert "Dewi Anggraini" in no.value.message
    assert "kekurangan pegawai di kantor" in no.value.message
    assert place_on(ani, day) is None
    assert [c.employee for c in cover_candidates(region.diskominfo, day)] == [dewi]


def test_where_nobody_is_at_home_it_is_recorded(ani, dewi, pandu, region, set_policy):
    set_policy(min_present=3)
    day = working_days(1)[0]
    for person in (ani, dewi, pandu):
        leave(person, day, by=pandu)
    assert taken(region.diskominfo, day) == (0, 3)


def test_who_was_at_home_anyway_may_fall_ill(ani, dewi, pandu, region, set_policy):
    """They weren't present before either: nothing changes for the office."""
    day = working_days(1)[0]
    rota(ani, [day])
    rota(dewi, [day])
    set_policy(min_present=3)
    leave(ani, day, by=pandu, kind="sick")
    assert taken(region.diskominfo, day) == (1, 1)


def test_the_only_official_present_stays_while_another_is_at_home(
    region, ani, bambang, pandu, set_policy
):
    set_policy(min_structural_present=1)
    kabid = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    day = working_days(1)[0]
    rota(kabid, [day])
    with pytest.raises(OfficeShort) as no:
        leave(bambang, day, by=pandu)
    assert "pejabat struktural" in no.value.message
    found = cover_candidates(region.diskominfo, day, structural=True)
    assert [c.employee for c in found] == [kabid]


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(3, 1, "reversed"), (3700, 3701, "year"), (-3700, 3, "year"), (1, 390, "too_long")],
)
def test_dates_that_make_no_sense_are_refused(first, last, code, ani, pandu):
    today = timezone.localdate()
    with pytest.raises(Refused) as no:
        leave(
            ani,
            today + datetime.timedelta(days=first),
            today + datetime.timedelta(days=last),
            by=pandu,
        )
    assert no.value.code == code


def test_only_a_weekend_is_refused(ani, pandu):
    saturday = working_days(5)[-1] + datetime.timedelta(days=1)
    with pytest.raises(Refused) as no:
        leave(ani, saturday, saturday + datetime.timedelta(days=1), by=pandu)
    assert no.value.code == "no_working_day"


def test_the_same_again_changes_nothing_and_another_overlap_is_refused(ani, pandu):
    first, second, third = working_days(3)
    one = leave(ani, first, second, by=pandu)
    assert leave(ani, first, second, by=pandu) == one
    with pytest.raises(Refused) as no:
        leave(ani, second, third, by=pandu, kind="training")
    assert no.value.code == "overlap"
    assert Absence.objects.count() == 1


@pytest.mark.parametrize("who", ["ani", "dodi", "budi", "ines", "adi", "plh_tri"])
def test_who_has_no_right_finds_nobody(who, dewi, request):
    with pytest.raises(Refused) as no:
        leave(dewi, working_days(1)[0], by=request.getfixturevalue(who))
    assert no.value.message == "Pegawai ini tidak ditemukan di OPD Anda."


@pytest.mark.parametrize("who", ["pandu", "bambang", "citra", "endah"])
def test_who_may_record(who, dewi, request):
    assert leave(dewi, working_days(1)[0], by=request.getfixturevalue(who)).pk


def test_a_letter_is_needed(ani, pandu):
    with pytest.raises(Refused) as no:
        record_absence(ani, "leave", *[working_days(1)[0]] * 2, " ", by=pandu)
    assert (no.value.code, no.value.field) == ("basis", "basis")


def test_the_person_is_told_and_the_log_knows(ani, pandu):
    day = working_days(1)[0]
    rota(ani, [day])
    leave(ani, day, by=pandu)
    told = Message.objects.get(recipient=ani)
    assert told.subject == "Cuti Anda dicatat"
    assert "Hari kerja fleksibel yang dicabut" in told.body
    assert AuditEvent.objects.filter(action="absence_recorded").count() == 1


def test_a_withdrawn_absence_gives_presence_back_and_not_the_roster_day(ani, pandu, region):
    day = working_days(1)[0]
    rota(ani, [day])
    absence = leave(ani, day, by=pandu)
    withdraw_absence(absence, by=pandu, why="Salah orang")
    assert place_on(ani, day) is None
    assert taken(region.diskominfo, day) == (0, 0)
    again = withdraw_absence(absence, by=pandu, why="Sekali lagi")
    assert again.withdrawn_why == "Salah orang"
    assert leave(ani, day, by=pandu).pk != absence.pk


def test_a_withdrawal_needs_its_reason_and_the_right(ani, pandu, dodi):
    absence = leave(ani, working_days(1)[0], by=pandu)
    with pytest.raises(Refused):
        withdraw_absence(absence, by=pandu, why=" ")
    with pytest.raises(Refused):
        withdraw_absence(absence, by=dodi, why="Salah orang")


def test_past_days_are_written_and_leave_the_counters_alone(ani, pandu, region, set_policy):
    set_policy(min_present=3)
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday() + 14)
    leave(ani, monday, monday + datetime.timedelta(days=4), by=pandu, kind="sick")
    assert len(places(ani)) == 5
    assert taken(region.diskominfo, monday) == (0, 0)


@pytest.mark.parametrize("now", ["2027-12-27", "2028-02-25"])
def test_the_turn_of_the_year_and_the_leap_day(now, ani, pandu, monkeypatch):
    first = datetime.date.fromisoformat(now)
    monkeypatch.setattr(timezone, "localdate", lambda *_: first)
    leave(ani, first, first + datetime.timedelta(days=7), by=pandu)
    assert len(places(ani)) == 6
    assert datetime.date(2028, 2, 29) in places(ani) or first.month == 12


def test_names_with_markup_stay_text(region, pandu, dewi, set_policy):
    evil = add_employee(region.diskominfo, "<b>Evi</b>")
    day = working_days(1)[0]
    rota(evil, [day])
    set_policy(min_present=3)
    with pytest.raises(OfficeShort) as no:
        leave(dewi, day, by=pandu)
    assert "<b>Evi</b>" in no.value.message


def test_cover_names_those_called_least_first(region, ani, dewi, pandu):
    day = working_days(1)[0]
    other = add_employee(region.dinkes, "Orang Dinkes")
    for person in (ani, dewi, other):
        rota(person, [day])
    found = cover_candidates(region.diskominfo, day)
    assert [c.employee for c in found] == [ani, dewi]
