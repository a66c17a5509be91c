"""May this person take this step on this request, and do the rules allow it? Answers in receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from wfa.decisions.rules import separation
from wfa.policies.models import Policy
from wfa.policies.selectors import closures_for, in_force
from wfa.requests.models import State, WorkRequest
from wfa.requests.rules import Facts, blocking, check, check_decision
from wfa.requests.selectors import facts_for, home_unit, judged_unit
from wfa.requests.services import may_file_for
from wfa.schedules.rules.revoked import revoked_of
from workflows.rules import deadlines, shares_of
from workflows.selectors import views_missing
from workflows.services import effects
from workflows.services.act import Act, capacity_for
from workflows.services.receipts import Receipt, refused
from workflows.steps import PAPER_STEPS


def judge(act: Act, request: WorkRequest, receipts: dict[UUID, Receipt]) -> bool:
    """Whether `by` may not do this; writes the receipt that says why."""
    reason = _reason(act, request)
    if reason:
        receipts[request.pk] = refused(request, reason)
    return bool(reason)


def _reason(act: Act, request: WorkRequest) -> str:
    if act.step.own:
        return _not_own(act, request) or _not_now(act, request)
    return (
        _no_paper(act, request)
        or _no_right(act, request)
        or _no_sitting(act, request)
        or _not_separate(act, request)
        or _not_now(act, request)
    )


def _not_own(act: Act, request: WorkRequest) -> str:
    """The applicant, or the personnel officer who filled the request in for them (R11)."""
    if not act.by.is_active:
        return "Hanya pemohon yang dapat melakukan ini."
    if act.by.pk == request.applicant_id:
        return ""
    if act.by.pk != request.filed_by_id or act.step.name == "object":
        return "Hanya pemohon yang dapat melakukan ini."
    if not may_file_for(act.by, request.applicant):
        return "Tugas Anda sebagai pengelola kepegawaian unit ini sudah berakhir."
    return ""


def _no_paper(act: Act, request: WorkRequest) -> str:
    """Steps that only a letter, a decree or the calendar takes."""
    name = act.step.name
    if name == "propose" and "proposal" not in act.data:
        return "Pengusulan hanya lewat usulan OPD."
    if name in PAPER_STEPS and not act.data.get("document_number"):
        return "Langkah ini hanya lewat surat keputusan yang terbit."
    if name in {"uphold", "overturn"} and "objection" not in act.data:
        return "Jawaban keberatan hanya lewat halaman keberatan."
    if name == "enact" and request.last_day and request.last_day < act.today:
        # never retroactive (UU 30/2014 Ps 58 (6)): what is left is to void the number
        return f"Semua hari pada {request} sudah lewat. Batalkan, lalu susun tanpa pengajuan itu."
    kept = revoked_of(request.applicant) if name == "enact" else None
    if kept and any(map(kept.holds, effects.live_dates(request))):
        who = request.applicant.full_name
        return f"{who}: {kept.words}. Batalkan, lalu susun tanpa {request}."
    if name == "end" and (request.last_day or act.today) >= act.today:
        return "Hari terakhirnya belum lewat."
    return ""


def _no_right(act: Act, request: WorkRequest) -> str:
    action = act.right_on(request)
    if not action or capacity_for(act, request, action):
        return ""
    return "Anda tidak berwenang melakukan ini pada unit tersebut."


def _no_sitting(act: Act, request: WorkRequest) -> str:
    """At the BKD: only in a proposal that was received and isn't closed (undo: same officer)."""
    if act.right_on(request) != "examine_request":
        return ""
    item = act.items.get(request.pk)
    if item is None or item.proposal.received_at is None:
        return "Surat usulan OPD belum ditandatangani, jadi belum dapat diputus."
    if item.proposal.closed_at is not None:
        return "Pemeriksaan usulan ini sudah selesai, jadi keputusannya tidak dapat diubah."
    if act.step.name == "reopen" and request.decided_by_id != act.by.pk:
        return "Hanya pemutusnya yang dapat mengurungkan, selama pemeriksaan belum selesai."
    return ""


def _not_separate(act: Act, request: WorkRequest) -> str:
    if not act.right_on(request) and act.step.name != "recall":
        return ""
    reasons = separation(
        act.by.pk,
        applicant_id=request.applicant_id,
        filed_by_id=request.filed_by_id,
        recommended_by_id=request.recommended_by_id,
        decided_by_id=request.decided_by_id,
        step=act.step.name,
        at_opd=request.state in {State.SUBMITTED, State.RECOMMENDED},
    )
    return reasons[0] if reasons else ""


