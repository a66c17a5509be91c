"""A trial in phases: checked as a whole, put in force as a whole, switching by itself."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.clockwork import date
from wfa.audit.models import AuditEvent
from wfa.policies import services
from wfa.policies.models import Policy
from wfa.policies.selectors import (
    headline,
    outlook,
    planned_versions,
    rules_along,
    rules_for,
    rules_for_cases,
    timeline,
)
from wfa.policies.trial import PlannedPhase, gaps, problems, values_of
from wfa.refusals import Refused

TODAY = date("2026-10-12")
DOCUMENT = {
    "title": "SE Gubernur tentang Uji Coba",
    "number": "150/KPG.03/BKD",
    "dated": date("10-01"),
}
THURSDAY = {
    "rota_pattern": "fixed_weekday",
    "rota_weekdays": [3],
    "quota_percent": 100,
    "rota_days_per_week": 1,
}
HALVES = {"rota_pattern": "halves_day", "quota_percent": 50, "rota_days_per_week": 3}


def phase(name, starts, ends=None, **values):
    return PlannedPhase(name, date(starts), ends and date(ends), values)


def jawa_barat():
    """Case 4: in November every Thursday, then half the people by day."""
    return [
        phase("Fase I", "11-01", "11-30", **THURSDAY),
        phase("Fase II", "12-01", "12-31", **HALVES),
    ]


def said(phases, today=TODAY):
    return [(each.place, each.field) for each in problems(phases, today)]


# --- what must be right ----------------------------------------------------------------------


def test_two_phases_one_after_the_other_are_right():
    assert problems(jawa_barat(), TODAY) == []
    assert gaps(jawa_barat()) == []


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (phase("Fase II", "11-30", "12-31"), [(1, "starts")]),
        (phase("Fase II", "10-20", "10-25"), [(1, "starts")]),
        (phase("Fase II", "12-05", "12-01"), [(1, "ends")]),
        (phase(" fase i ", "12-01"), [(1, "name")]),
        (phase(" ", "12-01"), [(1, "name")]),
        (phase("Fase II", "12-01", quota_percent=101), [(1, "quota")]),
        (phase("Fase II", "12-01", rota_weekdays=[]), [(1, "weekdays")]),
        (phase("Fase II", "12-01"), []),
    ],
)
def test_what_is_wrong_is_told_at_its_field(second, expected):
    assert said([jawa_barat()[0], second]) == expected


def test_overlap_names_the_day_from_which_it_fits():
    [problem] = problems([jawa_barat()[0], phase("Fase II", "11-30")], TODAY)
    assert problem.message == (
        "Fase ini bertumpuk dengan Fase I, yang berlaku sampai 30 November 2026. "
        "Pilih 1 Desember 2026 atau sesudahnya."
    )


def test_a_phase_never_begins_in_the_past():
    first = phase("Fase I", "10-11", "10-31")
    assert said([first, phase("Fase II", "11-01")]) == [(0, "starts")]
    today = phase("Fase I", "10-12", "10-31")
    assert said([today, phase("Fase II", "11-01")]) == []


def test_only_the_last_phase_may_be_without_an_end():
    assert said([phase("Fase I", "11-01"), phase("Fase II", "12-01")]) == [(0, "ends")]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_trial_has_two_to_six_phases(count):
    phases = [phase(f"Fase {n}", f"11-{n + 1:02}", f"11-{n + 1:02}") for n in range(count)]
    assert said(phases) == [(0, "name")]


def test_a_gap_is_allowed_and_told():
    phases = [jawa_barat()[0], phase("Fase II", "12-05")]
    assert problems(phases, TODAY) == []
    [gap] = gaps(phases)
    assert gap.startswith("1–4 Desember 2026: di antara Fase I dan Fase II.")


days = st.integers(0, 90).map(lambda n: TODAY + datetime.timedelta(days=n))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(days, st.none() | days), min_size=2, max_size=6))
def test_phases_that_are_right_never_share_a_day(spans):
    phases = [PlannedPhase(f"Fase {n}", a, b, {}) for n, (a, b) in enumerate(spans)]
    if problems(phases, TODAY):
        return
    for n, one in enumerate(phases):
        for other in phases[n + 1 :]:
            assert one.ends is not None
            assert one.ends < other.starts


def test_a_rule_that_the_pattern_does_not_use_stays_as_it_was():
    answers = {"pattern": "share", "weekdays": [3], "share": 30, "quota": 50, "days": 2}
    assert values_of(answers) == {
        "rota_pattern": "share",
        "rota_share": 30,
        "quota_percent": 50,
        "rota_days_per_week": 2,
    }
    assert values_of({**answers, "pattern": "fixed_weekday"})["rota_weekdays"] == [3]


# --- in force --------------------------------------------------------------------------------


@pytest.fixture
def trial(clock, region, endah):
    return services.set_up_phases(region.root, jawa_barat(), by=endah, **DOCUMENT)


def holds(region, day):
    return headline(rules_for(region.aplikasi, date(day)))


BEFORE = "Senin sampai Jumat, paling banyak 2 hari seminggu, kuota 100% sehari"
FIRST = "Kamis, semua pegawai, paling banyak 1 hari seminggu"
SECOND = "50:50 per hari, kuota 50% sehari, paling banyak 3 hari seminggu"


def test_each_phase_switches_by_itself_on_its_date(region, trial, clock):
    expected = {
        "2026-10-31": BEFORE,
        "2026-11-01": FIRST,
        "2026-11-30": FIRST,
        "2026-12-01": SECOND,
        "2026-12-31": SECOND,
        "2027-01-01": BEFORE,
    }
    for day, words in expected.items():
        clock(f"{day} 00:01")
        [found] = rules_for_cases([(region.aplikasi, None)])
        assert (headline(found), holds(region, day)) == (words, words), day


def test_along_the_turn_of_the_year_the_rules_switch_between_two_days(region, trial):
    last, first = date("2026-12-31"), date("2027-01-01")
    found = rules_along([region.aplikasi], [last, first])
    patterns = [found[region.aplikasi.pk, day].rota_pattern for day in (last, first)]
    assert patterns == ["halves_day", ""]


def test_a_phase_ends_with_a_leap_day_and_one_goes_over_the_year(region, endah, clock):
    clock("2027-11-01 09:00")
    phases = [
        phase("Fase I", "2027-12-15", "2028-01-15", **THURSDAY),
        phase("Fase II", "2028-01-16", "2028-02-29", **HALVES),
        phase("Fase III", "2028-03-01", rota_pattern="share", rota_share=30),
    ]
    services.set_up_phases(region.root, phases, by=endah, **DOCUMENT)
    for day, pattern in {
        "2027-12-14": "",
        "2027-12-31": "fixed_weekday",
        "2028-01-01": "fixed_weekday",
        "2028-01-16": "halves_day",
        "2028-02-29": "halves_day",
        "2028-03-01": "share",
        "2030-01-01": "share",
    }.items():
        clock(f"{day} 12:00")
        [found] = rules_for_cases([(region.aplikasi, None)])
        assert found.rota_pattern == pattern, day


def test_the_past_keeps_its_rules(region, endah, clock):
    """A trial that begins today changes nothing for yesterday, nor for what was asked before."""
    yesterday, moment = TODAY - datetime.timedelta(days=1), clock("2026-10-12 09:00")
    before = rules_for(region.aplikasi, yesterday)
    clock("2026-10-12 10:00")
    phases = [phase("Fase I", "10-12", "10-31", **THURSDAY), phase("Fase II", "11-01", **HALVES)]
    services.set_up_phases(region.root, phases, by=endah, **DOCUMENT)
    assert rules_for(region.aplikasi, yesterday) == before
    [then] = rules_for_cases([(region.aplikasi, moment)])
    assert headline(then) == BEFORE
    assert holds(region, "10-12") == FIRST


def test_what_a_phase_does_not_say_stays_as_it_was(region, endah, clock):
    region.policy.parameters = {"open": True, "lead_days": 9, "rota_share": 10}
    region.policy.save(update_fields=["parameters"])
    first, second = services.set_up_phases(region.root, jawa_barat(), by=endah, **DOCUMENT)
    assert first.parameters == {"open": True, "lead_days": 9, "rota_share": 10, **THURSDAY}
    assert second.parameters == {"open": True, "lead_days": 9, "rota_share": 10, **HALVES}


def test_all_phases_rest_on_the_same_document_and_bear_their_names(trial, endah):
    assert [p.phase_name for p in trial] == ["Fase I", "Fase II"]
    assert {p.document_number for p in trial} == {DOCUMENT["number"]}
    assert {p.state for p in trial} == {"in_force"}
    assert {p.enforced_by for p in trial} == {endah}
    assert AuditEvent.objects.filter(action="policy_enforced").count() == 2


def test_a_wrong_phase_leaves_nothing_behind(region, endah, clock):
    wrong = [jawa_barat()[0], phase("Fase II", "11-15", **HALVES)]
    with pytest.raises(Refused) as no:
        services.set_up_phases(region.root, wrong, by=endah, **DOCUMENT)
    assert (no.value.code, no.value.field) == ("bad_phase", "starts")
    document = {**DOCUMENT, "dated": date("10-13")}
    with pytest.raises(Refused):
        services.set_up_phases(region.root, jawa_barat(), by=endah, **document)
    assert list(Policy.objects.all()) == [region.policy]


def test_the_same_trial_sent_twice_is_set_up_once(region, endah, trial):
    with pytest.raises(Refused) as no:
        services.set_up_phases(region.root, jawa_barat(), by=endah, **DOCUMENT)
    assert no.value.code == "already"
    assert Policy.objects.count() == 3


@pytest.mark.parametrize("who", ["adi", "bambang", "citra", "ani"])
def test_only_who_enforces_policies_sets_phases_up(region, clock, request, who):
    """The administrator drafts, but puts nothing in force."""
    person = request.getfixturevalue(who)
    with pytest.raises(Refused) as no:
        services.set_up_phases(region.root, jawa_barat(), by=person, **DOCUMENT)
    assert no.value.code == "not_allowed"


def test_a_phase_ahead_is_taken_back_like_any_version(region, trial, endah, clock):
    clock("2026-11-15 09:00")
    services.take_back(trial[1], by=endah, reason="Bupati menghentikan uji coba.")
    assert (holds(region, "11-20"), holds(region, "12-10")) == (FIRST, BEFORE)
    with pytest.raises(Refused):
        services.take_back(trial[0], by=endah, reason="Bupati menghentikan uji coba.")


def test_a_trial_of_one_opd_leaves_the_others_alone(region, endah, clock):
    services.set_up_phases(region.diskominfo, jawa_barat(), by=endah, **DOCUMENT)
    assert holds(region, "12-10") == SECOND
    assert rules_for(region.dinkes, date("12-10")).rota_pattern == ""


# --- shown before ----------------------------------------------------------------------------


def test_outlook_tells_what_holds_when_and_after(region, clock):
    found = outlook(region.root, jawa_barat(), TODAY)
    told = [(each.when, each.summary) for each in found.timeline.phases]
    assert told == [
        ("Sekarang sampai 31 Oktober 2026", BEFORE),
        ("1–30 November 2026", FIRST),
        ("1–31 Desember 2026", SECOND),
        ("1 Januari 2027 dan seterusnya", BEFORE),
    ]
    [warning] = found.warnings
    assert warning.startswith("Fase II: Lebih dari 2 hari seminggu")
    assert not Policy.objects.filter(state="draft").exists()


def test_outlook_is_what_then_comes_about(region, endah, clock):
    before = outlook(region.root, jawa_barat(), TODAY).timeline.phases
    services.set_up_phases(region.root, jawa_barat(), by=endah, **DOCUMENT)
    for each in before:
        assert headline(rules_for(region.root, each.starts)) == each.summary


def test_outlook_warns_of_gaps_of_other_versions_and_of_units_with_their_own(region, endah, clock):
    own = services.draft(unit=region.dinkes, parameters={"quota_percent": 10}, by=endah)
    services.enforce(own, by=endah, effective_from=TODAY, **DOCUMENT)
    later = services.draft(unit=region.root, parameters={"open": True}, by=endah)
    services.enforce(later, by=endah, effective_from=date("12-20"), **DOCUMENT)
    phases = [jawa_barat()[0], phase("Fase II", "12-05", "12-31", quota_percent=50)]
    found = outlook(region.root, phases, TODAY).warnings
    assert [each.split(":")[0] for each in found[:1]] == ["1–4 Desember 2026"]
    assert found[1].startswith(f"Versi {later.version} mulai 20 Desember 2026 dan menggantikan")
    assert found[2].startswith("Dinkes mengatur sendiri sebagian aturan ini.")


def test_outlook_says_when_a_phase_opens_or_cannot_open(region, endah, clock):
    closed = services.draft(unit=region.root, parameters={"open": False}, by=endah)
    services.enforce(closed, by=endah, effective_from=TODAY, **DOCUMENT)
    [above, *_] = outlook(region.diskominfo, jawa_barat(), TODAY).warnings
    assert above.startswith("Fase I: unit di atasnya menutup kerja fleksibel")
    [own, *_] = outlook(region.root, jawa_barat(), TODAY).warnings
    assert own == "Kerja fleksibel unit ini ditutup. Fase I membukanya lagi."


def test_planned_versions_begin_from_what_would_hold_on_their_day(region):
    versions = planned_versions(region.root, jawa_barat(), known=[region.policy])
    assert [p.parameters["min_present"] for p in versions] == [0, 0]
    assert all(p.pk is None for p in versions)


# --- shown while it runs ---------------------------------------------------------------------


def along(unit, day):
    """[(when, name or the present rules, word for it)] as the page of policies tells them."""
    found = timeline(unit, date(day)).phases
    return [(each.when, each.name, each.says[0] if each.says else "") for each in found]


def test_phases_that_are_over_stay_as_long_as_the_last_one_is_in_force(region, trial):
    after = ("1 Januari 2027 dan seterusnya", "", "")
    first = ("1–30 November 2026", "Fase I")
    second = ("1–31 Desember 2026", "Fase II")
    assert along(region.root, "11-10") == [(*first, "Berjalan"), (*second, ""), after]
    for day in ("12-01", "12-31"):
        assert along(region.root, day) == [(*first, "Selesai"), (*second, "Berjalan"), after]
    assert along(region.root, "2027-01-01") == [("Sekarang sampai diganti", "", "")]


def test_a_last_phase_without_an_end_keeps_the_others_until_it_is_replaced(region, endah, clock):
    phases = [jawa_barat()[0], phase("Fase II", "12-01", **HALVES)]
    services.set_up_phases(region.root, phases, by=endah, **DOCUMENT)
    assert along(region.root, "2027-03-01") == [
        ("1–30 November 2026", "Fase I", "Selesai"),
        ("1 Desember 2026 sampai diganti", "Fase II", "Berjalan"),
    ]
    clock("2027-03-01 09:00")
    later = services.draft(unit=region.root, parameters={"open": True}, by=endah)
    document = {**DOCUMENT, "number": "7/2027"}
    services.enforce(later, by=endah, effective_from=date("2027-03-01"), **document)
    assert along(region.root, "2027-03-01") == [("Sekarang sampai diganti", "", "")]


def test_days_between_two_phases_are_told_as_they_were(region, endah, clock):
    phases = [jawa_barat()[0], phase("Fase II", "12-10", "12-31", quota_percent=50)]
    services.set_up_phases(region.root, phases, by=endah, **DOCUMENT)
    assert along(region.root, "12-05")[:2] == [
        ("1–30 November 2026", "Fase I", "Selesai"),
        ("Sekarang sampai 9 Desember 2026", "", ""),
    ]
    found = timeline(region.root, date("12-20"))
    assert [each.says[0] if each.says else "" for each in found.phases] == [
        "Selesai",
        "Selesai",
        "Berjalan",
        "",
    ]
    assert found.problems == []


def test_a_phase_set_by_another_document_goes_on_with_the_trial(region, trial, endah, clock):
    clock("2026-12-20 09:00")
    more = [phase("Fase III", "2027-01-01", "2027-01-31"), phase("Fase IV", "2027-02-01")]
    services.set_up_phases(region.root, more, by=endah, **{**DOCUMENT, "number": "9/2026"})
    names = [name for _, name, _ in along(region.root, "2027-02-10")]
    assert names == ["Fase I", "Fase II", "Fase III", "Fase IV"]


def test_a_trial_of_long_ago_does_not_come_back_with_a_new_one(region, trial, endah, clock):
    clock("2027-05-03 09:00")
    more = [phase("Fase I", "2027-06-01", "2027-06-30"), phase("Fase II", "2027-07-01")]
    services.set_up_phases(region.root, more, by=endah, **{**DOCUMENT, "number": "9/2027"})
    assert along(region.root, "2027-07-05") == [
        ("1–30 Juni 2027", "Fase I", "Selesai"),
        ("1 Juli 2027 sampai diganti", "Fase II", "Berjalan"),
    ]
