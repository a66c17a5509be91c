"""Absences, swaps, calls back and papers about the same days of the same people, at once."""

import pytest

from tests.schedules.day_cases import counters_agree, place_on, places
from tests.schedules.test_absences_import import csv_file, row
from tests.schedules.test_races_days import (
    PAPER,
    ROUNDS,
    _nothing_is_broken,
    agreed,
    answers,
    at_once,
    days,
    in_force,
    office,
    staff,
)
from tests.workflows import cases
from tests.workflows import rosters as life
from wfa.refusals import Refused
from wfa.schedules.models import Absence, AbsenceImport, Swap, WorkDay
from wfa.schedules.services.absence_imports import apply_absence_import, start_absence_import
from wfa.schedules.services.absences import record_absence, withdraw_absence
from workflows.services import perform, perform_roster
from workflows.services.recalling import Cover, cover_absence, recall_days
from workflows.services.swaps import ask, decide

__all__ = ["_nothing_is_broken", "office", "staff"]
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]
CALLED = "Ada pelayanan mendadak."


def approve(swap, by):
    return lambda: decide(swap, by=by, approved=True)


def recall(people, by, dates):
    return lambda: recall_days([p.pk for p in people], by=by, note=CALLED, dates=dates)


def absent(person, by, dates, kind="leave"):
    return lambda: record_absence(person, kind, dates[0], dates[-1], "Surat 850/7", by=by)


def month_of_six(office, staff, bambang, citra):
    """In force: six at home on three days, the others in the office."""
    away = {person: dict.fromkeys(days(3), "R") for person in staff[:6]}
    return in_force(office, bambang, citra, away)


# --- swaps ------------------------------------------------------------------------------------------


def test_two_swaps_of_one_day_approved_at_once_give_it_once(
    round_, office, staff, bambang, citra, endah
):
    month_of_six(office, staff, bambang, citra)
    [day] = days(1)
    giver, first, second = staff[0], staff[6], staff[7]
    one = agreed(giver, first, day)
    two = Swap.objects.create(
        asker=giver,
        other=second,
        unit=one.unit,
        first_date=day,
        reason=one.reason,
        asked_at=one.asked_at,
        state="agreed",
    )
    told = answers(at_once(approve(one, bambang), approve(two, bambang)))
    assert sorted(done for done, _ in told) == [False, True], told
    assert [place_on(giver, day), {place_on(p, day) for p in (first, second)}] == [
        "office",
        {"home", "office"},
    ]


def test_a_chain_of_swaps_approved_at_once_never_doubles_a_day(
    round_, office, staff, bambang, citra
):
    month_of_six(office, staff, bambang, citra)
    home, desk = staff[:3], staff[6:9]
    swaps = [agreed(a, b, *days(2)[:1]) for a, b in zip(home, desk, strict=True)]
    again = [approve(swap, bambang) for swap in swaps]
    told = answers(at_once(*again, *again))
    assert all(done for done, _ in told), told
    [day] = days(1)
    assert [place_on(p, day) for p in (*home, *desk)] == ["office"] * 3 + ["home"] * 3


def test_a_swap_against_a_call_back_is_a_day_at_home_or_none(round_, office, staff, bambang, citra):
    month_of_six(office, staff, bambang, citra)
    [day] = days(1)
    swap = agreed(staff[0], staff[6], day)
    both = [staff[0], staff[6]]
    told = answers(at_once(approve(swap, bambang), recall(both, bambang, [day])))
    at_home = [place_on(person, day) for person in both].count("home")
    assert at_home == (0 if told[1][0] else 1), told


def test_a_swap_against_an_absence_never_sends_home_who_is_off(
    round_, office, staff, bambang, pandu, citra
):
    month_of_six(office, staff, bambang, citra)
    [day] = days(1)
    swap = agreed(staff[0], staff[6], day)
    told = answers(
        at_once(
            approve(swap, bambang),
            absent(staff[6], pandu, [day]),
            absent(staff[0], bambang, [day], "training"),
        )
    )
    assert any(done for done, _ in told), told
    for person in (staff[0], staff[6]):
        assert len(places(person)[day]) == 1


def test_a_swap_never_goes_past_a_request_of_one_of_them(round_, office, staff, bambang, citra):
    """Who is in the office by the roster may ask for the day: then it isn't theirs to swap."""
    month_of_six(office, staff, bambang, citra)
    [day] = days(1)
    swap = agreed(staff[0], staff[6], day)
    request = cases.draft(staff[6], [day])
    told = answers(
        at_once(approve(swap, bambang), lambda: perform("submit", [request], by=staff[6]))
    )
    assert sorted(done for done, _ in told) == [False, True], told


# --- calls back, papers --------------------------------------------------------------------------


def changed(office, staff, bambang, citra, month):
    """An approved amendment: three of those at home come in, three others stay at home instead."""
    first = days(3)
    cells = {p: dict.fromkeys(first, "K") for p in staff[:3]}
    cells |= {p: dict.fromkeys(first, "R") for p in staff[6:9]}
    return life.approved(life.amendment(month, bambang, cells), bambang, citra)


def enact(roster, by):
    return lambda: perform_roster("enact", [roster], by=by, **PAPER)


def test_a_call_back_against_the_paper_of_an_amendment(round_, office, staff, bambang, citra):
    month = month_of_six(office, staff, bambang, citra)
    change = changed(office, staff, bambang, citra, month)
    told = answers(
        at_once(enact(change, citra), recall(list(reversed(staff)), bambang, list(days(3))))
    )
    assert all(done for done, _ in told), told


