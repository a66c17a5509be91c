"""May this person take this step on this roster, and do the rules allow it? Answers in receipts."""

from __future__ import annotations

from uuid import UUID

from wfa.policies.selectors import closures_for
from wfa.schedules.letters import away_dates
from wfa.schedules.models import Roster
from wfa.schedules.rules.composition import person_problems, problems
from wfa.schedules.rules.planned import Problem
from wfa.schedules.selectors import composition_of, week_span, with_people
from wfa.schedules.services import lock_persons
from workflows.roster_steps import PAPER_STEPS
from workflows.selectors.rosters import taken_by_requests
from workflows.services.judging import held_sentence
from workflows.services.rosters.act import RosterAct, capacity_for
from workflows.services.rosters.paper import MARK
from workflows.services.rosters.receipts import RosterReceipt, refused, unsolved

_NEEDS_LINES = ("submit", "approve", "send_back", "enact", "withdraw")


def judge(act: RosterAct, roster: Roster, receipts: dict[UUID, RosterReceipt]) -> bool:
    """Whether `by` may not do this; writes the receipt that says why."""
    if act.step.name in _NEEDS_LINES:
        act.lines[roster.pk] = with_people(roster)
    reason = (
        _no_paper(act, roster)
        or _no_right(act, roster)
        or _not_separate(act, roster)
        or _not_now(act, roster)
        or _held(act, roster)
    )
    if reason:
        receipts[roster.pk] = refused(roster, reason)
    return bool(reason)


def _no_paper(act: RosterAct, roster: Roster) -> str:
    """Steps that only an issued letter takes."""
    name = act.step.name
    if name in PAPER_STEPS and not act.data.get("document_number"):
        return "Langkah ini hanya lewat surat yang terbit."
    if name == "enact" and roster.last_day < act.today:
        # never retroactive (UU 30/2014 Ps 58 (6))
        return "Semua hari pada jadwal ini sudah lewat. Batalkan suratnya."
    return ""


def _no_right(act: RosterAct, roster: Roster) -> str:
    action = act.right_on(roster)
    if not action or capacity_for(act, roster, action):
        return ""
    return "Anda tidak berwenang melakukan ini pada unit tersebut."


def _not_separate(act: RosterAct, roster: Roster) -> str:
    """Who made or submitted it, or is away by it, doesn't decide on it (UU 30/2014 Ps 52)."""
    if not act.step.at_bkd:
        return ""
    if act.by.pk in {roster.submitted_by_id, roster.created_by_id}:
        return "Anda yang menyusun jadwal ini. Pejabat BKD lain yang memutusnya."
    own = [x for x in act.lines.get(roster.pk, ()) if x.employee_id == act.by.pk]
    if any(away_dates(line.cells, roster.first_day) for line in own):
        return "Anda sendiri bekerja di luar kantor dalam jadwal ini. Pejabat lain yang memutusnya."
    return ""


def _not_now(act: RosterAct, roster: Roster) -> str:
    """What the state alone doesn't say."""
    if act.step.name == "reopen" and roster.decided_by_id != act.by.pk:
        return "Hanya pemutusnya yang dapat mengurungkan persetujuan ini."
    if act.step.name == "reopen" and roster.pattern.get(MARK):
        return "Surat tugasnya sedang disusun, jadi persetujuan ini tidak dapat diurungkan."
    if act.step.name == "approve" and roster.last_day < act.today:
        return "Semua hari pada jadwal ini sudah lewat. Kembalikan ke OPD."
    if act.step.name == "submit" and roster.kind != Roster.Kind.MONTH and not roster.reason:
        return "Alasan belum diisi. Tulis alasannya, lalu ajukan lagi."
    return ""


def _held(act: RosterAct, roster: Roster) -> str:
    """While flexible work is switched off, and cases are held, nobody approves."""
    if act.step.name != "approve":
        return ""
    closing = closures_for([roster.unit], act.today, known=act.policies)[roster.unit_id]
    return held_sentence(closing) if closing else ""


def apply_rules(
    act: RosterAct, rosters: list[Roster], receipts: dict[UUID, RosterReceipt]
) -> list[Roster]:
    """The composition when it is submitted; its people again when BKD approves."""
    if act.step.name not in {"submit", "approve", "enact"}:
        return rosters
    kept = []
    for roster in rosters:
        _read(act, roster)
        if found := _problems(act, roster):
            receipts[roster.pk] = unsolved(roster, act.step, found)
        elif act.step.name == "submit" and not act.known[roster.pk].plan.changes:
            receipts[roster.pk] = refused(roster, "Rancangan ini belum mengubah apa pun. Isi dulu.")
        else:
            kept.append(roster)
    return kept


def _read(act: RosterAct, roster: Roster) -> None:
    """Everything the rules look at, requests included, under the lock of the roster.

    A paper writes days: its people are locked first, so that what stands now still stands then.
    """
    lines = act.lines[roster.pk]
    if act.step.name == "enact":
        lock_persons(line.employee for line in lines)
    taken = taken_by_requests([line.employee_id for line in lines], *week_span(roster))
    act.known[roster.pk] = composition_of(
        roster,
        decided=taken,
        today=act.today,
        policies=act.policies,
        lines=lines,
        counters=act.step.name == "submit",
    )


def _problems(act: RosterAct, roster: Roster) -> list[Problem]:
    plan = act.known[roster.pk].plan
    if act.step.name == "submit":
        return problems(plan)
    return person_problems(plan) if act.step.name == "approve" else []
