"""`may`, `units_for` and `holders` say the same, and a right ends with its date by itself."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.actors import add_employee, appoint, give
from wfa.people.authority import ACTIONS, GRANTS
from wfa.people.models import Appointment, Duty, Unit
from wfa.people.permissions import authority, holders, may, units_for
from wfa.people.selectors import head_of

DAY = datetime.date(2026, 6, 5)
UNITS = ["root", "diskominfo", "aplikasi", "dinkes", "bkpsdm", "setda"]
people = st.integers(0, 3)
units = st.sampled_from(UNITS)
spans = st.tuples(st.integers(-5, 5), st.one_of(st.none(), st.integers(0, 6)))
offices = st.tuples(people, units, st.sampled_from(Appointment.Kind.values), spans)
duties = st.tuples(people, units, st.sampled_from(Duty.Kind.values), spans)


def dates(span):
    start, length = span
    starts = DAY + datetime.timedelta(days=start)
    return starts, None if length is None else starts + datetime.timedelta(days=length)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    held=st.lists(offices, max_size=4),
    given_duties=st.lists(duties, max_size=4),
    closed=st.sets(people, max_size=1),
    action=st.sampled_from([action.name for action in ACTIONS]),
)
def test_may_units_for_and_holders_agree(region, held, given_duties, closed, action):
    staff = [add_employee(region.setda, f"Orang {n}") for n in range(4)]
    for n in closed:
        staff[n].is_active = False
        staff[n].save()
    for n, unit, kind, span in held:
        appoint(staff[n], getattr(region, unit), kind, *dates(span))
    for n, unit, kind, span in given_duties:
        give(staff[n], kind, getattr(region, unit), *dates(span))
    able = {
        (person.pk, unit.pk)
        for person in staff
        for unit in Unit.objects.all()
        if may(person, action, unit, on=DAY)
    }
    by_person = {(p.pk, u.pk) for p in staff for u in units_for(p, action, on=DAY)}
    by_unit = {(p.pk, u.pk) for u in Unit.objects.all() for p in holders(action, u, on=DAY)}
    Appointment.objects.filter(employee__in=staff).delete()
    Duty.objects.filter(employee__in=staff).delete()
    assert by_person == able
    assert by_unit == able


def test_a_right_begins_and_ends_with_its_dates(region, ani):
    give(ani, Duty.Kind.ASSESSOR, region.diskominfo, DAY, DAY + datetime.timedelta(days=2))
    days = [DAY + datetime.timedelta(days=n) for n in range(-1, 4)]
    found = [may(ani, "assess_request", region.aplikasi, on=day) for day in days]
    assert found == [False, True, True, True, False]


@pytest.mark.parametrize("kind", ["PLT", "PLH", "PJ"])
def test_acting_official_may_as_long_as_the_order_holds(region, ani, kind):
    appoint(ani, region.diskominfo, kind, DAY, DAY)
    capacity = authority(ani, on=DAY).capacity("propose_request", region.aplikasi)
    assert capacity.kind == kind
    assert capacity.basis == "Nomor 800/1/2019"
    assert not may(ani, "propose_request", region.diskominfo, on=DAY + datetime.timedelta(days=1))


def test_an_office_reaches_its_own_unit_and_below_only(region, bambang):
    reached = [name for name in UNITS if may(bambang, "propose_request", getattr(region, name))]
    assert reached == ["diskominfo", "aplikasi"]


def test_a_closed_account_may_nothing(region, bambang):
    bambang.is_active = False
    bambang.save()
    assert authority(bambang).capacities == ()
    assert bambang not in holders("propose_request", region.diskominfo)


def test_whoever_acts_leads_while_the_holder_is_away(region, bambang, ani):
    appoint(ani, region.diskominfo, "PLH", DAY, DAY)
    assert head_of(region.diskominfo, DAY).employee == ani
    assert head_of(region.diskominfo, DAY + datetime.timedelta(days=1)).employee == bambang


def test_right_of_the_bkd_moves_with_the_unit_that_is_the_bkd(region, endah):
    assert may(endah, "examine_request", region.dinkes)
    region.region.bkd = region.setda
    region.region.save()
    assert not may(endah, "examine_request", region.dinkes)


@pytest.mark.parametrize("action", ["view_case", "examine_request", "sign_decree", "view_decree"])
def test_administrator_runs_the_machine_not_the_cases(region, adi, action):
    assert not may(adi, action, region.diskominfo)


def test_each_granted_action_is_a_declared_action():
    assert {grant.action for grant in GRANTS} == {action.name for action in ACTIONS}
