"""Drafting rules and putting them in force. A version in force is never changed: a new one is made."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wfa.audit.services import record
from wfa.calendars import wording
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity, authority
from wfa.policies import rules
from wfa.policies.models import Policy
from wfa.policies.selectors import inherited, units_below
from wfa.refusals import Refused


@transaction.atomic
def draft(
    *,
    unit: Unit,
    parameters: Mapping[str, Any],
    by: Employee,
    based_on: Policy | None = None,
) -> Policy:
    """A new version of the rules of `unit`; `parameters` holds only what it sets itself."""
    capacity = capacity_for(by, "draft_policy", unit)
    _check(unit, parameters)
    policy = Policy.objects.create(
        version=next_version(), unit=unit, parameters=_plain(parameters), drafted_by=by
    )
    _audit("policy_drafted", policy, by, capacity, based_on=based_on.version if based_on else None)
    return policy


@transaction.atomic
def edit(policy: Policy, *, parameters: Mapping[str, Any], by: Employee) -> Policy:
    """Replace what a draft sets; one in force is refused."""
    row = _locked_draft(policy)
    capacity = capacity_for(by, "draft_policy", row.unit)
    _check(row.unit, parameters)
    before, row.parameters = row.parameters, _plain(parameters)
    if before != row.parameters:
        row.save(update_fields=["parameters"])
        changed = {k for k in {*before, *row.parameters} if before.get(k) != row.parameters.get(k)}
        _audit("policy_edited", row, by, capacity, changed=changed)
    return row


@transaction.atomic
def discard(policy: Policy, *, by: Employee) -> Policy:
    """Put a draft aside; its number is not used again."""
    row = _locked_draft(policy)
    capacity = capacity_for(by, "draft_policy", row.unit)
    row.state = Policy.State.DISCARDED
    row.save(update_fields=["state"])
    _audit("policy_discarded", row, by, capacity)
    return row


@transaction.atomic
def enforce(
    policy: Policy,
    *,
    by: Employee,
    title: str,
    number: str,
    dated: datetime.date,
    effective_from: datetime.date,
    effective_until: datetime.date | None = None,
    phase_name: str = "",
) -> Policy:
    """Put a draft in force on the ground of a legal document (UU 30/2014 Ps 52).

    `by` must be a named person with the right to. The versions before it stay as they are, so
    that every past day can still be judged: of one unit the latest start wins. `phase_name`: what
    people call it where it is a phase of a trial.
    """
    row = _locked_draft(policy)
    capacity = capacity_for(by, "enforce_policy", row.unit)
    _check(row.unit, row.parameters)
    _check_basis(title, number, dated)
    _check_dates(effective_from, effective_until)
    row.state = Policy.State.IN_FORCE
    row.document_title, row.document_number, row.document_date = (
        title.strip(),
        number.strip(),
        dated,
    )
    row.effective_from, row.effective_until = effective_from, effective_until
    row.phase_name = phase_name.strip()
    row.enforced_by, row.enforced_at = by, timezone.now()
    row.save()
    _audit(
        "policy_enforced",
        row,
        by,
        capacity,
        number=row.document_number,
        dated=dated,
        effective_from=effective_from,
        effective_until=effective_until,
        parameters=row.parameters,
    )
    return row


SHORTEST_REASON = 10


@transaction.atomic
def take_back(policy: Policy, *, by: Employee, reason: str) -> Policy:
    """Take a version back that was put in force for a later day and hasn't begun.

    The past keeps its rules: what has begun ends only by a new version.
    """
    row = Policy.objects.select_for_update(of=("self",)).select_related("unit").get(pk=policy.pk)
    capacity = capacity_for(by, "enforce_policy", row.unit)
    _check_not_begun(row)
    text = " ".join(reason.split())
    if len(text) < SHORTEST_REASON:
        raise Refused(
            f"Tulis alasan penarikan, sedikitnya {SHORTEST_REASON} huruf.",
            code="reason",
            field="reason",
        )
    row.state, row.taken_back_why = Policy.State.TAKEN_BACK, text[:300]
    row.taken_back_by, row.taken_back_at = by, timezone.now()
    row.save()
    start = row.effective_from
    _audit("policy_taken_back", row, by, capacity, effective_from=start, reason=row.taken_back_why)
    return row


def _check_not_begun(row: Policy) -> None:
    if row.state != Policy.State.IN_FORCE or row.effective_from is None:
        raise Refused(
            f"{row} tidak sedang menunggu hari mulainya. Muat ulang halaman.", code="not_set_up"
        )
    if row.effective_from <= timezone.localdate():
        start = wording.short_day(row.effective_from)
        raise Refused(
            f"{row} sudah berlaku sejak {start}. Buat versi baru untuk menggantinya.",
            code="begun",
        )


def next_version() -> int:
    """The next number of the region; two who ask at once get two numbers."""
    lock_region()
    return (Policy.objects.aggregate(last=Max("version"))["last"] or 0) + 1


def lock_region() -> None:
    """Whoever makes versions waits for the other; the root unit's row is the lock."""
    roots = Unit.objects.filter(parent__isnull=True).order_by("pk")
    list(roots.select_for_update(no_key=True).values_list("pk"))


