"""Permissions of the roles, and the question every change begins with."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from guardian.shortcuts import assign_perm

from wfa.people.authority import ACTIONS, GRANTS
from wfa.people.models import Employee, Unit, UnitGroupPermission
from wfa.people.permissions import authority
from wfa.refusals import Refused

_LABELS = {action.name: action.label for action in ACTIONS}


def ensure_grants() -> int:
    """Give each role's group its permissions on the root unit, as `authority.GRANTS` says.

    Idempotent; also takes away what the table no longer holds. Returns the number of grants.
    """
    root = Unit.objects.filter(parent__isnull=True, is_active=True).order_by("pk").first()
    if root is None:
        return 0
    permissions = {
        p.codename: p
        for p in Permission.objects.filter(
            content_type__app_label="people", content_type__model="unit"
        )
    }
    wanted = {(g.role.value, g.action) for g in GRANTS if g.scope != "own"}
    for role in sorted({role for role, _ in wanted}):
        group, _ = Group.objects.get_or_create(name=role)
        _sync(group, root, {permissions[action] for r, action in wanted if r == role})
    return len(wanted)


def _sync(group: Group, root: Unit, wanted: set[Permission]) -> None:
    held = UnitGroupPermission.objects.filter(group=group, content_object=root)
    held.exclude(permission__in=wanted).delete()
    present = set(held.values_list("permission_id", flat=True))
    for permission in wanted:
        if permission.pk not in present:
            assign_perm(permission, group, root)


def may(by: Employee | None, *actions: str, unit: Unit | None = None) -> bool:
    """Whether `by` may do one of `actions` on `unit` (None: anywhere) today; see `require`."""
    if by is None or (by.is_superuser and by.is_active):
        return True
    held = authority(by)
    return any(held.capacity(a, unit) if unit else held.may_somewhere(a) for a in actions)


def require(by: Employee | None, *actions: str, unit: Unit | None = None) -> None:
    """Refuse unless `by` may do one of `actions` on `unit` (None: anywhere) today.

    The server itself (None) and the operator's own account (`createsuperuser`) set the house up
    before anybody holds a duty.
    """
    if may(by, *actions, unit=unit):
        return
    where = f" untuk {unit}" if unit else ""
    raise Refused(
        f"Anda tidak berwenang{where}: {_LABELS[actions[0]].lower()}. "
        "Minta bantuan administrator sistem atau BKD.",
        code="not_allowed",
    )
