"""The rules along many days: the same answers as day by day, in one query."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.actors import add_unit, open_policy
from wfa.policies import services
from wfa.policies.models import Policy
from wfa.policies.selectors import (
    in_force,
    rules_along,
    rules_along_ids,
    rules_for,
    rules_for_many,
)

DAY = datetime.timedelta(days=1)


def dates(count=31):
    return [timezone.localdate() + n * DAY for n in range(count)]


def put(unit, by, first, last=None, **parameters):
    policy = services.draft(unit=unit, parameters=parameters, by=by)
    return services.enforce(
        policy,
        by=by,
        title="Surat Edaran",
        number=f"{policy.version}/2026",
        dated=timezone.localdate(),
        effective_from=timezone.localdate() + first * DAY,
        effective_until=None if last is None else timezone.localdate() + last * DAY,
    )


@pytest.fixture
def phased(region, endah):
    """Versions that begin, end, come back and overlap, on three levels; one excludes a unit."""
    put(region.root, endah, 3, 9, rota_pattern="fixed_weekday", rota_weekdays=[3])
    put(region.root, endah, 10, 20, rota_pattern="halves_day", quota_percent=50)
    put(region.diskominfo, endah, 5, 12, quota_percent=20)
    put(region.dinkes, endah, 8, excluded_units=[])
    put(region.root, endah, 15, 18, excluded_units=[region.aplikasi.pk])
    return [region.root, region.diskominfo, region.aplikasi, region.dinkes]


def test_each_day_is_answered_as_by_itself(phased):
    along = rules_along(phased, dates())
    for day in dates():
        for pk, rules in rules_for_many(phased, day).items():
            assert along[pk, day] == rules, (pk, day)
    assert len(along) == len(phased) * 31


@pytest.mark.parametrize("units", [1, 4])
def test_one_query_however_many(phased, units, django_assert_num_queries):
    with django_assert_num_queries(1):
        rules_along(phased[:units], dates())


def test_no_query_with_what_is_known(phased, django_assert_num_queries):
    known = in_force(phased)
    expected = rules_along(phased, dates())
    with django_assert_num_queries(0):
        assert rules_along(phased, dates(), known=known) == expected
        assert rules_along(phased, []) == {}
        assert rules_along([], dates()) == {}


def test_by_chains_of_ids_the_key_is_ones_own(phased, region):
    day = dates()[16]
    chain = region.aplikasi.ancestor_ids()
    found = rules_along_ids({"ani": chain, "budi": chain}, [day])
    assert found["ani", day] is found["budi", day]
    assert found["ani", day].excluded
    assert found["ani", day] == rules_for(region.aplikasi, day)


def test_units_under_the_same_versions_share_their_rules(region):
    schools = [add_unit(region.dinkes, f"SDN {n}", kind="sekolah") for n in range(5)]
    found = rules_along(schools, dates())
    assert len({id(rules) for rules in found.values()}) == 1


def test_drafts_and_what_was_taken_back_do_not_count(region, endah):
    services.draft(unit=region.root, parameters={"quota_percent": 1}, by=endah)
    ahead = put(region.root, endah, 2, quota_percent=2)
    services.take_back(ahead, by=endah, reason="Bupati menunda uji coba.")
    found = rules_along([region.root], dates())
    assert {rules.quota_percent for rules in found.values()} == {100}


START = datetime.date(2027, 12, 20)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(0, 30),
            st.none() | st.integers(0, 20),
            st.integers(0, 99),
        ),
        max_size=7,
    )
)
def test_any_versions_hold_as_day_by_day(spans):
    """Without a database: the holder of each day is the latest start, then the highest number."""
    chains = {"a": [1], "b": [1, 2], "c": [1, 2, 3]}
    known = [_policy(n, *each) for n, each in enumerate(spans)]
    days = [START + n * DAY for n in range(45)]
    found = rules_along_ids(chains, days, known=known)
    for (key, day), rules in found.items():
        assert rules.quota_percent == _expected(chains[key], known, day), (key, day)


def _policy(version, level, first, length, quota):
    from wfa.people.models import Unit

    start = START + first * DAY
    return Policy(
        pk=version + 1,
        version=version + 1,
        unit=Unit(pk=level + 1, name=f"Unit {level}", kind="opd"),
        state="in_force",
        parameters={"quota_percent": quota},
        effective_from=start,
        effective_until=None if length is None else start + length * DAY,
    )


def _expected(chain, known, day):
    held = 50
    for unit_id in chain:
        mine = [
            p
            for p in known
            if p.unit_id == unit_id
            and p.effective_from <= day
            and (p.effective_until is None or day <= p.effective_until)
        ]
        if mine:
            held = max(mine, key=lambda p: (p.effective_from, p.version)).parameters[
                "quota_percent"
            ]
    return held


def test_three_hundred_schools_and_a_month_share_a_handful_of_answers(region, endah):
    for n in range(3):
        open_policy(region.root, by=endah, quota_percent=10 + n)
    chains = {n: [*region.dinkes.ancestor_ids(), 10_000 + n] for n in range(300)}
    found = rules_along_ids(chains, dates())
    assert len(found) == 9300
    assert len({id(rules) for rules in found.values()}) == 1