def _locked_draft(policy: Policy) -> Policy:
    row = Policy.objects.select_for_update(of=("self",)).select_related("unit").get(pk=policy.pk)
    if row.state == Policy.State.IN_FORCE:
        raise Refused(
            f"{row} sudah diberlakukan dan tidak dapat diubah. Buat versi baru.", code="frozen"
        )
    if row.state == Policy.State.DISCARDED:
        raise Refused(f"{row} sudah dibuang. Buat versi baru.", code="discarded")
    return row


def capacity_for(by: Employee, action: str, unit: Unit) -> Capacity:
    """As whom `by` acts; service accounts and people without the right are refused."""
    capacity = authority(by).capacity(action, unit)
    if capacity is None or (by.kind == Employee.Kind.SERVICE and action == "enforce_policy"):
        words = {"draft_policy": "menyusun", "enforce_policy": "memberlakukan"}
        raise Refused(
            f"Anda tidak berwenang {words[action]} kebijakan {unit}. "
            "Minta Kepala BKD atau pejabat yang ditunjuk.",
            code="not_allowed",
        )
    return capacity


def _check(unit: Unit, parameters: Mapping[str, Any]) -> None:
    needed = bool(parameters.get("excluded_units"))
    below = units_below(unit).values_list("pk", flat=True) if needed else []
    above = inherited(unit, timezone.localdate()).values
    if found := rules.problems(parameters, units=set(below), inherited=above):
        raise Refused(found[0].message, code="bad_parameter", field=found[0].key)


def _check_basis(title: str, number: str, dated: datetime.date) -> None:
    if not title.strip():
        raise Refused(
            "Judul dokumen belum diisi. Tulis judul peraturan atau keputusannya.",
            code="no_basis",
            field="title",
        )
    if not number.strip():
        raise Refused(
            "Nomor dokumen belum diisi. Tulis nomor peraturan atau keputusannya.",
            code="no_basis",
            field="number",
        )
    if dated > timezone.localdate():
        raise Refused(
            "Dokumen bertanggal sesudah hari ini. Isi tanggal penetapannya.",
            code="bad_basis_date",
            field="dated",
        )


def _check_dates(effective_from: datetime.date, effective_until: datetime.date | None) -> None:
    today = timezone.localdate()
    if effective_from < today:
        raise Refused(
            f"Kebijakan tidak berlaku surut. Pilih {wording.short_day(today)} atau sesudahnya.",
            code="in_the_past",
            field="effective_from",
        )
    if effective_until and effective_until < effective_from:
        raise Refused(
            "Hari terakhir mendahului hari pertama. Perbaiki salah satunya.",
            code="bad_dates",
            field="effective_until",
        )


def _plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON gives it back: lists, not tuples."""
    return {k: list(v) if isinstance(v, list | tuple) else v for k, v in parameters.items()}


def _audit(action: str, policy: Policy, by: Employee, capacity: Capacity, **data: Any) -> None:
    record(
        action,
        by=by,
        capacity=capacity.label,
        target=("policy", policy.pk),
        version=policy.version,
        unit=str(policy.unit),
        **data,
    )
