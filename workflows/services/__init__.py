"""The procedure's services; `perform` is the one door through which a request moves."""

from workflows.services.cancellations import (
    ask_cancellation,
    decide_cancellation,
    withdraw_cancellation,
)
from workflows.services.desks import add_reason, remove_reason, remove_view, save_view
from workflows.services.door import perform
from workflows.services.filing import submit
from workflows.services.objections import (
    answer_objection,
    file_objection,
    may_object,
    objection_until,
)
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
from workflows.services.rosters import (
    RosterReceipt,
    assignment_drafted,
    assignment_dropped,
    perform_roster,
)
from workflows.services.superior import give_view

__all__ = [
    "Outcome",
    "Receipt",
    "RosterReceipt",
    "add_reason",
    "answer_objection",
    "ask_cancellation",
    "assignment_drafted",
    "assignment_dropped",
    "close_examination",
    "decide_cancellation",
    "end_due",
    "file_objection",
    "give_view",
    "letter_signed",
    "may_object",
    "objection_until",
    "papers_drafted",
    "papers_filed",
    "papers_issued",
    "perform",
    "perform_roster",
    "propose",
    "remove_reason",
    "remove_view",
    "save_view",
    "submit",
    "withdraw_cancellation",
]
