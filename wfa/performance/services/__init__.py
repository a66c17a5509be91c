"""What changes a plan, a report or a review; other apps call these."""

from wfa.performance.services.evidence import add_file, add_link, remove_evidence
from wfa.performance.services.planning import submit_plan
from wfa.performance.services.purging import purge_due
from wfa.performance.services.reporting import submit_report
from wfa.performance.services.reviewing import Chosen, Receipt, review
from wfa.performance.services.sent import Sent

__all__ = [
    "Chosen",
    "Receipt",
    "Sent",
    "add_file",
    "add_link",
    "purge_due",
    "remove_evidence",
    "review",
    "submit_plan",
    "submit_report",
]
