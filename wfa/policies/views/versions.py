"""Policies as pages; who may open them is told by the table of rights, services ask again."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.calendars import wording
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.policies import rules, selectors, services
from wfa.policies.forms import CompareForm, EnforceForm, NewForm, PolicyForm, ReasonForm
from wfa.policies.forms.units import MANY
from wfa.policies.models import Policy
from wfa.policies.parameters import REGISTRY, TASK_CRITERIA, Group
from wfa.refusals import Refused

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
_LOOKS = {
    "draft": ("Rancangan", "pen", "warn"),
    "discarded": ("Dibuang", "ban", ""),
    "now": ("Berlaku", "check", "ok"),
    "over": ("Fase selesai", "check", ""),
    "past": ("Tidak berlaku lagi", "archive", ""),
    "taken_back": ("Ditarik sebelum berlaku", "ban", ""),
}


@_READ_WRITE
def new(request: HttpRequest) -> HttpResponse:
    letters = request.GET.get("cari", "")
    form = NewForm(
        request.POST if request.method == "POST" else None,
        initial={"unit": request.GET.get("unit"), "base": request.GET.get("dari")},
        letters=letters,
    )
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["unit"]
        running = next(iter(selectors.effective([unit.pk], timezone.localdate())), None)
        base = form.cleaned_data["base"] or running
        try:
            policy = services.draft(
                unit=unit,
                parameters=base.parameters if base else {},
                by=person(request),
                based_on=base,
            )
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect("kebijakan-ubah", policy.pk)
    is_long = not form.is_bound and form.units >= MANY
    context = {"form": form, "letters": letters, "is_long": is_long}
    return render(request, "policies/new.html", context)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _policy(pk))


def _page(request: HttpRequest, policy: Policy, *, form: ReasonForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    on = policy.effective_from or today
    running = selectors.effective([policy.unit_id], today)
    held = rights(request)
    context = {
        "policy": policy,
        "look": look(policy, today, {p.pk for p in running}),
        "groups": _groups(policy, on),
        "criteria": [text for _, text in TASK_CRITERIA],
        "warnings": _warnings(policy, on),
        "is_draft": policy.state == Policy.State.DRAFT,
        "is_ahead": policy.state == Policy.State.IN_FORCE and on > today,
        "compared": next((p for p in running if p.pk != policy.pk), None),
        "form": form or ReasonForm(),
        "on": on,
        **held,
    }
    return render(request, "policies/show.html", context, status=422 if form else 200)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Any two versions; only what differs unless all is asked for."""
    today = timezone.localdate()
    form = CompareForm(request.GET if {"a", "b"} & set(request.GET) else None)
    context: dict[str, Any] = {"form": form, "all": "semua" in request.GET, "today": today}
    if form.is_bound and form.is_valid():
        one, other = form.cleaned_data["a"], form.cleaned_data["b"]
        groups = selectors.compare(one, other, today)
        lines = [line for _, found in groups for line in found]
        context |= {
            "one": one,
            "other": other,
            "groups": groups,
            "differing": [line for line in lines if line.differs],
            "total": len(lines),
        }
    return render(request, "policies/compare.html", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    policy = _policy(pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            done = services.take_back(
                policy, by=person(request), reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            tell(form, refusal)
        else:
            messages.success(request, f"{done} ditarik. Aturan sebelumnya tetap berlaku.")
            return redirect("kebijakan")
    return _page(request, policy, form=form)


@_READ_WRITE
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    policy = _policy(pk)
    if policy.state != Policy.State.DRAFT:
        messages.warning(
            request, f"{policy} tidak dapat diubah lagi. Buat versi baru bila aturannya berubah."
        )
        return redirect("kebijakan-lihat", pk)
    form = PolicyForm(
        request.POST if request.method == "POST" else None,
        unit=policy.unit,
        own=policy.parameters,
        inherited=selectors.inherited(policy.unit, timezone.localdate()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(policy, parameters=form.parameters(), by=person(request))
        except Refused as refusal:
            tell(form, refusal)
        else:
            messages.success(request, f"Rancangan {policy} disimpan. Belum ada yang berlaku.")
            return redirect("kebijakan-lihat", pk)
    return render(
        request, "policies/edit.html", {"policy": policy, "form": form, "groups": form.groups()}
    )


@_READ_WRITE
def enforce(request: HttpRequest, pk: int) -> HttpResponse:
    policy = _policy(pk)
    if policy.state != Policy.State.DRAFT:
        messages.warning(request, f"{policy} bukan rancangan lagi. Tidak ada yang diubah.")
        return redirect("kebijakan-lihat", pk)
    today = timezone.localdate()
    form = EnforceForm(
        request.POST if request.method == "POST" else None, initial={"effective_from": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = services.enforce(policy, by=person(request), **form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal)
        else:
            start = wording.day(done.effective_from or today)
            messages.success(request, f"{done} berlaku mulai {start}.")
            for problem in selectors.timeline(done.unit, today).problems:
                messages.warning(request, problem)
            return redirect("kebijakan-lihat", pk)
    context = {
        "policy": policy,
        "form": form,
        "changes": selectors.changes(policy, today),
        "warnings": _warnings(policy, today),
        "timeline": selectors.timeline(policy.unit, today),
        "today": today,
    }
    return render(request, "policies/enforce.html", context)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    policy = services.discard(_policy(pk), by=person(request))
    messages.success(request, f"Rancangan {policy} dibuang. Aturan yang berlaku tidak berubah.")
    return redirect("kebijakan")


def _groups(policy: Policy, on: datetime.date) -> list[tuple[str, list[dict[str, Any]]]]:
    """Each rule of the policy's unit with its value and where it comes from."""
    resolved = selectors.preview(policy, on)
    names = selectors.unit_names(resolved.excluded_units)
    rows: dict[Group, list[dict[str, Any]]] = {group: [] for group in Group}
    for each in REGISTRY:
        rows[each.group].append(
            {
                "parameter": each,
                "value": rules.show(each, resolved.values[each.key], units=names),
                "source": resolved.describe(each.key),
                "own": resolved.sources[each.key][0] == policy.version,
                "is_default": resolved.is_default(each.key),
            }
        )
    return [(group.value, rows[group]) for group in Group]


def _warnings(policy: Policy, on: datetime.date) -> list[rules.Problem]:
    return rules.warnings(policy.parameters, selectors.inherited(policy.unit, on).values)


def look(policy: Policy, today: datetime.date, current: set[int]) -> tuple[str, str, str]:
    """(word, icon, tone) of a version, as of today."""
    if policy.state != Policy.State.IN_FORCE:
        return _LOOKS[policy.state]
    if policy.effective_from and policy.effective_from > today:
        return (f"Mulai {wording.short_day(policy.effective_from)}", "clock", "info")
    if policy.phase_name and policy.effective_until and policy.effective_until < today:
        return _LOOKS["over"]
    return _LOOKS["now" if policy.pk in current else "past"]


def _policy(pk: int) -> Policy:
    return get_object_or_404(
        Policy.objects.select_related("unit", "drafted_by", "enforced_by", "taken_back_by"),
        pk=pk,
    )


def rights(request: HttpRequest) -> dict[str, bool]:
    held: Authority = request.authority  # type: ignore[attr-defined]
    return {
        "may_draft": held.may_somewhere("draft_policy"),
        "may_enforce": held.may_somewhere("enforce_policy"),
    }


def person(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def tell(form: Form, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
