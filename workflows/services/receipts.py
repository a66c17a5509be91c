"""What came of a step, one line per request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from wfa.calendars.wording import clock, day, within
from wfa.decisions.models import Decision
from wfa.requests.models import State, WorkRequest
from wfa.requests.rules import Finding
from workflows.steps import STEPS, Step


class Outcome(StrEnum):
    DONE = "done"
    SAME = "same"
    """Somebody was faster: information, not an error."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Receipt:
    """The answer for one request: a sentence, and for a refusal the rules behind it."""

    request: WorkRequest
    outcome: Outcome
    sentence: str
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the request now stands where the step wanted it."""
        return self.outcome is not Outcome.REFUSED


def done(request: WorkRequest, step: Step) -> Receipt:
    return Receipt(request, Outcome.DONE, f"{step.done[:1].upper()}{step.done[1:]}.")


def refused(request: WorkRequest, sentence: str, findings: Sequence[Finding] = ()) -> Receipt:
    return Receipt(request, Outcome.REFUSED, sentence, tuple(findings))


def not_there(request: WorkRequest, step: Step, last: Decision | None) -> Receipt:
    """The request isn't where the step starts: done already, or gone another way."""
    if last and last.to_state == request.state:
        label = STEPS[last.step].done if last.step in STEPS else "diubah"
        sentence = f"Sudah {label} oleh {last.actor_name} {when(last)}."
        same = last.step == step.name or request.state == step.target
        return Receipt(request, Outcome.SAME if same else Outcome.REFUSED, sentence)
    label = within(State(request.state).label)
    return refused(request, f"Pengajuan ini sekarang {label}, jadi tidak dapat {step.done}.")


def when(decision: Decision) -> str:
    if timezone.localtime(decision.at).date() == timezone.localdate():
        return f"pukul {clock(decision.at)}"
    return f"pada {day(timezone.localtime(decision.at).date())}, {clock(decision.at)}"
