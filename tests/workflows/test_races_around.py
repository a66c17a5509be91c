"""Two at once, when the second is a bulk, a transfer, an office that ends, or another way out."""

import datetime

import pytest
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days
from tests.workflows import cases
from tests.workflows.test_races import ROUNDS, at_once, outcomes
from wfa.decisions.models import Decision
from wfa.people.models import Appointment, Employee
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.models import QuotaCounter
from workflows import invariants
from workflows.models import Cancellation
from workflows.services import (
    answer_objection,
    ask_cancellation,
    decide_cancellation,
    perform,
)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]


@pytest.fixture(autouse=True)
def _promises_hold():
    yield
    for promise in (invariants.g4, invariants.g5, invariants.g6, invariants.g16, invariants.g17):
        holds, _, wrong = promise()
        assert holds, wrong


def test_bulk_against_single_decides_each_case_once(round_, region, budi, bambang):
    days = far_working_days(1)
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(12)]
    made = [cases.submitted(person, days) for person in people]
    results = at_once(
        lambda: perform("recommend", made, by=budi),
        lambda: perform("recommend", [made[5]], by=bambang),
        lambda: perform("recommend", list(reversed(made)), by=bambang),
    )
    assert outcomes(results).count("done") == 12
    assert set(outcomes(results)) == {"done", "same"}
    assert Decision.objects.filter(step="recommend").count() == 12


def test_bulk_refusal_against_withdrawals_gives_every_seat_back_once(round_, region, budi, bambang):
    days = far_working_days(2)
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(6)]
    made = [cases.submitted(person, days) for person in people]
    results = at_once(
        lambda: perform("refuse", made, by=bambang, note="Layanan terganggu."),
        *[
            lambda c=case, p=person: perform("withdraw", [c], by=p)
            for case, person in zip(made, people, strict=True)
        ],
    )
    assert outcomes(results).count("done") == 6
    assert set(QuotaCounter.objects.values_list("taken", flat=True)) == {0}
    assert not RequestDay.objects.filter(state="asked").exists()


def test_approve_against_a_transfer_decides_under_one_unit_or_not_at_all(
    round_, region, ani, budi, bambang, citra
):
    """The employee moves to another OPD while the BKD approves: no half of each."""
    case = cases.proposed(ani, budi, bambang)

    def move():
        Employee.objects.filter(pk=ani.pk).update(unit=region.dinkes)
        return []

    results = at_once(lambda: perform("approve", [case], by=citra), move)
    assert outcomes(results) == ["done"]
    after = WorkRequest.objects.get(pk=case.pk)
    assert (after.state, after.opd_id) == ("approved", region.diskominfo.pk)
    seats = set(RequestDay.objects.values_list("seat_unit", flat=True))
    assert seats == {region.diskominfo.pk}


def test_an_office_that_ends_in_the_midst_of_a_click_decides_wholly_or_not(
    round_, region, ani, budi, citra
):
    acting = add_employee(region.diskominfo, "Wira Pelaksana")
    appoint(acting, region.diskominfo, "PLH")
    case = cases.submitted(ani)

    def over():
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        Appointment.objects.filter(employee=acting).update(ends=yesterday)
        return []

    results = at_once(lambda: perform("recommend", [case], by=acting), over)
    [outcome] = outcomes(results)
    after = WorkRequest.objects.get(pk=case.pk)
    assert (outcome, after.state) in {("done", "recommended"), ("refused", "submitted")}
    assert Decision.objects.filter(step="recommend").count() == (outcome == "done")


def test_cancellation_granted_and_denied_at_once_is_decided_once(round_, ani, budi, bambang, citra):
    case = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    days = list(case.days.values_list("date", flat=True))
    asked = ask_cancellation(case, by=ani, dates=days[:1], reason="Ada acara keluarga lain.")
    results = at_once(
        lambda: decide_cancellation(asked, by=budi, granted=True),
        lambda: decide_cancellation(asked, by=bambang, granted=False, note="Layanan perlu."),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    row = Cancellation.objects.get()
    assert {r.state for r in results} == {row.state}
    taken = Decision.objects.filter(step="cancel").count()
    assert taken == (row.state == "granted")


def test_recall_against_approval_of_a_cancellation_takes_each_day_once(
    round_, ani, budi, bambang, citra
):
    case = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    days = list(case.days.order_by("date").values_list("date", flat=True))
    asked = ask_cancellation(case, by=ani, dates=days[:1], reason="Ada acara keluarga lain.")

    def grant():
        decide_cancellation(asked, by=budi, granted=True)
        return []

    results = at_once(
        grant, lambda: perform("recall", [case], by=bambang, note="Ada kunjungan pusat.")
    )
    assert WorkRequest.objects.get(pk=case.pk).state == "cancelled"
    assert set(QuotaCounter.objects.values_list("taken", flat=True)) == {0}
    assert results[1][0].outcome == "done"


def test_two_answers_to_one_objection_leave_one(round_, ani, budi, bambang, citra, endah, bupati):
    case = cases.objected(cases.proposed(ani, budi, bambang), citra)
    objection = case.objection
    results = at_once(
        lambda: [answer_objection(objection, by=endah, upheld=True, note="Tetap ditolak.")],
        lambda: [answer_objection(objection, by=bupati, upheld=False, note="Diperiksa lagi.")],
    )
    done = [r for r in results if not isinstance(r, Exception) and r[0].outcome == "done"]
    assert len(done) == 1, results
    assert Decision.objects.filter(step__in=["uphold", "overturn"]).count() == 1
    objection.refresh_from_db()
    assert objection.upheld == (WorkRequest.objects.get().state == "refused")
