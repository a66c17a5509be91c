"""Separation of duties at the moment of decision (UU 30/2014 Ps 52: by the competent official)."""

from __future__ import annotations

from wfa.decisions.models import OWN_STEPS

BKD_STEPS = ("approve", "refuse", "send_back", "return_to_opd", "reopen")
"""Steps of the BKD; the OPD may refuse and send back too, before it proposes (`at_opd`)."""

OBJECTION_STEPS = ("uphold", "overturn")
"""Answers to an objection: never by who refused (UU 30/2014 Ps 77)."""


def separation(
    actor_id: int,
    *,
    applicant_id: int,
    filed_by_id: int,
    recommended_by_id: int | None = None,
    decided_by_id: int | None = None,
    step: str,
    at_opd: bool = False,
) -> list[str]:
    """Why this person may not take this step, whatever office they hold; empty = they may.

    `at_opd`: the step is taken inside the OPD, where one's own recommendation is no obstacle.
    The default is the strict one.
    """
    if step in OWN_STEPS:
        return []
    reasons = []
    if actor_id == applicant_id:
        reasons.append("Ini pengajuan Anda sendiri. Pejabat lain yang memutusnya.")
    elif actor_id == filed_by_id:
        reasons.append("Anda yang mengisi pengajuan ini. Pejabat lain yang memutusnya.")
    if step in BKD_STEPS and not at_opd and actor_id == recommended_by_id:
        reasons.append("Anda sudah menilai pengajuan ini di OPD. Pejabat BKD lain yang memutusnya.")
    if step in OBJECTION_STEPS and actor_id == decided_by_id:
        reasons.append("Anda yang menolak pengajuan ini. Pejabat lain yang menjawab keberatannya.")
    if step == "recommend" and actor_id == decided_by_id:
        reasons.append("Anda sudah memutus pengajuan ini di BKD. Pejabat OPD lain yang menilainya.")
    return reasons
