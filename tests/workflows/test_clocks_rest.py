"""While flexible work is switched off reminders rest; the digest comes in the morning."""

import pytest
from django.core import mail

from tests.actors import give, open_policy
from tests.workflows import cases
from tests.workflows.clockwork import DAYS, ONE, date, levels, sweep, told
from wfa.notifications.models import Message
from wfa.notifications.services import deliver_due
from wfa.policies.models import Policy
from workflows.services.clocks import send_digests

pytestmark = pytest.mark.django_db


# --- while flexible work is switched off -----------------------------------------------------


def switch_off(region, *, held):
    closed = open_policy(
        region.root, by=region.service, open=False, held_when_closed=held, quota_percent=100
    )
    Policy.objects.filter(pk=closed.pk).update(effective_from=date("11-02"))
    return closed


def test_reminders_rest_while_cases_are_held_and_come_back(case, clock, region):
    closed = switch_off(region, held=True)
    assert sweep(clock, "2026-11-05 08:00") == 0
    assert levels() == []
    Policy.objects.filter(pk=closed.pk).update(effective_until=date("11-05"))
    assert sweep(clock, "2026-11-06 08:00") == 2


def test_reminders_go_on_where_cases_are_decided_all_the_same(case, clock, region):
    switch_off(region, held=False)
    assert sweep(clock, "2026-11-05 08:00") == 2


def test_a_held_case_is_not_counted_with_others(case, clock, region, plh_tri, dodi, budi):
    """The closing of one OPD says nothing about the other."""
    give(budi, "penilai", region.dinkes)
    cases.submitted(dodi, DAYS)
    Message.objects.all().delete()
    closed = open_policy(region.diskominfo, by=region.service, open=False)
    assert closed.unit_id == region.diskominfo.pk
    sweep(clock, "2026-11-03 08:00")
    assert told() == {"Budi": [ONE]}


# --- the morning's digest --------------------------------------------------------------------


def test_one_digest_each_working_morning(case, clock, budi):
    sweep(clock, "2026-11-03 07:10")
    assert deliver_due() == 0
    assert send_digests() == 0  # before half past seven
    clock("2026-11-03 07:31")
    assert [send_digests(), send_digests()] == [1, 0]
    assert deliver_due() == 1
    [letter] = mail.outbox
    assert letter.to == [budi.email]
    assert letter.subject == "Ringkasan Luwes: 1 pengingat menunggu Anda"
    assert ONE in letter.body
    assert "/kotak-masuk/?tampilan=giliran" in letter.body


@pytest.mark.parametrize("at", ["2026-11-07 08:00", "2026-11-08 08:00"])
def test_there_is_no_digest_on_days_without_work(case, clock, at):
    sweep(clock, "2026-11-06 16:00")
    clock(at)
    assert send_digests() == 0
    clock("2026-11-09 07:31")
    assert send_digests() == 2


def test_where_reminders_go_out_later_the_digest_follows_them(case, clock, region):
    region.policy.parameters |= {"remind_from_hour": 9}
    region.policy.save(update_fields=["parameters"])
    sweep(clock, "2026-11-03 09:05")
    assert send_digests() == 0
    clock("2026-11-03 09:31")
    assert send_digests() == 1


def test_a_decision_about_oneself_is_sent_at_once(case, clock, ani, budi):
    clock("2026-11-02 22:00")
    cases.do("send_back", case, budi, note="Sebutkan keluarannya.")
    assert deliver_due() == 1
    assert mail.outbox[0].to == [ani.email]
