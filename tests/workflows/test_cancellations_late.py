"""Giving back days that have begun or passed; who is told, and who may decide by then."""

import datetime

import pytest
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days, give
from tests.workflows import cases
from tests.workflows.giving_back import approved, ask, fresh, revoke, states
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.models import Duty
from wfa.refusals import Refused
from workflows.models import Cancellation
from workflows.services import (
    decide_cancellation,
    perform,
)

pytestmark = pytest.mark.usefixtures("promises_hold")


# --- days that have begun or passed -----------------------------------------------------------


def first_day_is_today(request):
    return cases.move_days(request, (timezone.localdate() - request.first_day).days)


def test_a_day_that_has_begun_is_not_given_back(running):
    request = first_day_is_today(running)
    with pytest.raises(Refused) as no:
        ask(request, [timezone.localdate()])
    assert no.value.code == "day_gone"


def test_a_decision_that_comes_late_takes_only_what_lies_ahead(running, budi):
    asked = ask(running)
    request = first_day_is_today(running)
    days = sorted(states(request))
    Cancellation.objects.filter(pk=asked.pk).update(dates=[d.isoformat() for d in days])
    decide_cancellation(fresh(asked), by=budi, granted=True)
    case = fresh(request)
    assert states(case) == {days[0]: "approved", days[1]: "cancelled"}
    assert case.state == "in_force"


def test_when_no_asked_day_is_left_the_asking_can_only_be_denied(running, budi):
    first, _ = far_working_days(2)
    asked = ask(running, [first])
    request = first_day_is_today(running)
    Cancellation.objects.filter(pk=asked.pk).update(dates=[timezone.localdate().isoformat()])
    with pytest.raises(Refused) as no:
        decide_cancellation(fresh(asked), by=budi, granted=True)
    assert no.value.code == "not_cancelled"
    assert fresh(asked).state == "asked"
    decide_cancellation(fresh(asked), by=budi, granted=False, note="Harinya sudah berjalan.")
    assert fresh(request).state == "in_force"


def test_an_asking_falls_away_with_its_request(decreed, citra, endah):
    asked = ask(decreed)
    revoke(decreed, citra, endah)
    assert fresh(asked).state == "withdrawn"
    assert fresh(asked).note.startswith("Gugur")


@pytest.mark.parametrize("who", ["budi", "bambang", "endah"])
def test_an_approval_whose_days_passed_before_its_decree_is_cancelled_by_a_person(
    who, office, request
):
    case = cases.in_state("approved", **office)
    case = cases.move_days(case, (timezone.localdate() - case.last_day).days - 7)
    person = request.getfixturevalue(who)
    [receipt] = perform("cancel", [case], by=person, note="Semua harinya lewat.")
    assert (receipt.outcome, fresh(case).state) == ("done", "cancelled")
    assert set(states(case).values()) == {"cancelled"}
    assert set(cases.taken().values()) == {0}


def test_what_never_came_into_force_leaves_no_day_behind(office, budi):
    """One day passed without a decree, the other is given back: none of them stays."""
    case = cases.in_state("approved", **office)
    case = cases.move_days(case, (timezone.localdate() - case.first_day).days - 1)
    last = max(states(case))
    decide_cancellation(ask(case, [last]), by=budi, granted=True)
    assert fresh(case).state == "cancelled"
    assert set(states(case).values()) == {"cancelled"}


# --- who is told -----------------------------------------------------------------------------


def test_the_opd_is_told_and_the_head_of_the_bkd_is_not(running, budi, bambang, endah):
    ask(running)
    told = Message.objects.filter(subject="Permintaan pembatalan menunggu keputusan")
    assert set(told.values_list("recipient__name", flat=True)) == {budi.name, bambang.name}


def test_the_asking_of_a_head_of_an_opd_goes_to_the_region(
    region, bupati, endah, bambang, budi, citra
):
    region.policy.parameters = {**region.policy.parameters, "excluded_echelons": []}
    region.policy.save(update_fields=["parameters"])
    request = approved({"applicant": bambang, "assessor": bupati, "head": bupati, "bkd": citra})
    [request] = cases.in_force(request, citra)
    asked = ask(request)
    with pytest.raises(Refused):
        decide_cancellation(asked, by=budi, granted=True)
    assert decide_cancellation(asked, by=bupati, granted=True).state == "granted"


def test_an_acting_head_decides_while_the_acting_lasts(running, dewi, region):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    acting = appoint(dewi, region.diskominfo, "PLH", ends=yesterday)
    asked = ask(running, far_working_days(1))
    with pytest.raises(Refused):
        decide_cancellation(asked, by=dewi, granted=True)
    acting.ends = timezone.localdate()
    acting.save()
    decide_cancellation(asked, by=dewi, granted=True)
    assert Decision.objects.get(step="cancel").capacity == "Plh. Kepala Diskominfo"


def test_an_assessor_whose_duty_ended_decides_nothing(running, budi):
    asked = ask(running)
    Duty.objects.filter(employee=budi).update(
        ends=timezone.localdate() - datetime.timedelta(days=1)
    )
    with pytest.raises(Refused) as no:
        decide_cancellation(asked, by=budi, granted=True)
    assert no.value.code == "no_right"


def test_after_a_transfer_the_opd_that_approved_still_decides(running, ani, budi, region):
    ani.unit = region.dinkes
    ani.save()
    other = give(add_employee(region.dinkes, "Joko Susilo"), "penilai", region.dinkes).employee
    asked = ask(running)
    with pytest.raises(Refused):
        decide_cancellation(asked, by=other, granted=True)
    assert decide_cancellation(asked, by=budi, granted=True).state == "granted"