def test_absences_against_the_paper_of_an_amendment(round_, office, staff, bambang, pandu, citra):
    month = month_of_six(office, staff, bambang, citra)
    change = changed(office, staff, bambang, citra, month)
    told = answers(
        at_once(
            enact(change, citra),
            *[absent(person, pandu, days(3)) for person in (staff[0], staff[7], staff[10])],
        )
    )
    assert told[0][0], told
    for person in (staff[0], staff[7], staff[10]):
        assert {len(rows) for rows in places(person).values()} == {1}


def test_a_list_of_absences_against_the_paper_of_the_month(
    round_, office, staff, bambang, pandu, citra
):
    """Both write days of everybody: nobody waits for the other for ever."""
    away = {person: dict.fromkeys(days(3), "R") for person in staff[:6]}
    month = life.in_state("approved", unit=office, head=bambang, bkd=citra, away=away)
    rows = [row(person, days(3)[0], days(3)[-1]) for person in reversed(staff[4:8])]
    run = start_absence_import(csv_file(rows), by=pandu)
    told = answers(at_once(enact(month, citra), lambda: apply_absence_import(run, by=pandu)))
    assert told[0][0], told
    if not told[1][0]:
        assert told[1][1].endswith("Simpan sekali lagi.")
        apply_absence_import(AbsenceImport.objects.get(pk=run.pk), by=pandu)
    for person in staff[4:8]:
        assert {place_on(person, day) for day in days(3)} == {"leave"}


def test_two_papers_and_two_calls_back_of_the_same_people(round_, office, staff, bambang, citra):
    month = month_of_six(office, staff, bambang, citra)
    change = changed(office, staff, bambang, citra, month)
    acts = [enact(change, citra)] * 2
    acts += [recall(people, bambang, list(days(3))) for people in (staff, staff[::-1])]
    answers(at_once(*acts))
    assert life.fresh(change).state == "in_force"


# --- absences ---------------------------------------------------------------------------------------


def test_one_list_saved_twice_at_once_is_saved_once(round_, office, staff, bambang, pandu, citra):
    month_of_six(office, staff, bambang, citra)
    rows = [row(person, days(3)[0], days(3)[-1]) for person in staff[3:9]]
    run = start_absence_import(csv_file(rows), by=pandu)
    told = answers(at_once(*[lambda: apply_absence_import(run, by=pandu)] * 3))
    assert [done for done, _ in told].count(True) == 1, told
    assert all("sudah disimpan" in said for done, said in told if not done), told
    assert Absence.objects.count() == 6


def test_the_same_list_from_two_officers_is_recorded_once(
    round_, office, staff, bambang, pandu, citra
):
    month_of_six(office, staff, bambang, citra)
    rows = [row(person, days(3)[0], days(3)[-1]) for person in staff[3:9]]
    mine = start_absence_import(csv_file(rows), by=pandu)
    theirs = start_absence_import(csv_file(rows[::-1]), by=bambang)
    told = answers(
        at_once(
            lambda: apply_absence_import(mine, by=pandu),
            lambda: apply_absence_import(theirs, by=bambang),
        )
    )
    assert all(done for done, _ in told), told
    assert Absence.objects.count() == 6
    for person in staff[3:9]:
        assert {place_on(person, day) for day in days(3)} == {"leave"}


def test_an_absence_and_a_request_for_the_same_day_are_one_of_them(
    round_, office, staff, bambang, pandu
):
    [day] = days(1)
    request = cases.draft(staff[0], [day])
    told = answers(
        at_once(lambda: perform("submit", [request], by=staff[0]), absent(staff[0], pandu, [day]))
    )
    assert sorted(done for done, _ in told) == [False, True], told
    assert all(said for done, said in told if not done), told


def test_an_absence_taken_back_against_a_new_one_leaves_one(
    round_, office, staff, bambang, pandu, citra
):
    month_of_six(office, staff, bambang, citra)
    ill = absent(staff[0], pandu, days(3))()

    def back():
        return withdraw_absence(ill, by=pandu, why="Cuti ditunda.")

    told = answers(
        at_once(
            back,
            back,
            absent(staff[0], bambang, days(2), "training"),
            recall(staff[:6], bambang, list(days(3))),
        )
    )
    assert told[0][0], told
    standing = WorkDay.objects.filter(employee=staff[0], withdrawn_at=None, place="training")
    assert standing.count() == (2 if told[2][0] else 0)


def test_one_who_is_called_in_for_two_absences_covers_one(
    round_, region, office, staff, bambang, pandu, citra
):
    """Two fall ill at once; the same colleague at home is called in for both."""
    month_of_six(office, staff, bambang, citra)
    [day] = days(1)
    cover = Cover(staff[0].pk, day)

    def ill(person, by):
        def act():
            return cover_absence(
                person, "sick", day, day, "Surat 850/9", covers=[cover], note=CALLED, by=by
            )

        return act

    told = answers(at_once(ill(staff[8], bambang), ill(staff[9], bambang)))
    assert sorted(done for done, _ in told) == [False, True], told
    assert place_on(staff[0], day) == "office"


def test_two_who_ask_the_same_colleague_at_once_one_is_told(round_, office, staff, bambang, citra):
    month_of_six(office, staff, bambang, citra)
    [day] = days(1)

    def asking(person):
        return lambda: ask(person, staff[6], day, reason="Mengantar anak ke sekolah.")

    results = at_once(asking(staff[0]), asking(staff[1]))
    told = answers(results)
    assert sorted(done for done, _ in told) == [False, True], told
    assert [r.code for r in results if isinstance(r, Refused)] == ["already_asked"]
    counters_agree()
