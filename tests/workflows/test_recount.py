"""Seats counted anew from the days: after units were moved in the tree nobody loses a seat."""

import datetime

from django.core.management import call_command

from tests.actors import add_unit
from tests.schedules.day_cases import rota, working_days
from tests.workflows import cases
from wfa.schedules.models import QuotaCounter
from workflows import invariants


def numbers():
    rows = QuotaCounter.objects.exclude(taken=0).order_by("date", "unit")
    return list(rows.values_list("unit", "date", "taken", "limit"))


def test_the_same_days_give_the_same_numbers(region, ani, dewi, budi, bambang):
    cases.submitted(ani)
    rota(dewi, working_days(3), source_kind="swap")
    before = numbers()
    QuotaCounter.objects.update(taken=0)
    assert not invariants.g5()[0]
    call_command("recount_seats")
    assert numbers() == before
    assert invariants.g5()[0], invariants.g5()


def test_days_of_a_unit_that_moved_count_where_it_belongs_now(region, ani, dewi, budi):
    rota(ani, working_days(2), source_kind="swap")
    uptd = add_unit(region.diskominfo, "UPTD PUSAT DATA", "uptd")
    region.aplikasi.path = f"{uptd.path}{region.aplikasi.pk}/"
    region.aplikasi.parent = uptd
    region.aplikasi.save()
    assert not invariants.g5()[0]
    call_command("recount_seats", "--sejak", str(datetime.date.today()))
    assert {unit for unit, *_ in numbers()} == {region.diskominfo.pk, uptd.pk}
    assert invariants.g5()[0], invariants.g5()


def test_whoever_sits_keeps_the_seat_under_a_lower_limit(region, ani, dewi, budi):
    rota(ani, working_days(1), source_kind="swap")
    rota(dewi, working_days(1), source_kind="swap")
    region.policy.parameters["quota_percent"] = 0
    region.policy.save()
    call_command("recount_seats")
    assert [(taken, limit) for _, _, taken, limit in numbers()] == [(2, 2)]
