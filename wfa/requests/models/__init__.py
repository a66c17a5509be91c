"""What was asked, for which days, and its legal state."""

from wfa.requests.models.days import RequestDay
from wfa.requests.models.parts import Evidence, PlanItem, RequestCounter, RequestRound
from wfa.requests.models.requests import WorkRequest
from wfa.requests.models.states import LIVE_DAY, TERMINAL, WAITING, State

__all__ = [
    "LIVE_DAY",
    "TERMINAL",
    "WAITING",
    "Evidence",
    "PlanItem",
    "RequestCounter",
    "RequestDay",
    "RequestRound",
    "State",
    "WorkRequest",
]
