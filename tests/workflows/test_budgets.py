"""Budgets as counts of queries, never as time. Savepoints and commits are counted too."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import add_employee, far_working_days, sign_in
from tests.workflows import cases
from wfa.requests.models import WorkRequest
from workflows.services import close_examination, perform, propose
from workflows.services.proposals import advance


def count(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.fixture
def warm(dodi, plh_tri):
    """The first case of a year makes counters and the end of the chain; later ones find them."""
    return cases.submitted(dodi)


def test_filing_takes_at_most_20_queries(warm, ani, budi, bambang):
    request = cases.draft(ani)
    assert count(lambda: perform("submit", [request], by=ani)) <= 20


@pytest.mark.parametrize("step", ["recommend", "approve", "refuse", "send_back", "return_to_opd"])
def test_one_decision_takes_at_most_25_queries(step, warm, ani, budi, bambang, citra):
    if step == "recommend":
        request, by = cases.submitted(ani), budi
    else:
        request, by = cases.proposed(ani, budi, bambang), citra
    assert count(lambda: perform(step, [request], by=by, note="Alasan.")) <= 25


def test_one_engine_step_takes_at_most_25_queries(ani, budi, bambang, citra):
    request = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    proposal = request.items.get().proposal
    close_examination(proposal, by=citra)
    proposal.items.update(paper=3)
    assert count(lambda: advance(proposal)) <= 3 * 25  # drafting, signing and filing


def _many(region, count):
    days = far_working_days(1)
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(count)]
    return [cases.submitted(person, days) for person in people]


def test_bulk_of_200_takes_at_most_40_queries_per_step(region, budi, bambang, citra):
    requests = _many(region, 200)
    assert count(lambda: perform("recommend", requests, by=budi)) <= 40
    requests = list(WorkRequest.objects.all())
    proposal = cases.proposal_of(requests, bambang)
    assert count(lambda: perform("approve", requests, by=citra)) <= 40
    assert set(WorkRequest.objects.values_list("state", flat=True)) == {"approved"}
    assert count(lambda: close_examination(proposal, by=citra)) <= 40


@pytest.mark.parametrize("step", ["return_to_opd", "send_back", "refuse"])
def test_bulk_of_200_the_other_way_takes_at_most_40_queries(step, region, budi, bambang, citra):
    requests = _many(region, 200)
    perform("recommend", requests, by=budi)
    cases.proposal_of(list(WorkRequest.objects.all()), bambang)
    assert count(lambda: perform(step, requests, by=citra, note="Lengkapi dulu.")) <= 40


def test_proposing_200_takes_at_most_60_queries(region, budi, bambang):
    requests = _many(region, 200)
    perform("recommend", requests, by=budi)
    assert count(lambda: propose(list(WorkRequest.objects.all()), by=bambang)) <= 60


# --- the same through the pages: with session, person, rights, scope and the kept result ---------


def test_filing_through_the_page_takes_at_most_25_queries(warm, ani, budi, bambang):
    request, client = cases.draft(ani), sign_in(Client(), ani)
    url = reverse("pengajuan-ajukan", args=[request.pk])
    assert count(lambda: client.post(url, {"pernyataan": "1"})) <= 25
    assert WorkRequest.objects.get(pk=request.pk).state == "submitted"


def test_an_assessment_through_the_page_takes_at_most_25_queries(warm, ani, budi, bambang):
    request, client = cases.submitted(ani), sign_in(Client(), budi)
    typed = {"langkah": "recommend", "pilih": str(request.pk), "kembali": ""}
    assert count(lambda: client.post(reverse("kotak-masuk-putuskan"), typed)) <= 25
    assert WorkRequest.objects.get(pk=request.pk).state == "recommended"


def test_approving_through_the_page_takes_at_most_28_queries(warm, ani, budi, bambang, citra):
    request, client = cases.proposed(ani, budi, bambang), sign_in(Client(), citra)
    url = reverse("usulan-putuskan", args=[request.items.get().proposal_id])
    typed = {"langkah": "approve", "pilih": str(request.pk)}
    assert count(lambda: client.post(url, typed)) <= 28
    assert WorkRequest.objects.get(pk=request.pk).state == "approved"


def test_approving_200_through_the_page_takes_at_most_40_queries(region, budi, bambang, citra):
    requests = _many(region, 200)
    perform("recommend", requests, by=budi)
    proposal, client = (
        cases.proposal_of(list(WorkRequest.objects.all()), bambang),
        sign_in(Client(), citra),
    )
    url = reverse("usulan-putuskan", args=[proposal.pk])
    keys = [str(request.pk) for request in requests]
    typed = {"langkah": "approve", "pilih": keys, "jumlah": "200"}
    assert count(lambda: client.post(url, typed)) <= 40
    assert set(WorkRequest.objects.values_list("state", flat=True)) == {"approved"}
