"""Each rule at its edges: what passes, what doesn't, and the article it names."""

import datetime
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.requests.facts import DAY, FILLED, MONDAY, facts, on
from wfa.requests.rules import Level, add_months, blocking, check, check_decision, complete, monday


def bad(found):
    return sorted(f.code for f in blocking(check(found)))


def test_complete_request_passes():
    found = check(facts(on(14), on(16)))
    assert {f.level for f in found} == {Level.OK}
    assert {f.code for f in found} == {
        "discipline", "new_in_position", "criteria", "overlap", "week", "lead", "complete"
    }  # fmt: skip


# --- days a week (Ps 13 ayat 1) --------------------------------------------------------------


def test_third_day_of_a_week_is_refused():
    assert bad(facts(on(14), on(15))) == []
    assert bad(facts(on(14), on(15), on(16))) == ["week"]


def test_days_of_other_requests_count():
    assert bad(facts(on(14), other_days=[on(15)])) == []
    assert bad(facts(on(14), other_days=[on(15), on(16)])) == ["week"]


def test_friday_and_monday_are_two_weeks():
    assert bad(facts(on(17), on(18), on(21), on(22))) == []


def test_full_week_elsewhere_is_no_business_of_this_request():
    assert bad(facts(on(14), other_days=[on(21), on(22), on(23)])) == []


def test_special_circumstances_are_free_of_the_cap():
    assert bad(facts(*(on(n) for n in range(14, 19)), basis="special")) == []


def test_stricter_policy_holds():
    assert bad(facts(on(14), on(15), rules={"max_days_per_week": 1})) == ["week"]


@given(
    own=st.sets(st.integers(10, 60), min_size=1, max_size=12),
    others=st.sets(st.integers(10, 60), max_size=12),
    limit=st.integers(0, 2),
)
def test_never_more_than_the_cap_passes(own, others, limit):
    found = facts(*map(on, own), other_days=map(on, others), rules={"max_days_per_week": limit})
    weeks = Counter(monday(on(n)) for n in own | others)
    touched = {monday(on(n)) for n in own}
    assert ("week" in bad(found)) == any(weeks[week] > limit for week in touched)


# --- filed early enough (R12) ----------------------------------------------------------------


def test_fifth_working_day_is_early_enough_and_the_fourth_is_not():
    assert bad(facts(on(7))) == []
    assert bad(facts(on(4))) == ["lead"]


def test_holiday_moves_the_limit_by_a_working_day():
    assert bad(facts(on(7), holidays=[on(2)])) == ["lead"]
    assert bad(facts(on(8), holidays=[on(2)])) == []


def test_holiday_on_the_weekend_moves_nothing():
    assert bad(facts(on(7), holidays=[on(5), on(6)])) == []


def test_filed_on_sunday_counts_from_monday():
    assert bad(facts(on(7), today=MONDAY - DAY)) == []
    assert bad(facts(on(4), today=MONDAY - DAY)) == ["lead"]


def test_lead_of_zero_lets_tomorrow_through():
    assert bad(facts(on(1), rules={"lead_days": 0})) == []


def test_lead_names_the_first_day_that_can_be_chosen():
    [finding] = blocking(check(facts(on(2))))
    assert finding.sentence == "Hari pertama terlalu dekat. Pilih mulai Senin, 10 Agustus 2026."
    assert finding.field == "dates"


@given(st.integers(1, 60), st.sets(st.integers(0, 40), max_size=6))
def test_offered_first_day_would_pass(ahead, holidays):
    found = facts(on(ahead), holidays=map(on, holidays))
    earliest = found.calendar.add_working_days(MONDAY, 5)
    if found.calendar.is_working_day(on(ahead)):
        assert ("lead" in bad(found)) == (on(ahead) < earliest)


# --- new in the position (Ps 25 ayat 1 huruf b) ----------------------------------------------


def test_day_after_the_waiting_time_passes_and_the_day_before_does_not():
    since = datetime.date(2026, 2, 18)
    assert bad(facts(datetime.date(2026, 8, 18), position_since=since)) == []
    assert bad(facts(datetime.date(2026, 8, 17), position_since=since)) == ["new_in_position"]


def test_appointed_at_the_end_of_august_is_ready_on_leap_day():
    since, today = datetime.date(2023, 8, 31), datetime.date(2024, 2, 1)
    assert add_months(since, 6) == datetime.date(2024, 2, 29)
    assert add_months(datetime.date(2024, 2, 29), 12) == datetime.date(2025, 2, 28)
    found = facts(datetime.date(2024, 2, 28), today=today, position_since=since)
    found = replace(found, calendar=replace(found.calendar, start=datetime.date(2023, 1, 1)))
    assert bad(found) == ["new_in_position"]
    assert bad(replace(found, dates=(datetime.date(2024, 2, 29),))) == []


def test_unknown_start_of_the_position_only_warns():
    found = check(facts(on(14), position_since=None))
    assert blocking(found) == []
    assert [f.code for f in found if f.level is Level.WARN] == ["position_unknown"]


# --- the person ------------------------------------------------------------------------------


