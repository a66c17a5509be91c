"""The steps of a roster: from which state, by what right. The one table of its door and its tests."""

from __future__ import annotations

from dataclasses import dataclass

from wfa.schedules.models import RosterState


@dataclass(frozen=True)
class RosterStep:
    """`rights`: {state from which the step is possible: the action one must be allowed}."""

    name: str
    target: RosterState
    done: str
    """What has happened, for receipts: "disetujui"."""
    rights: dict[str, str]
    noted: bool = False
    """Impossible without a reason (UU 30/2014 Ps 55)."""
    at_bkd: bool = False
    """Decided by the BKD: never by who drafted or submitted it, or stands in it."""


DRAFT, ORDER, APPROVE = "draft_roster", "order_roster", "approve_roster"
"""Where a step says `draft_roster`, an order asks for `order_roster` (`right_on`)."""

ROSTER_STEPS = {
    step.name: step
    for step in [
        RosterStep(
            "submit",
            RosterState.SUBMITTED,
            "diajukan",
            {RosterState.DRAFT: DRAFT, RosterState.RETURNED: DRAFT},
        ),
        RosterStep(
            "withdraw",
            RosterState.WITHDRAWN,
            "dibatalkan",
            {
                RosterState.DRAFT: DRAFT,
                RosterState.SUBMITTED: DRAFT,
                RosterState.RETURNED: DRAFT,
            },
        ),
        RosterStep(
            "send_back",
            RosterState.RETURNED,
            "dikembalikan ke OPD",
            {RosterState.REPORTED: APPROVE},
            noted=True,
            at_bkd=True,
        ),
        RosterStep(
            "approve",
            RosterState.APPROVED,
            "disetujui",
            {RosterState.REPORTED: APPROVE},
            at_bkd=True,
        ),
        RosterStep(
            "reopen",
            RosterState.REPORTED,
            "dibuka lagi",
            {RosterState.APPROVED: APPROVE},
            at_bkd=True,
        ),
        # The right to these was asked when the paper was signed.
        RosterStep(
            "report", RosterState.REPORTED, "dilaporkan ke BKD", {RosterState.SUBMITTED: ""}
        ),
        RosterStep("enact", RosterState.IN_FORCE, "diberlakukan", {RosterState.APPROVED: ""}),
    ]
}

PAPER_STEPS = ("report", "enact")
"""Done only by the issue of a letter, whose signer's right was asked at the signature."""


def right_on(step: RosterStep, state: str, kind: str) -> str:
    """The action one must be allowed for this step on a roster of this kind."""
    action = step.rights[state]
    return ORDER if action == DRAFT and kind == "order" else action
