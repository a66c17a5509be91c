"""What came of a step, one line per roster; in the words of the door of requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wfa.calendars.wording import within
from wfa.decisions.models import Decision
from wfa.schedules.models import Roster, RosterState
from wfa.schedules.rules.planned import Problem
from workflows.roster_steps import ROSTER_STEPS, RosterStep
from workflows.services.receipts import Outcome, when


@dataclass(frozen=True)
class RosterReceipt:
    """The answer for one roster: a sentence, and for a refusal the problems behind it."""

    roster: Roster
    outcome: Outcome
    sentence: str
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the roster now stands where the step wanted it."""
        return self.outcome is not Outcome.REFUSED


def done(roster: Roster, step: RosterStep) -> RosterReceipt:
    return RosterReceipt(roster, Outcome.DONE, f"{step.done[:1].upper()}{step.done[1:]}.")


def refused(roster: Roster, sentence: str, problems: Sequence[Problem] = ()) -> RosterReceipt:
    return RosterReceipt(roster, Outcome.REFUSED, sentence, tuple(problems))


def not_there(roster: Roster, step: RosterStep, last: Decision | None) -> RosterReceipt:
    """The roster isn't where the step starts: done already, or gone another way."""
    if last and last.to_state == roster.state:
        label = ROSTER_STEPS[last.step].done
        sentence = f"Sudah {label} oleh {last.actor_name} {when(last)}."
        same = last.step == step.name or roster.state == step.target
        return RosterReceipt(roster, Outcome.SAME if same else Outcome.REFUSED, sentence)
    label = within(RosterState(roster.state).label)
    return refused(roster, f"Jadwal ini sekarang {label}, jadi tidak dapat {step.done}.")


def unsolved(roster: Roster, step: RosterStep, problems: Sequence[Problem]) -> RosterReceipt:
    """ "3 masalah harus selesai sebelum jadwal dilaporkan ke BKD." """
    what = "dilaporkan ke BKD" if step.name == "submit" else "disetujui. Kembalikan ke OPD"
    sentence = f"{len(problems)} masalah harus selesai sebelum jadwal {what}."
    return refused(roster, sentence, problems)
