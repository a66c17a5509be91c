"""Versions of one unit along time: set up ahead, told as a whole, taken back before they begin."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.workflows import cases
from wfa.audit.models import AuditEvent
from wfa.policies import services
from wfa.policies.models import Policy
from wfa.policies.rules import exclusion
from wfa.policies.selectors import (
    compare,
    rules_for,
    rules_for_cases,
    timeline,
)
from wfa.refusals import Refused
from wfa.requests.rules import check
from wfa.requests.selectors import facts_of

DAY = datetime.timedelta(days=1)
REASON = "Bupati mengubah jadwal uji coba."


def today():
    return timezone.localdate()


def phase(unit, by, first, last=None, **parameters):
    """A version set up for the days from `first` to `last`, counted from today."""
    policy = services.draft(unit=unit, parameters={"open": True, **parameters}, by=by)
    return services.enforce(
        policy,
        by=by,
        title="Surat Edaran Gubernur",
        number=f"{policy.version}/2026",
        dated=today(),
        effective_from=today() + first * DAY,
        effective_until=None if last is None else today() + last * DAY,
    )


@pytest.fixture
def trial(region, endah):
    """Jawa Barat: first every Thursday, then half the people, as two phases set up at once."""
    thursday = {"weekdays": [3], "max_days_per_week": 1, "quota_percent": 100}
    return [
        phase(region.root, endah, 10, 39, **thursday),
        phase(region.root, endah, 40, 70, quota_percent=50),
    ]


def test_each_phase_begins_by_itself(region, trial):
    def on(days):
        return rules_for(region.aplikasi, today() + days * DAY)

    assert on(9).policy == region.policy
    assert (on(10).weekdays, on(39).max_days_per_week) == ((3,), 1)
    assert (on(40).weekdays, on(40).quota_percent) == ((0, 1, 2, 3, 4), 50)
    assert on(71).policy == region.policy


def test_timeline_tells_all_phases_in_words(region, trial):
    found = timeline(region.root, today())
    assert [p.policy for p in found.phases] == [region.policy, *trial, region.policy]
    assert [p.summary for p in found.phases[1:3]] == [
        "Kamis, paling banyak 1 hari seminggu, kuota 100% sehari",
        "Senin sampai Jumat, paling banyak 2 hari seminggu, kuota 50% sehari",
    ]
    assert found.phases[0].is_now
    assert found.phases[1].starts == today() + 10 * DAY
    assert found.phases[-1].ends is None
    assert found.problems == []


def test_closing_is_a_phase_that_says_so(region, endah):
    phase(region.root, endah, 5, open=False)
    assert timeline(region.root, today()).phases[-1].summary == "Kerja fleksibel ditutup"


def test_gap_between_phases_is_told(region, endah):
    phase(region.dinkes, endah, 1, 5)
    phase(region.dinkes, endah, 8, 12)
    [problem] = timeline(region.dinkes, today()).problems
    assert "tidak ada versi sendiri" in problem
    assert str((today() + 6 * DAY).day) in problem


def test_overlapping_phases_are_told_and_the_later_start_holds(region, endah):
    first = phase(region.dinkes, endah, 1, 10, quota_percent=10)
    second = phase(region.dinkes, endah, 6, 20, quota_percent=20)
    [problem] = timeline(region.dinkes, today()).problems
    expected = f"versi {first.version} dan {second.version} bertumpuk. Versi {second.version}"
    assert expected in problem
    assert rules_for(region.dinkes, today() + 6 * DAY).quota_percent == 20


def test_version_without_an_end_just_gives_way(region, endah):
    phase(region.root, endah, 3)
    assert timeline(region.root, today()).problems == []


def test_phase_is_taken_back_before_it_begins(region, trial, endah):
    taken = services.take_back(trial[1], by=endah, reason=REASON)
    assert (taken.state, taken.taken_back_by, taken.taken_back_why) == ("taken_back", endah, REASON)
    assert rules_for(region.root, today() + 50 * DAY).policy == region.policy
    assert rules_for(region.root, today() + 20 * DAY).policy == trial[0]
    event = AuditEvent.objects.get(action="policy_taken_back")
    assert event.data["reason"] == REASON
    assert event.actor_name == endah.full_name


def test_what_has_begun_is_not_taken_back(region, endah):
    running = phase(region.root, endah, 0)
    with pytest.raises(Refused, match="sudah berlaku sejak"):
        services.take_back(running, by=endah, reason=REASON)
    with pytest.raises(Refused, match="sudah berlaku sejak"):
        services.take_back(region.policy, by=endah, reason=REASON)
    assert rules_for(region.root, today()).policy == running


def test_phase_is_taken_back_once(region, trial, endah):
    services.take_back(trial[0], by=endah, reason=REASON)
    with pytest.raises(Refused, match="tidak sedang menunggu"):
        services.take_back(trial[0], by=endah, reason=REASON)


def test_taking_back_needs_a_reason(region, trial, endah):
    with pytest.raises(Refused, match="alasan penarikan"):
        services.take_back(trial[0], by=endah, reason="  salah ")


@pytest.mark.parametrize("who", ["adi", "citra", "bambang"])
def test_only_who_enforces_takes_back(region, trial, who, request):
    with pytest.raises(Refused, match="tidak berwenang"):
        services.take_back(trial[0], by=request.getfixturevalue(who), reason=REASON)


def test_database_keeps_no_taken_back_version_without_name_and_reason(region, trial):
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=trial[0].pk).update(state="taken_back")


def test_the_past_keeps_its_rules(region, endah):
    """A new version with today's date changes nothing for what was judged before it."""
    before = timezone.now()
    phase(region.root, endah, 0, max_days_per_week=1)
    [then, now] = rules_for_cases([(region.aplikasi, before), (region.aplikasi, None)])
    assert (then.max_days_per_week, now.max_days_per_week) == (2, 1)
    assert rules_for(region.root, today() - DAY).policy == region.policy


