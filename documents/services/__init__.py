"""What can be done with papers: draft, sign, issue, void, revoke, file."""

from documents.kinds import Check
from documents.services.archiving import file_case, file_cases, file_document
from documents.services.drafting import discard, draft_decree, ensure_letter, may_handle, revoke
from documents.services.issuing import emblem_of, issue, issue_due, retry, void
from documents.services.recalling import draft_recall
from documents.services.reprimands import ensure_reprimand_letter, letters_of
from documents.services.rosters import ensure_assignment, ensure_roster_letter, paper_for, papers_of
from documents.services.signing import (
    checks,
    preview,
    sign,
    signing_capacity,
)

__all__ = [
    "Check",
    "checks",
    "discard",
    "draft_decree",
    "draft_recall",
    "emblem_of",
    "ensure_assignment",
    "ensure_letter",
    "ensure_reprimand_letter",
    "ensure_roster_letter",
    "file_case",
    "file_cases",
    "file_document",
    "issue",
    "issue_due",
    "letters_of",
    "may_handle",
    "paper_for",
    "papers_of",
    "preview",
    "retry",
    "revoke",
    "sign",
    "signing_capacity",
    "void",
]
