"""Papers brought to a state by the real way."""

from documents import services
from documents.models import Document
from tests.actors import far_working_days
from tests.workflows import cases
from wfa.requests.models import WorkRequest
from workflows.services import close_examination


def approved(applicants, *, assessor, head, bkd):
    """Approved requests of one OPD in one proposal whose examination is closed."""
    dates = far_working_days(2)
    asked = [cases.recommended(person, assessor, dates) for person in applicants]
    proposal = cases.proposal_of(asked, head)
    done = [cases.do("approve", WorkRequest.objects.get(pk=r.pk), bkd) for r in asked]
    close_examination(proposal, by=bkd)
    return [WorkRequest.objects.get(pk=r.pk) for r in done]


def fresh(document):
    return Document.objects.get(pk=document.pk)


def issue(document):
    assert services.issue(document.pk), fresh(document).last_error
    return fresh(document)
