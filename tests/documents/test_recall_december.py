"""Kabupaten Lumajang, June to December 2025: the whole way, then the switch, then on again."""

import datetime

from django.core.management import call_command
from django.utils import timezone

from documents import services
from documents.models import Document
from tests.documents import cases as papers
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.requests.models import WorkRequest
from workflows.services import Outcome, perform
from workflows.services.switching import switch_off, switch_on


def document(number):
    return {
        "title": "Surat Edaran Bupati tentang Kerja Fleksibel",
        "number": number,
        "dated": timezone.localdate(),
        "effective_from": timezone.localdate(),
    }


def sentence(step, request, by, **data):
    [receipt] = perform(step, [request], by=by, **data)
    return receipt.sentence if receipt.outcome is Outcome.REFUSED else "done"


def test_december_in_lumajang(region, ani, dewi, dodi, budi, bambang, citra, endah):
    """Dewi works from home with a decree, Ani waits at the OPD; the Bupati stops it all."""
    [running] = papers.approved([dewi], assessor=budi, head=bambang, bkd=citra)
    [decree] = services.draft_decree([running], by=citra)
    papers.issue(services.sign(decree, by=endah))
    waiting = cases.submitted(ani, cases.far_working_days(4)[2:])
    today = timezone.localdate()

    closing = switch_off(region.root, by=endah, hold=True, **document("800/4711/2025"))

    assert "sedang tidak dibuka" in sentence("submit", cases.draft(dodi), dodi)
    assert "nomor 800/4711/2025" in sentence("recommend", waiting, budi)

    reason = "pelayanan akhir tahun memerlukan kehadiran pegawai"
    paper = services.draft_recall(closing, by=citra, since=today, reason=reason)
    assert WorkRequest.objects.get(pk=running.pk).state == "in_force"
    recall = papers.issue(services.sign(paper, by=endah))
    assert WorkRequest.objects.get(pk=running.pk).state == "cancelled"
    decision = Decision.objects.get(step="recall")
    assert (decision.actor_name, decision.capacity) == (endah.full_name, "Kepala BKPSDM")
    assert decision.note == reason
    assert recall.snapshot["annex"]["decrees"][0]["number"] == papers.fresh(decree).number

    switch_on(region.root, by=endah, **document("800/12/2026"))

    cases.do("recommend", waiting, budi)
    cases.proposal_of([waiting], bambang)
    approved = cases.do("approve", WorkRequest.objects.get(pk=waiting.pk), citra)
    assert approved.policy == region.policy
    assert Document.objects.filter(kind="recall", state="issued").count() == 1
    cases.submitted(dodi, [d + datetime.timedelta(days=1) for d in cases.far_working_days(2)])
    call_command("check_invariants")
