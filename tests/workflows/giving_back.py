"""Approved days that are given back: how they are asked for, and what becomes of the case."""

from documents import services as papers
from tests.actors import far_working_days
from tests.documents import cases as paper_cases
from workflows.services import ask_cancellation


def approved(office, *others):
    """Of Ani and `others`, in one proposal whose examination is closed."""
    people = {name: office[name] for name in ("assessor", "head", "bkd")}
    return paper_cases.approved([office["applicant"], *others], **people)


def decreed_by(office, signer):
    """Ani's approved request under a decree that was signed and issued."""
    [request] = approved(office)
    [decree] = papers.draft_decree([request], by=office["bkd"])
    paper_cases.issue(papers.sign(decree, by=signer))
    return fresh(request)


def revoke(request, by, signer):
    decree = request.papers.get(kind="decree").document
    paper = papers.revoke(decree, [request], by=by, reason="Kewajiban melapor dilanggar.")
    paper_cases.issue(papers.sign(paper, by=signer))


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def ask(request, dates=None, reason="Rapat penting di kantor."):
    days = dates or far_working_days(2)
    return ask_cancellation(request, by=request.applicant, dates=days, reason=reason)


def states(request):
    return dict(request.days.order_by("date").values_list("date", "state"))
