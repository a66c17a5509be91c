"""Flexible work switched off and on again: a new version of the rules, on a document (R34).

Nothing else changes: new filings stop because the rules say closed; pending cases are held, while
they do, because the version that closes says so. Approvals that run go on, unless a decree
(`documents`) calls their people back to the office.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wfa.audit.services import record
from wfa.calendars import wording
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee, Unit
from wfa.people.permissions import authority, nearest_holders
from wfa.policies import services as policies
from wfa.policies.models import Policy
from wfa.policies.selectors import effective, rules_for, version_before
from wfa.refusals import Refused
from workflows.selectors.impact import of_closing, pending_of


@transaction.atomic
def switch_off(
    unit: Unit,
    *,
    by: Employee,
    title: str,
    number: str,
    dated: datetime.date,
    effective_from: datetime.date,
    hold: bool,
) -> Policy:
    """Close flexible work in the unit from a day on, on the ground of a document.

    `hold`: pending cases stand still while it is closed; else they are decided all the same.
    """
    _lock(unit)
    running = _version_on(unit, effective_from)
    if not rules_for(unit, effective_from).open:
        raise Refused(
            f"Kerja fleksibel {unit} sudah tertutup pada hari itu. Tidak ada yang perlu ditutup.",
            code="closed",
            field="unit",
        )
    touched = of_closing(unit, effective_from)
    own = dict(running.parameters) if running else {}
    closing = _put_in_force(
        unit,
        {**own, "open": False, "held_when_closed": hold},
        running,
        by=by,
        basis={"title": title, "number": number, "dated": dated},
        effective_from=effective_from,
    )
    _audit(
        "flexible_work_closed",
        closing,
        by,
        hold=hold,
        pending=touched.pending_total,
        running=touched.running,
    )
    _tell_closed(closing, hold=hold)
    return closing


@transaction.atomic
def switch_on(
    unit: Unit,
    *,
    by: Employee,
    title: str,
    number: str,
    dated: datetime.date,
    effective_from: datetime.date,
) -> Policy:
    """Open again with the rules as they were before the closing; what was held goes on by itself."""
    _lock(unit)
    closing = closing_of(unit, effective_from)
    if closing is None:
        raise Refused(
            f"{unit} tidak ditutup dengan sakelar pada hari itu. Periksa daftar kebijakan.",
            code="not_closed",
            field="unit",
        )
    before = version_before(closing)
    own = dict(before.parameters) if before else _without_switch(closing)
    version = _put_in_force(
        unit,
        {**own, "open": True},
        before,
        by=by,
        basis={"title": title, "number": number, "dated": dated},
        effective_from=effective_from,
    )
    held = pending_of(unit).count()
    _audit("flexible_work_opened", version, by, resumed=held, closed_by=closing.version)
    _tell_opened(version)
    return version


def _lock(unit: Unit) -> None:
    """Of two who switch the same unit at once, the second sees what the first did."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk).values_list("pk"))


def closing_of(unit: Unit, on: datetime.date) -> Policy | None:
    """The unit's own version that keeps it closed on the day."""
    found = _version_on(unit, on)
    return found if found and found.parameters.get("open") is False else None


def _version_on(unit: Unit, on: datetime.date) -> Policy | None:
    return next(iter(effective([unit.pk], on)), None)


def _without_switch(closing: Policy) -> dict[str, Any]:
    return {k: v for k, v in closing.parameters.items() if k not in {"open", "held_when_closed"}}


def _put_in_force(
    unit: Unit,
    parameters: dict[str, Any],
    based_on: Policy | None,
    *,
    by: Employee,
    basis: dict[str, Any],
    effective_from: datetime.date,
) -> Policy:
    version = policies.draft(unit=unit, parameters=parameters, by=by, based_on=based_on)
    return policies.enforce(version, by=by, effective_from=effective_from, **basis)


def _audit(action: str, policy: Policy, by: Employee, **data: Any) -> None:
    capacity = authority(by).capacity("enforce_policy", policy.unit)
    record(
        action,
        by=by,
        capacity=capacity.label if capacity else "",
        target=("policy", policy.pk),
        unit=str(policy.unit),
        number=policy.document_number,
        effective_from=policy.effective_from,
        **data,
    )


def _tell_closed(closing: Policy, *, hold: bool) -> None:
    start = wording.day(closing.effective_from or timezone.localdate())
    after = (
        "Pengajuan yang sedang berjalan ditahan dan dilanjutkan setelah dibuka lagi."
        if hold
        else "Pengajuan yang sedang berjalan tetap diputus."
    )
    _tell(closing, "Kerja fleksibel ditutup", f"Mulai {start}. Dasar: {_basis(closing)}. {after}")


def _tell_opened(version: Policy) -> None:
    start = wording.day(version.effective_from or timezone.localdate())
    body = f"Mulai {start}. Dasar: {_basis(version)}. Pengajuan yang ditahan dilanjutkan."
    _tell(version, "Kerja fleksibel dibuka lagi", body)


def _basis(policy: Policy) -> str:
    return f"{policy.document_title} nomor {policy.document_number}"


def _tell(policy: Policy, subject: str, body: str) -> None:
    """The people whose cases wait, each with their case; and the heads of their OPD."""
    cases = pending_of(policy.unit).select_related("applicant", "opd").order_by("pk")
    notices = [
        Notice(case.applicant, subject, body, reverse("pengajuan", args=[case.pk]))
        for case in cases
    ]
    offices = {case.opd_id: case.opd for case in cases}
    heads = {p.pk: p for opd in offices.values() for p in nearest_holders("propose_request", opd)}
    notices += [Notice(head, subject, body) for head in heads.values()]
    notify_many(notices)
