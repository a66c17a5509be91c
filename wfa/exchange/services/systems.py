"""Setting up the connection to an attendance application, and its key."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from wfa.audit.services import record
from wfa.exchange.models import AttendanceSystem, Delivery
from wfa.exchange.rules.pushing import check_address
from wfa.exchange.rules.signing import derived_key, print_of
from wfa.people.models import Employee
from wfa.refusals import Refused

Mode = AttendanceSystem.Mode


@transaction.atomic
def add_system(
    *, name: str, layout: str, mode: str, push_url: str, by: Employee
) -> AttendanceSystem:
    """A new connection. Its key is made with it, and shown only by `renew_key`."""
    _check(mode, push_url)
    system = AttendanceSystem(name=name, layout=layout, mode=mode, push_url=push_url, created_by=by)
    system.created_at = timezone.now()
    _give_key(system)
    system.save()
    record("exchange_added", by=by, target=_target(system), **_facts(system))
    return system


@transaction.atomic
def change_system(
    system: AttendanceSystem, *, name: str, layout: str, mode: str, push_url: str, by: Employee
) -> AttendanceSystem:
    """Change what is agreed; another layout or address begins with everything again."""
    _check(mode, push_url)
    row = _open(system)
    anew = (row.layout, row.push_url) != (layout, push_url)
    row.name, row.layout, row.mode, row.push_url = name, layout, mode, push_url
    row.save()
    if anew or mode != Mode.PUSH:
        _stop_deliveries(row)
    if anew:
        _forget_deliveries(row)
    record("exchange_changed", by=by, target=_target(row), **_facts(row))
    return row


@transaction.atomic
def renew_key(system: AttendanceSystem, *, by: Employee) -> str:
    """A new key, shown to the one who asked for it and kept nowhere; the old one signs no more."""
    row = _open(system)
    key = _give_key(row)
    row.save(update_fields=["key_salt", "key_print"])
    record("exchange_key_renewed", by=by, target=_target(row), name=row.name)
    return key


@transaction.atomic
def close_system(system: AttendanceSystem, *, by: Employee) -> None:
    """End the connection for good; its deliveries and answers stay."""
    row = _open(system)
    row.mode, row.closed_at, row.closed_by = Mode.OFF, timezone.now(), by
    row.save()
    _stop_deliveries(row)
    record("exchange_closed", by=by, target=_target(row), name=row.name)


def key_of(system: AttendanceSystem) -> str:
    """The key that signs; "" where SECRET_KEY was changed since it was shown."""
    key = derived_key(system.key_salt)
    return key if print_of(key) == system.key_print else ""


def _give_key(system: AttendanceSystem) -> str:
    system.key_salt = secrets.token_urlsafe(32)
    key = derived_key(system.key_salt)
    system.key_print = print_of(key)
    return key


def _check(mode: str, push_url: str) -> None:
    if mode == Mode.PUSH and not push_url:
        raise Refused(
            "Alamat kirim belum diisi. Isi alamat aplikasi presensi, atau pilih cara lain.",
            code="no_address",
            field="push_url",
        )
    if push_url:
        check_address(push_url)


def _open(system: AttendanceSystem) -> AttendanceSystem:
    row = AttendanceSystem.objects.select_for_update().get(pk=system.pk)
    if row.closed_at is not None:
        raise Refused("Sambungan ini sudah ditutup. Buat sambungan baru.", code="closed")
    return row


def _stop_deliveries(system: AttendanceSystem) -> None:
    system.deliveries.filter(state__in=[Delivery.State.WAITING, Delivery.State.FAILED]).delete()


def _forget_deliveries(system: AttendanceSystem) -> None:
    """What the other layout or server acknowledged says nothing about this one."""
    done = system.deliveries.filter(state=Delivery.State.ACKNOWLEDGED)
    done.update(state=Delivery.State.SENT)


def _target(system: AttendanceSystem) -> tuple[str, object]:
    return ("exchange", system.pk)


def _facts(system: AttendanceSystem) -> dict[str, Any]:
    names = ("name", "layout", "mode", "push_url")
    return {name: getattr(system, name) for name in names}
