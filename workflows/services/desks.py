"""What people keep at their desk: named views of a list, and sentences for reasons."""

from __future__ import annotations

from django.db import transaction

from wfa.audit.services import record
from wfa.people.models import Employee, Unit
from wfa.people.permissions import authority
from wfa.refusals import Refused
from workflows.models import ReasonTemplate, SavedView
from workflows.permissions import reason_steps

MOST_VIEWS = 20
MOST_REASONS = 100
"""In one office, for all steps together."""


@transaction.atomic
def save_view(*, by: Employee, place: str, name: str, query: str) -> SavedView:
    """Keep the query under the name; saving the same name again replaces it."""
    own = SavedView.objects.filter(owner=by, place=place)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise Refused(
            f"Paling banyak {MOST_VIEWS} tampilan. Hapus satu yang tidak dipakai lagi.",
            code="many_views",
            field="nama",
        )
    view, _ = SavedView.objects.update_or_create(
        owner=by, place=place, name=name, defaults={"query": query}
    )
    return view


def remove_view(view: SavedView, *, by: Employee) -> None:
    """Somebody's own view; there is nothing in it that must be kept."""
    SavedView.objects.filter(pk=view.pk, owner=by).delete()


@transaction.atomic
def add_reason(*, by: Employee, unit: Unit, step: str, text: str) -> ReasonTemplate:
    """A sentence for all officials of the unit; the head of the office decides which there are."""
    if step not in reason_steps(authority(by), unit):
        raise Refused("Anda tidak mengatur contoh alasan unit ini.", code="not_allowed")
    held = ReasonTemplate.objects.filter(unit=unit)
    if held.count() >= MOST_REASONS:
        raise Refused(
            f"Paling banyak {MOST_REASONS} contoh. Hapus satu yang tidak dipakai lagi.",
            code="many_reasons",
            field="text",
        )
    found, created = held.get_or_create(unit=unit, step=step, text=text)
    if created:
        _record("reason_added", found, by)
    return found


@transaction.atomic
def remove_reason(reason: ReasonTemplate, *, by: Employee) -> None:
    """Take the sentence away; decisions that used it keep their own copy."""
    if reason.step not in reason_steps(authority(by), reason.unit):
        raise Refused("Anda tidak mengatur contoh alasan unit ini.", code="not_allowed")
    _record("reason_removed", reason, by)
    reason.delete()


def _record(action: str, reason: ReasonTemplate, by: Employee) -> None:
    record(action, by=by, target=("unit", reason.unit_id), step=reason.step, text=reason.text)
