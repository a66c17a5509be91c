"""The steps of a case: from which state, by what right. The one table of the door and the tests."""

from __future__ import annotations

from dataclasses import dataclass

from wfa.requests.models import State


@dataclass(frozen=True)
class Step:
    """`rights`: {state from which the step is possible: the action one must be allowed}."""

    name: str
    target: State
    done: str
    """What has happened, for receipts: "disetujui"."""
    rights: dict[str, str]
    own: bool = False
    """Done by the applicant (or who filed for them), not by an official."""
    noted: bool = False
    """Impossible without a reason (UU 30/2014 Ps 55)."""
    by_days: bool = False
    """Takes days away; the state changes only when no day is left."""
    judged: bool = False
    """Not taken while flexible work is switched off and running cases are held."""


_RUNNING = (State.APPROVED, State.IN_FORCE)
_ASSESS: dict[str, str] = {State.SUBMITTED: "assess_request", State.RECOMMENDED: "assess_request"}

STEPS = {
    step.name: step
    for step in [
        Step(
            "submit",
            State.SUBMITTED,
            "diajukan",
            {State.DRAFT: "file_request", State.RETURNED: "file_request"},
            own=True,
        ),
        Step(
            "withdraw",
            State.WITHDRAWN,
            "dibatalkan",
            dict.fromkeys(
                [
                    State.DRAFT,
                    State.SUBMITTED,
                    State.RETURNED,
                    State.RECOMMENDED,
                    State.PROPOSED,
                ],
                "withdraw_request",
            ),
            own=True,
        ),
        Step(
            "recommend",
            State.RECOMMENDED,
            "dinilai dan didukung",
            {State.SUBMITTED: "assess_request"},
            judged=True,
        ),
        Step(
            "take_back",
            State.SUBMITTED,
            "dikembalikan ke penilaian",
            {State.RECOMMENDED: "assess_request"},
        ),
        Step(
            "send_back",
            State.RETURNED,
            "dikembalikan untuk perbaikan",
            {**_ASSESS, State.PROPOSED: "examine_request"},
            noted=True,
        ),
        Step(
            "refuse",
            State.REFUSED,
            "ditolak",
            {
                State.SUBMITTED: "refuse_request",
                State.RECOMMENDED: "refuse_request",
                State.PROPOSED: "examine_request",
            },
            noted=True,
        ),
        Step(
            "propose",
            State.PROPOSED,
            "diusulkan ke BKD",
            {State.RECOMMENDED: "propose_request"},
            judged=True,
        ),
        Step(
            "approve",
            State.APPROVED,
            "disetujui",
            {State.PROPOSED: "examine_request"},
            judged=True,
        ),
        Step(
            "return_to_opd",
            State.SUBMITTED,
            "dikembalikan ke OPD",
            {State.PROPOSED: "examine_request"},
            noted=True,
        ),
        Step(
            "reopen",
            State.PROPOSED,
            "dibuka lagi",
            {State.APPROVED: "examine_request", State.REFUSED: "examine_request"},
        ),
        Step(
            "cancel",
            State.CANCELLED,
            "dibatalkan",
            dict.fromkeys(_RUNNING, "decide_cancellation"),
            noted=True,
            by_days=True,
        ),
        Step(
            "recall",
            State.CANCELLED,
            "dipanggil kembali ke kantor",
            dict.fromkeys(_RUNNING, "recall_employee"),
            noted=True,
            by_days=True,
        ),
        Step(
            "object",
            State.OBJECTED,
            "diajukan keberatan",
            {State.REFUSED: "object_refusal"},
            own=True,
            noted=True,
        ),
        Step(
            "uphold",
            State.REFUSED,
            "tetap ditolak",
            {State.OBJECTED: "decide_objection"},
            noted=True,
        ),
        Step(
            "overturn",
            State.PROPOSED,
            "dikabulkan keberatannya",
            {State.OBJECTED: "decide_objection"},
            noted=True,
        ),
        # The right to these was asked when the paper was signed; the clock needs none.
        Step("enact", State.IN_FORCE, "diberlakukan", {State.APPROVED: ""}),
        Step("revoke", State.REVOKED, "dicabut", {State.IN_FORCE: ""}, noted=True),
        Step("end", State.ENDED, "berakhir", {State.IN_FORCE: ""}),
    ]
}

PAPER_STEPS = ("enact", "revoke")
"""Done only by the issue of a decree, whose signer's right was asked at the signature."""
