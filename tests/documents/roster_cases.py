"""Papers of rosters, brought to a state by the real way."""

from documents import services
from documents.models import Document
from tests.documents.cases import issue
from tests.workflows import rosters as life

HOME, OFFICE = "R", "K"


def reported(office, people, *, drafter, head, days=None):
    """A month's roster of Diskominfo whose letter is issued: it waits for the BKD."""
    away = {person: dict.fromkeys(days or life.a_weekday(4), HOME) for person in people}
    roster = life.do("submit", life.draft(office, drafter, None, away), drafter)
    return with_letter(roster, head)


def with_letter(roster, head):
    issue(services.sign(services.ensure_roster_letter(roster, by=head), by=head))
    return life.fresh(roster)


def in_force(roster, *, head, bkd):
    """Approved by the BKD, and its Surat Tugas issued; gives back the roster and its paper."""
    roster = life.do("approve", roster, bkd)
    paper = in_force_of(roster, head)
    return life.fresh(roster), paper


def paper_of(roster, kind):
    return Document.objects.get(kind=kind, subject_id=str(roster.pk))


def in_force_of(roster, head):
    """The issued Surat Tugas of an approved roster."""
    return issue(services.sign(services.ensure_assignment(roster, by=head), by=head))
