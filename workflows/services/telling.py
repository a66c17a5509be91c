"""Who is told what when a step is taken: in the application at once, by e-mail where known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from wfa.calendars.wording import day_list
from wfa.notifications.models import Message
from wfa.notifications.services import Notice
from wfa.people.models import Employee
from wfa.people.permissions import nearest_holders, nearest_holders_of
from wfa.people.selectors import root_unit
from wfa.requests.models import WorkRequest
from workflows.selectors import superiors_of

if TYPE_CHECKING:
    from workflows.services.act import Act

WORK = Message.Topic.WORK
"""E-mailed to officials at once, unless they chose to read it in the application only."""
_TOLD = {
    "send_back": "Pengajuan Anda perlu diperbaiki",
    "refuse": "Pengajuan Anda ditolak",
    "approve": "Pengajuan Anda disetujui, menunggu SK",
    "revoke": "Persetujuan Anda dicabut",
    "cancel": "Hari kerja fleksibel Anda dibatalkan",
    "recall": "Anda dipanggil kembali ke kantor",
    "uphold": "Keberatan Anda dijawab: penolakan tetap",
    "overturn": "Keberatan Anda dikabulkan, BKD memeriksa lagi",
}


def all_notices(act: Act, requests: Sequence[WorkRequest]) -> list[Notice]:
    """The messages of one step; whom to tell at the OPD is asked once for all units."""
    if act.step.name in {"submit", "return_to_opd"}:
        units = {request.unit_id: request.unit for request in requests}
        act.assessors.update(nearest_holders_of("assess_request", units.values()))
    return [notice for request in requests for notice in _notices(act, request)]


def _notices(act: Act, request: WorkRequest) -> list[Notice]:
    """The messages of one step on one request."""
    name = act.step.name
    if name in _TOLD:
        return [_to_applicant(act, request)]
    if name == "submit":
        return _filed(act, request)
    if name == "return_to_opd":
        return _to_opd(act, request, "BKD mengembalikan pengajuan ke OPD")
    if name == "object":
        root = root_unit()
        people = nearest_holders("decide_objection", root) if root else []
        body = f"{request.applicant.full_name}, {request.number}: {act.note}"
        link = reverse("keberatan", args=[request.pk])
        return [Notice(p, "Keberatan baru menunggu jawaban", body, link, WORK) for p in people]
    return []


def _to_applicant(act: Act, request: WorkRequest) -> Notice:
    why = f"\n\nAlasan: {act.note}" if act.note else ""
    terms = "".join(f"\nSyarat: {line}" for line in request.conditions)
    body = f"{_about(act, request)}{terms if act.step.name == 'approve' else ''}{why}"
    link = reverse("pengajuan", args=[request.pk])
    return Notice(request.applicant, _TOLD[act.step.name], body, link)


def _filed(act: Act, request: WorkRequest) -> list[Notice]:
    """The OPD, or first the direct superior where they are heard; and who didn't file themselves."""
    if request.pk in act.heard_first:
        subject = "Pengajuan menunggu pertimbangan Anda"
        found = _to(superiors_of(request)[:1], act, request, subject)
    else:
        found = []
    found = found or _to_opd(act, request, "Pengajuan baru menunggu penilaian")
    if request.filed_by_id != request.applicant_id:
        body = f"{request.filed_by.full_name} mengajukan untuk Anda: {_about(act, request)}"
        link = reverse("pengajuan", args=[request.pk])
        found.append(Notice(request.applicant, "Pengajuan dibuat atas nama Anda", body, link))
    return found


def _to_opd(act: Act, request: WorkRequest, subject: str) -> list[Notice]:
    return _to(act.assessors[request.unit_id], act, request, subject)


def _to(people: list[Employee], act: Act, request: WorkRequest, subject: str) -> list[Notice]:
    link = reverse("pengajuan", args=[request.pk])
    body = f"{request.applicant.full_name}: {_about(act, request)}"
    return [Notice(p, subject, body, link, WORK) for p in people if p.pk != request.applicant_id]


def _about(act: Act, request: WorkRequest) -> str:
    from workflows.services.effects import approved_dates

    dates = act.leaving.get(request.pk) or approved_dates(act, request)
    return f"{request.short_kind} {day_list(dates)}." if dates else f"{request.number}."
