"""What schedules and other requests have of the days, asked under the locks of the seats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wfa.requests.models import WorkRequest
from wfa.requests.rules import Finding, blocking, check_claims
from wfa.requests.selectors import with_other_days

if TYPE_CHECKING:
    from workflows.services.act import Act


class ClaimedError(Exception):
    """A schedule or another request has one of the days. Nothing of the act may stand then."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("sudah diatur jadwal")
        self.findings = tuple(findings)


def check_days(act: Act, request: WorkRequest) -> None:
    """Nobody can report a roster for these days any more: what it says now, counts; 1 query."""
    facts = with_other_days(act.facts[request.pk], request)
    if bad := blocking(check_claims(facts)):
        raise ClaimedError(bad)