def _not_now(act: Act, request: WorkRequest) -> str:
    """What the state alone doesn't say."""
    if act.step.name == "object" and "due" not in act.data:
        return "Keberatan hanya lewat halaman keberatan."
    if act.step.name == "take_back" and request.recommended_by_id != act.by.pk:
        return "Hanya penilainya yang dapat mengurungkan penilaian ini."
    if act.step.name == "overturn" and not effects.refused_ahead(act, request):
        return "Semua harinya sudah lewat. Jawab keberatan ini, lalu pegawai mengajukan lagi."
    if act.step.by_days:
        act.leaving[request.pk] = effects.leaving_dates(act, request)
    if act.step.by_days and not act.leaving[request.pk]:
        return "Tidak ada hari yang masih dapat dibatalkan. Hari yang sudah lewat tetap tercatat."
    return ""


_LOOK = {"submit": check, "recommend": check_decision, "approve": check_decision}
"""The rules that a step asks."""


def apply_rules(
    act: Act, requests: list[WorkRequest], receipts: dict[UUID, Receipt]
) -> list[WorkRequest]:
    """Run the rules that matter for the step; those that fail get a receipt with the reasons."""
    look = _LOOK.get(act.step.name)
    if requests and (act.step.judged or look):
        act.policies = in_force(u for r in requests for u in (home_unit(r), judged_unit(r)))
    policies = act.policies
    if policies is not None and act.step.judged:
        requests = _not_held(act, requests, receipts, policies)
    if look is None or not requests:
        return requests
    others = act.step.name != "submit"  # asked once the seats are held, see effects
    facts = act.facts = facts_for(requests, quota=False, others=others, policies=policies)
    kept = []
    for request in requests:
        bad = blocking(look(_about(act, request, facts[request.pk])))
        if bad:
            receipts[request.pk] = refused(request, bad[0].sentence, bad)
        else:
            kept.append(request)
    if act.step.name == "submit":
        _settle(act, kept, facts)
    if act.step.name == "recommend":
        kept = _after_view(kept, facts, receipts)
    return kept


def _not_held(
    act: Act,
    requests: list[WorkRequest],
    receipts: dict[UUID, Receipt],
    policies: Sequence[Policy],
) -> list[WorkRequest]:
    """While flexible work is switched off where they work, and cases are held, nobody decides."""
    homes = {home_unit(r).pk: home_unit(r) for r in requests}
    closures = closures_for(homes.values(), act.today, known=policies)
    kept = []
    for request in requests:
        closing = closures.get(home_unit(request).pk)
        if closing is None:
            kept.append(request)
        else:
            receipts[request.pk] = refused(request, held_sentence(closing))
    return kept


def held_sentence(closing: Policy) -> str:
    """Why a running case stands still, and what sets it going again."""
    return (
        f"Ditahan: kerja fleksibel ditutup dengan {closing.document_title} nomor "
        f"{closing.document_number}. Dilanjutkan setelah dibuka lagi."
    )


def _settle(act: Act, requests: list[WorkRequest], facts: dict[UUID, Facts]) -> None:
    """What the rules of the day of submission give the case: policy, deadlines, seats."""
    for request in requests:
        found = facts[request.pk]
        request.policy = found.rules.policy
        ends = deadlines(found.calendar, act.today, min(found.dates), shares_of(found.rules))
        request.due_opd, request.due_bkd, request.decide_by = ends
        if found.rules.superior_step:
            act.heard_first.add(request.pk)


def _after_view(
    requests: list[WorkRequest], facts: dict[UUID, Facts], receipts: dict[UUID, Receipt]
) -> list[WorkRequest]:
    """Where the policy asks for it, the direct superior is heard before the OPD recommends."""
    asked = [r for r in requests if facts[r.pk].rules.superior_step]
    missing = views_missing(asked) if asked else set()
    for request in requests:
        if request.pk in missing:
            receipts[request.pk] = refused(
                request, "Atasan langsung belum memberi pertimbangan. Tunggu atau ingatkan atasan."
            )
    return [r for r in requests if r.pk not in missing]


def _about(act: Act, request: WorkRequest, facts: Facts) -> Facts:
    """An approval of some days is judged by those days; the others are refused with it."""
    if act.step.name != "approve" or request.pk not in act.data.get("days", {}):
        return facts
    return replace(facts, dates=tuple(effects.approved_dates(act, request)))
