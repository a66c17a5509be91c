"""The procedure's services; `perform` is the one door through which a request moves."""

from workflows.services.door import perform
from workflows.services.filing import submit
from workflows.services.proposals import (
    close_examination,
    end_due,
    letter_signed,
    papers_drafted,
    papers_filed,
    papers_issued,
    propose,
)
from workflows.services.receipts import Outcome, Receipt

__all__ = [
    "Outcome",
    "Receipt",
    "close_examination",
    "end_due",
    "letter_signed",
    "papers_drafted",
    "papers_filed",
    "papers_issued",
    "perform",
    "propose",
    "submit",
]