@pytest.mark.parametrize("standing", ["discipline", "investigation"])
def test_discipline_and_its_procedure_exclude(standing):
    [finding] = blocking(check(facts(on(14), standing=standing)))
    assert finding.code == "discipline"
    assert finding.law == "PermenPAN-RB 4/2025 Pasal 25 ayat (1) huruf a"


@pytest.mark.parametrize("standing", ["leave", "study", "mpp", "retired", "inactive"])
def test_who_does_not_work_cannot_ask(standing):
    assert bad(facts(on(14), standing=standing)) == ["not_active"]
    assert bad(facts(on(14), is_active=False)) == ["not_active"]


# --- who and where (R6) ----------------------------------------------------------------------


def test_excluded_echelon_stays_in_the_office():
    assert bad(facts(on(14), echelon="32")) == ["excluded"]
    assert bad(facts(on(14), echelon="41")) == []


def test_excluded_position_is_matched_as_a_whole_word():
    assert bad(facts(on(14), position="Camat Kertasari")) == ["excluded"]
    assert bad(facts(on(14), position="Sekretaris Kecamatan")) == []


def test_excluded_unit_stays_in_the_office():
    assert bad(facts(on(14), rules={"excluded": True})) == ["excluded"]


def test_closed_kind_of_place_is_refused():
    rules = {"places": ("home",)}
    assert bad(facts(on(14), place="other_office", rules=rules)) == ["place_closed"]
    assert bad(facts(on(14), rules=rules)) == []


# --- the days --------------------------------------------------------------------------------


def test_no_day_chosen_is_told():
    assert bad(facts()) == ["no_days"]


def test_holiday_and_weekend_are_no_working_days():
    assert bad(facts(on(14), holidays=[on(14)])) == ["holiday"]
    assert bad(facts(on(12))) == ["holiday"]


def test_closed_weekday_binds_the_track_of_the_task_only():
    rules = {"weekdays": (4,)}
    assert bad(facts(on(14), rules=rules)) == ["weekday"]
    assert bad(facts(on(18), rules=rules)) == []
    assert bad(facts(on(14), basis="special", rules=rules)) == []


def test_passed_day_is_refused_also_at_the_decision():
    found = facts(on(-3), on(14))
    assert bad(found) == ["passed"]
    assert [f.code for f in blocking(check_decision(found))] == ["passed"]


def test_today_has_not_passed():
    assert blocking(check_decision(facts(MONDAY))) == []


def test_day_of_another_request_is_refused():
    assert "overlap" in bad(facts(on(14), other_days=[on(14)]))
    assert bad(facts(on(14), other_days=[on(13)])) == []


def test_period_ends_three_months_after_the_first_day():
    assert bad(facts(datetime.date(2026, 8, 12), datetime.date(2026, 11, 12))) == []
    assert bad(facts(datetime.date(2026, 8, 12), datetime.date(2026, 11, 13))) == ["period"]


def test_first_day_lies_within_three_months_from_today():
    assert bad(facts(datetime.date(2026, 11, 3))) == []
    assert bad(facts(datetime.date(2026, 11, 4))) == ["period"]


# --- switches and tracks ---------------------------------------------------------------------


def test_closed_switch_answers_alone():
    assert bad(facts(rules={"open": False})) == ["policy_off"]


@pytest.mark.parametrize(("basis", "key"), [("special", "special_open"), ("task", "task_open")])
def test_closed_track_answers_alone_and_leaves_the_other(basis, key):
    assert bad(facts(on(14), basis=basis, rules={key: False})) == ["track_off"]
    other = "task" if basis == "special" else "special"
    assert bad(facts(on(14), basis=other, rules={key: False})) == []


def test_ground_must_be_chosen():
    assert bad(facts(on(14), basis="")) == ["no_basis"]


def test_one_unmet_criterion_closes_the_track_of_the_task():
    criteria = (("outside", True), ("by_ict", False))
    assert bad(facts(on(14), criteria=criteria)) == ["criteria"]
    assert bad(facts(on(14), criteria=())) == ["criteria"]
    assert bad(facts(on(14), criteria=criteria, basis="special")) == []


# --- completeness (Ps 30; R9) ----------------------------------------------------------------


@pytest.mark.parametrize("part", FILLED)
@pytest.mark.parametrize("basis", ["special", "task"])
@pytest.mark.parametrize("place", ["home", "other_place"])
def test_each_missing_part_is_told_at_its_field(part, basis, place):
    found = complete(facts(basis=basis, place=place, filled=frozenset(FILLED) - {part}))
    optional = (part == "evidence" and basis == "task") or (
        part == "place_reason" and place == "home"
    )
    expected = [] if optional else [f"missing_{part}"]
    assert [f.code for f in blocking(found)] == expected
    assert [f.field for f in blocking(found)] == ([] if optional else [part])


@given(st.sets(st.integers(-30, 150), max_size=6), st.sampled_from(["", "task", "special"]))
def test_every_finding_is_a_short_sentence(days, basis):
    for finding in check(facts(*map(on, days), basis=basis, filled=frozenset())):
        for sentence in finding.sentence.split(". "):
            assert len(sentence.split()) <= 20
        assert finding.sentence.endswith(".")
