"""How the state of a roster is drawn: icon and word."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wfa.schedules.models import Roster, RosterState

LOOKS: dict[str, tuple[str, str]] = {
    RosterState.DRAFT: ("pen", ""),
    RosterState.SUBMITTED: ("hourglass", "info"),
    RosterState.REPORTED: ("clock", "info"),
    RosterState.RETURNED: ("return", "warn"),
    RosterState.APPROVED: ("check", "ok"),
    RosterState.IN_FORCE: ("document-check", "ok"),
    RosterState.WITHDRAWN: ("ban", ""),
}
NOT_BEGUN = ("empty", "")


@dataclass(frozen=True)
class Look:
    """Icon, tone and word of a state, for {% tag %}."""

    label: str
    icon: str
    tone: str


def look_of(roster: Roster | None) -> Look:
    if roster is None:
        return Look("Belum disusun", *NOT_BEGUN)
    return Look(RosterState(roster.state).label, *LOOKS[roster.state])


def tag_of(roster: Roster | None) -> SafeString:
    return render_to_string("schedules/month_tag.html", {"look": look_of(roster)})