def test_running_case_keeps_the_version_it_was_judged_under(region, ani, budi, endah):
    asked = cases.submitted(ani)
    phase(region.root, endah, 0, excluded_positions=["Analis"], lead_days=30)
    assert cases.do("recommend", asked, budi).policy == region.policy


def test_two_versions_are_compared_with_their_sources(region, trial):
    groups = compare(trial[0], trial[1], today())
    lines = {line.parameter.key: line for _, found in groups for line in found}
    assert {k for k, line in lines.items() if line.differs} == {
        "weekdays",
        "max_days_per_week",
        "quota_percent",
    }
    weekdays = lines["weekdays"]
    assert (weekdays.before, weekdays.after) == ("Kamis", "Senin sampai Jumat")
    assert weekdays.before_source == f"Kebijakan daerah versi {trial[0].version}"
    assert weekdays.after_source.startswith("Tanpa hari tetap")


def test_versions_of_two_units_are_compared_with_what_they_inherit(region, endah):
    own = phase(region.dinkes, endah, 0, quota_percent=10)
    groups = compare(region.policy, own, today())
    lines = {line.parameter.key: line for _, found in groups for line in found}
    assert lines["quota_percent"].after == "10%"
    assert not lines["weekdays"].differs


@pytest.mark.parametrize(
    ("position", "echelon", "key"),
    [
        ("Camat Kertasari", "", "excluded_positions"),
        ("Pencamatan", "", ""),
        ("Analis Kebijakan", "22", "excluded_echelons"),
        ("Analis Kebijakan", "41", ""),
    ],
)
def test_preview_excludes_whom_the_rules_exclude(region, ani, position, echelon, key):
    """The preview of a version and the check of a request answer alike."""
    request = cases.draft(ani)
    ani.position.name, ani.echelon = position, echelon
    request.applicant = ani
    facts = facts_of(request)
    stopped = {f.code for f in check(facts) if f.level == "bad"}
    found, _ = exclusion(facts.rules, echelon=echelon, position=position)
    assert found == key
    assert ("excluded" in stopped) == bool(found)
