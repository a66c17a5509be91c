"""The next step by what still stands; days without presence against the numbers of PP 94/2021."""

import datetime
import itertools

import pytest

from tests.attendance.duty import came, expected
from wfa.attendance.models import Expectation
from wfa.attendance.rules.absence import THRESHOLDS, Absence, count, sentences
from wfa.attendance.rules.ladder import RUNGS, Held, choices, last_day, next_rung, stands
from wfa.attendance.selectors.absence import absence_of
from wfa.calendars.models import Holiday
from wfa.calendars.rules import Calendar

DAY = datetime.date(2026, 12, 7)
LATER = datetime.date(2027, 6, 7)
GONE = datetime.date(2026, 12, 6)


@pytest.mark.parametrize(
    ("rungs", "held", "level"),
    [
        (RUNGS, [], "note"),
        (RUNGS, [("note", "issued", LATER)], "warning_1"),
        (RUNGS, [("warning_1", "issued", LATER), ("note", "issued", LATER)], "warning_2"),
        (RUNGS, [("warning_1", "objected", LATER)], "warning_2"),
        (RUNGS, [("warning_2", "issued", LATER)], "revoke"),
        (RUNGS, [("revoke", "issued", LATER)], "examination"),
        (RUNGS, [("examination", "issued", LATER)], "examination"),
        # what is over, lifted, dropped or only proposed doesn't count
        (RUNGS, [("warning_2", "issued", GONE)], "note"),
        (RUNGS, [("warning_2", "issued", DAY)], "revoke"),
        (RUNGS, [("warning_2", "lifted", LATER)], "note"),
        (RUNGS, [("warning_1", "confirmed", None), ("note", "proposed", None)], "note"),
        # a policy without some rungs
        (("warning_1", "revoke"), [], "warning_1"),
        (("revoke", "warning_1"), [("note", "issued", LATER)], "warning_1"),
        (("warning_1", "revoke"), [("warning_1", "issued", LATER)], "revoke"),
        (("note",), [("warning_2", "issued", LATER)], "note"),
        (("warning_1",), [("warning_1", "issued", LATER)], "warning_1"),
    ],
)
def test_the_next_rung(rungs, held, level):
    found = next_rung(rungs, [Held(*each) for each in held], DAY)
    assert found.level == level
    assert all(reason.endswith(".") for reason in found.reasons)


def test_milder_rungs_may_be_chosen_never_higher_ones():
    assert choices(RUNGS, "warning_2") == ["note", "warning_1", "warning_2"]
    assert choices(("warning_1", "revoke"), "revoke") == ["warning_1", "revoke"]


def test_a_step_stands_up_to_its_last_day():
    assert [stands("issued", DAY, DAY), stands("issued", GONE, DAY)] == [True, False]
    assert [stands(state, LATER, DAY) for state in ("proposed", "lifted", "dropped")] == [False] * 3
    assert last_day(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 2, 28)


# --- days without presence -----------------------------------------------------------------------

CALENDAR = Calendar(datetime.date(2025, 10, 1), datetime.date(2027, 3, 1), {})


def days(first, number):
    return list(CALENDAR.working_days(first, first + datetime.timedelta(days=60)))[:number]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, None),
        (3, "3 hari"),
        (4, "4–6 hari"),
        (6, "4–6 hari"),
        (7, "7–10 hari"),
        (10, "7–10 hari"),
        (11, "11–13 hari"),
        (14, "14–16 hari"),
        (17, "17–20 hari"),
        (21, "21–24 hari"),
        (25, "25–27 hari"),
        (28, "28 hari atau lebih"),
        (60, "28 hari atau lebih"),
    ],
)
def test_the_spans_of_the_law(number, words):
    found = Absence(2026, number, 1).threshold
    assert (found.words if found else None) == words


def test_the_spans_touch_each_other():
    for one, two in itertools.pairwise(THRESHOLDS):
        assert one.last + 1 == two.first


def test_days_in_a_row_cross_weekends_but_not_years():
    monday = datetime.date(2026, 3, 2)
    assert count(2026, days(monday, 10), CALENDAR) == Absence(2026, 10, 10)
    broken = [d for d in days(monday, 11) if d != datetime.date(2026, 3, 4)]
    assert count(2026, broken, CALENDAR) == Absence(2026, 10, 8)
    turn = days(datetime.date(2025, 12, 22), 12)
    assert count(2026, turn, CALENDAR).days == len([d for d in turn if d.year == 2026])


def test_what_is_said_to_whom():
    absence = Absence(2026, 12, 10)
    pns = " ".join(sentences(absence, "pns"))
    assert "11–13 hari" in pns
    assert "10 hari kerja berturut-turut" in pns
    assert "Hanya pemeriksaan" in pns
    assert sentences(absence, "cpns") == sentences(absence, "pns")
    assert sentences(absence, "pppk") == ["Batas bagi PPPK diatur PPK (PP 49/2018 Pasal 52)."]
    assert sentences(absence, "pppk_pw") == sentences(absence, "pppk")
    assert "Belum mencapai" in sentences(Absence(2026, 2, 1), "pns")[0]


def invalid(expectation):
    Expectation.objects.filter(pk=expectation.pk).update(
        verdict="invalid", verdict_at=expectation.reach_until
    )


@pytest.mark.django_db
def test_only_whole_days_that_a_superior_refused_without_any_presence_count(clock, ani):
    clock("2026-12-01 06:00")
    whole, some, waiting, half = (datetime.date(2026, 12, n) for n in (1, 2, 3, 4))
    for date in (whole, some, waiting):
        expected(ani, date)
    expected(ani, half, slot="am")
    both = datetime.date(2026, 12, 7)
    for slot in ("am", "pm"):
        expected_half(ani, both, slot)
    came(ani.expectations.get(date=some), "Siang")
    for each in ani.expectations.exclude(date=waiting):
        invalid(each)
    told = absence_of(ani, 2026)
    assert told.dates == [whole, both]
    assert (told.absence.days, told.absence.longest) == (2, 1)
    assert absence_of(ani, 2025).absence.days == 0


def expected_half(person, date, slot):
    from tests.attendance.duty import away
    from wfa.attendance.services import keep_in_step

    away(person, date, slot=slot)
    keep_in_step(date)


@pytest.mark.django_db
def test_a_holiday_between_two_days_does_not_break_the_row(clock, ani):
    clock("2026-12-01 06:00")
    Holiday.objects.create(date=datetime.date(2026, 12, 2), name="Libur", kind="local")
    for n in (1, 3):
        invalid(expected(ani, datetime.date(2026, 12, n)))
    assert absence_of(ani, 2026).absence.longest == 2
