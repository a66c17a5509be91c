"""Asking anew what was approved before: the words come along, the days and the proof don't."""

import pytest
from django.urls import reverse

from tests.actors import sign_in
from tests.workflows import cases
from wfa.refusals import Refused
from wfa.requests import services as filing
from wfa.requests.models import PlanItem, WorkRequest


@pytest.fixture
def ended(ani, budi, bambang, citra):
    return cases.in_state("ended", applicant=ani, assessor=budi, head=bambang, bkd=citra)


def renew(client, request):
    return client.post(reverse("pengajuan-perpanjang", args=[request.pk]))


def test_all_is_copied_but_days_criteria_and_evidence(client, ended, ani):
    response = renew(sign_in(client, ani), ended)
    draft = WorkRequest.objects.get(renews=ended)
    assert response.url == reverse("pengajuan-isi", args=[draft.pk, 1])
    same = ("basis", "place", "place_address", "reason_kind", "reason", "phone", "applicant_id")
    assert [getattr(draft, n) for n in same] == [getattr(ended, n) for n in same]
    assert (draft.state, draft.dates, draft.criteria, draft.number) == ("draft", [], {}, None)
    assert not draft.evidence.exists()
    assert draft.statement_at is None
    assert list(draft.plan.values_list("activity", "output", "due")) == [
        ("Uji 24 layar", "Laporan uji", None)
    ]


def test_the_new_period_is_judged_anew(client, ended, ani):
    renew(sign_in(client, ani), ended)
    draft = WorkRequest.objects.get(renews=ended)
    from workflows.services import perform

    [receipt] = perform("submit", [draft], by=ani)
    assert receipt.outcome == "refused"
    assert {f.field for f in receipt.findings} >= {"dates", "criteria"}


def test_a_double_click_makes_one_draft(client, ended, ani):
    sign_in(client, ani)
    assert renew(client, ended).url == renew(client, ended).url
    assert WorkRequest.objects.filter(renews=ended).count() == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "refused", "withdrawn", "revoked"])
def test_only_what_was_approved_is_renewed(state, client, ani, budi, bambang, citra):
    case = cases.in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)
    response = renew(sign_in(client, ani), case)
    assert response.url == reverse("pengajuan", args=[case.pk])
    assert not WorkRequest.objects.filter(renews=case).exists()


@pytest.mark.parametrize("state", ["in_force", "cancelled"])
def test_what_runs_or_was_cancelled_can_be_renewed_too(state, ani, budi, bambang, citra):
    case = cases.in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)
    assert filing.start_draft(by=ani, renews=case).renews == case


@pytest.mark.parametrize("who", ["dewi", "budi", "pandu", "endah"])
def test_nobody_renews_for_somebody_else(who, client, ended, request):
    assert renew(sign_in(client, request.getfixturevalue(who)), ended).status_code == 404
    assert not WorkRequest.objects.filter(renews=ended).exists()


def test_the_filer_renews_only_while_the_duty_lasts(client, ended, ani, pandu):
    WorkRequest.objects.filter(pk=ended.pk).update(filed_by=pandu)
    renew(sign_in(client, pandu), ended)
    draft = WorkRequest.objects.get(renews=ended)
    assert (draft.applicant, draft.filed_by) == (ani, pandu)
    pandu.duties.all().delete()
    with pytest.raises(Refused) as no:
        filing.start_draft(by=pandu, applicant=ani, renews=WorkRequest.objects.get(pk=ended.pk))
    assert no.value.code == "no_right"


def test_the_plan_of_the_old_request_stays_as_it_was(client, ended, ani):
    renew(sign_in(client, ani), ended)
    draft = WorkRequest.objects.get(renews=ended)
    filing.save_plan(draft, by=ani, rows=[])
    assert PlanItem.objects.filter(request=ended).count() == 1
