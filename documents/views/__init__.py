"""Pages about papers: the desk, one paper, the public check, the archive."""

from documents.views.archive import archive, archive_cases
from documents.views.desk import compose, index, letter, roster_paper
from documents.views.guidance import hand_off
from documents.views.guidance import letter as guidance_letter
from documents.views.paper import discard, download, draft_pdf, retry, revoke, show, sign, void
from documents.views.performance import month_pdf
from documents.views.public import verify, verify_search
from documents.views.recall import recall

__all__ = [
    "archive",
    "archive_cases",
    "compose",
    "discard",
    "download",
    "draft_pdf",
    "guidance_letter",
    "hand_off",
    "index",
    "letter",
    "month_pdf",
    "recall",
    "retry",
    "revoke",
    "roster_paper",
    "show",
    "sign",
    "verify",
    "verify_search",
    "void",
]
