"""How one event becomes bytes, and the bytes a hash: the same on both databases."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfa.audit.models import AuditEvent

GENESIS = ""
"""What stands before the first event."""


def plain(value: Any) -> Any:
    """`value` in the shapes that any JSON column gives back unchanged: no floats, no dates."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    return _storable(str(value))


def _storable(text: str) -> str:
    """Without NUL and half characters, which PostgreSQL refuses."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def clipped(text: str, length: int) -> str:
    """As much as the column holds: a long name must not make the act itself fail."""
    return _storable(text)[:length]


def digest(event: AuditEvent) -> str:
    """SHA-256 over every field of the event and the hash of the one before it."""
    content = {
        "sequence": event.sequence,
        "at": event.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "action": event.action,
        "actor_nip": event.actor_nip,
        "actor_name": event.actor_name,
        "capacity": event.capacity,
        "target_kind": event.target_kind,
        "target_id": event.target_id,
        "data": event.data,
        "previous_hash": event.previous_hash,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def flaw(event: AuditEvent, expected: int, previous_hash: str) -> str:
    """What is wrong with `event` as number `expected` of the chain; empty when all is well."""
    if event.sequence > expected:
        return f"Kejadian nomor {expected} hilang dari jejak audit."
    if event.sequence < expected:
        return f"Kejadian nomor {event.sequence} disisipkan sebelum awal jejak audit."
    if event.hash != digest(event):
        return f"Isi kejadian nomor {expected} sudah diubah setelah dicatat."
    if event.previous_hash != previous_hash:
        return f"Kejadian nomor {expected} tidak menyambung ke nomor {expected - 1}."
    return ""
