"""The door of rosters, beside that of requests: nothing else moves a roster."""

from workflows.services.rosters.door import perform_roster
from workflows.services.rosters.paper import assignment_drafted, assignment_dropped
from workflows.services.rosters.receipts import RosterReceipt

__all__ = ["RosterReceipt", "assignment_drafted", "assignment_dropped", "perform_roster"]
