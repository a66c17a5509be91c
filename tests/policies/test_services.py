"""Draft, edit, enforce, discard: who may, on what ground, and what is frozen afterwards."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.actors import LONG_AGO, open_policy
from wfa.audit.models import AuditEvent
from wfa.policies import services
from wfa.policies.models import Policy
from wfa.policies.selectors import (
    changes,
    effective,
    inherited,
    preview,
    rules_for,
    rules_for_many,
)
from wfa.refusals import Refused

DAY = datetime.timedelta(days=1)
BASIS = {
    "title": "Peraturan Bupati",
    "number": "12 Tahun 2026",
    "dated": datetime.date(2026, 1, 12),
}


def today():
    return timezone.localdate()


def in_force(unit, by, start=None, **parameters):
    policy = services.draft(unit=unit, parameters=parameters, by=by)
    return services.enforce(policy, by=by, effective_from=start or today(), **BASIS)


def test_draft_changes_nothing_until_it_is_enforced(region, endah):
    policy = services.draft(unit=region.root, parameters={"open": False}, by=endah)
    assert policy.state == "draft"
    assert rules_for(region.aplikasi, today()).open
    services.enforce(policy, by=endah, effective_from=today(), **BASIS)
    rules = rules_for(region.aplikasi, today())
    assert not rules.open
    assert rules.policy == policy
    assert rules.describe("open") == f"Kebijakan daerah versi {policy.version}"


def test_numbers_run_on_over_all_units(region, endah):
    first = services.draft(unit=region.root, parameters={}, by=endah)
    second = services.draft(unit=region.dinkes, parameters={}, by=endah)
    assert second.version == first.version + 1


def test_discarded_number_is_not_used_again(region, endah):
    first = services.draft(unit=region.root, parameters={}, by=endah)
    services.discard(first, by=endah)
    assert services.draft(unit=region.root, parameters={}, by=endah).version == first.version + 1


def test_in_force_is_frozen(region, endah):
    policy = in_force(region.root, endah, open=True)
    for act in (
        lambda: services.edit(policy, parameters={"open": False}, by=endah),
        lambda: services.discard(policy, by=endah),
        lambda: services.enforce(policy, by=endah, effective_from=today(), **BASIS),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "frozen"
    policy.refresh_from_db()
    assert policy.parameters == {"open": True}


def test_discarded_draft_stays_discarded(region, endah):
    policy = services.draft(unit=region.root, parameters={}, by=endah)
    services.discard(policy, by=endah)
    with pytest.raises(Refused) as refusal:
        services.enforce(policy, by=endah, effective_from=today(), **BASIS)
    assert refusal.value.code == "discarded"


def test_administrator_drafts_but_does_not_enforce(region, adi, endah):
    policy = services.draft(unit=region.root, parameters={"open": True}, by=adi)
    with pytest.raises(Refused) as refusal:
        services.enforce(policy, by=adi, effective_from=today(), **BASIS)
    assert refusal.value.code == "not_allowed"
    services.enforce(policy, by=endah, effective_from=today(), **BASIS)


@pytest.mark.parametrize("who", ["ani", "bambang", "budi", "citra"])
def test_others_do_not_draft(region, who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(Refused) as refusal:
        services.draft(unit=region.diskominfo, parameters={}, by=person)
    assert refusal.value.code == "not_allowed"
    assert Policy.objects.count() == 1


def test_law_is_not_loosened_by_any_door(region, endah):
    with pytest.raises(Refused) as refusal:
        services.draft(unit=region.root, parameters={"max_days_per_week": 3}, by=endah)
    assert refusal.value.field == "max_days_per_week"
    policy = services.draft(unit=region.root, parameters={}, by=endah)
    with pytest.raises(Refused):
        services.edit(policy, parameters={"discipline_block": False}, by=endah)
    Policy.objects.filter(pk=policy.pk).update(parameters={"max_days_per_week": 5})
    with pytest.raises(Refused):
        services.enforce(policy, by=endah, effective_from=today(), **BASIS)


def test_only_units_below_can_be_excluded(region, endah):
    ok = {"excluded_units": [region.aplikasi.pk]}
    services.draft(unit=region.diskominfo, parameters=ok, by=endah)
    with pytest.raises(Refused) as refusal:
        services.draft(
            unit=region.diskominfo, parameters={"excluded_units": [region.dinkes.pk]}, by=endah
        )
    assert refusal.value.field == "excluded_units"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"number": ""}, "number"),
        ({"dated": datetime.date(2999, 1, 1)}, "dated"),
        ({"effective_from": datetime.date(2020, 1, 1)}, "effective_from"),
        ({"effective_until": datetime.date(2020, 1, 1)}, "effective_until"),
    ],
)
def test_enforcing_needs_a_document_and_days_ahead(region, endah, change, field):
    policy = services.draft(unit=region.root, parameters={}, by=endah)
    with pytest.raises(Refused) as refusal:
        services.enforce(policy, by=endah, **{**BASIS, "effective_from": today(), **change})
    assert refusal.value.field == field
    policy.refresh_from_db()
    assert policy.state == "draft"


def test_database_refuses_a_version_in_force_without_a_basis(region, endah):
    policy = services.draft(unit=region.root, parameters={}, by=endah)
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(state="in_force", effective_from=today())


def test_latest_start_wins_and_history_stays_answerable(region, endah):
    tomorrow = in_force(region.root, endah, today() + DAY, open=True, quota_percent=25)
    now = in_force(region.root, endah, open=True, quota_percent=40)
    assert rules_for(region.root, today()).quota_percent == 40
    assert rules_for(region.root, today() + DAY).quota_percent == 25
    assert rules_for(region.root, today() - DAY).policy == region.policy
    assert rules_for(region.root, LONG_AGO - DAY).policy is None
    assert now.version > tomorrow.version


def test_same_start_the_higher_number_wins(region, endah):
    in_force(region.root, endah, open=True, quota_percent=25)
    in_force(region.root, endah, open=True, quota_percent=30)
    assert rules_for(region.root, today()).quota_percent == 30


def test_version_that_ends_gives_way_to_the_one_before(region, endah):
    policy = services.draft(unit=region.root, parameters={"open": False}, by=endah)
    services.enforce(
        policy, by=endah, effective_from=today(), effective_until=today() + DAY, **BASIS
    )
    assert not rules_for(region.root, today() + DAY).open
    assert rules_for(region.root, today() + 2 * DAY).open


def test_a_version_replaces_the_one_before_entirely(region, endah):
    in_force(region.root, endah, open=True, quota_percent=25)
    in_force(region.root, endah, open=True)
    rules = rules_for(region.root, today())
    assert rules.quota_percent == 50
    assert rules.is_default("quota_percent")


def test_office_has_its_own_value_and_the_rest_from_the_region(region, endah):
    in_force(region.root, endah, open=True, quota_percent=25, lead_days=7)
    own = in_force(region.diskominfo, endah, quota_percent=10)
    rules = rules_for(region.aplikasi, today())
    assert (rules.quota_percent, rules.lead_days) == (10, 7)
    assert rules.describe("quota_percent") == f"Kebijakan Diskominfo versi {own.version}"
    assert rules.policy == own
    assert rules_for(region.dinkes, today()).quota_percent == 25


def test_rules_are_one_query_for_any_number_of_units(region, endah, django_assert_num_queries):
    in_force(region.diskominfo, endah, quota_percent=10)
    with django_assert_num_queries(1):
        rules_for(region.aplikasi, today())
    units = [region.root, region.diskominfo, region.aplikasi, region.dinkes, region.bkpsdm]
    with django_assert_num_queries(1):
        found = rules_for_many(units, today())
    assert [found[u.pk].quota_percent for u in units] == [100, 10, 10, 100, 100]


def test_changes_tell_before_and_after(region, endah):
    wanted = {**region.policy.parameters, "weekdays": [4]}
    policy = services.draft(unit=region.root, parameters=wanted, by=endah)
    (change,) = changes(policy, today())
    assert (change.before, change.after) == ("Senin sampai Jumat", "Jumat")
    assert change.after_source == f"Kebijakan daerah versi {policy.version}"
    assert preview(policy, today()).weekdays == (4,)
    assert inherited(region.root, today()).open is False


def test_every_act_is_audited_with_its_capacity(region, endah):
    policy = services.draft(unit=region.root, parameters={}, by=endah)
    services.edit(policy, parameters={"open": True}, by=endah)
    services.edit(policy, parameters={"open": True}, by=endah)
    services.enforce(policy, by=endah, effective_from=today(), **BASIS)
    services.discard(services.draft(unit=region.root, parameters={}, by=endah), by=endah)
    events = list(AuditEvent.objects.filter(target_kind="policy").order_by("sequence"))
    assert [e.action for e in events] == [
        "policy_drafted",
        "policy_edited",
        "policy_enforced",
        "policy_drafted",
        "policy_discarded",
    ]
    assert {e.capacity for e in events} == {"Kepala BKPSDM"}
    assert events[2].data["number"] == BASIS["number"]


def test_one_version_of_each_unit_is_effective(region, endah):
    in_force(region.root, endah, open=True)
    found = effective([region.root.pk, region.dinkes.pk], today())
    assert [p.unit_id for p in found] == [region.root.pk]
    open_policy(region.dinkes, by=endah)
    assert len(effective([region.root.pk, region.dinkes.pk], today())) == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_drafts_at_once_get_two_numbers(region, endah):
    found, gate = [], threading.Barrier(4)

    def make():
        try:
            gate.wait()
            found.append(services.draft(unit=region.dinkes, parameters={}, by=endah).version)
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(found) == [2, 3, 4, 5]
