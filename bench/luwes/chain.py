"""Audit rows of copies, linked into the chain by the product's own hash."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

from bench import bulk
from bench.stencil import Line, Print, index_of, named
from wfa.audit.models import AuditEvent, AuditHead
from wfa.audit.rules import digest

_SEQUENCE = index_of(AuditEvent, "sequence")
_PREVIOUS = index_of(AuditEvent, "previous_hash")
_HASH = index_of(AuditEvent, "hash")


class Chain:
    """The end of the chain, as far as it is printed; `save` tells the database."""

    def __init__(self) -> None:
        head = AuditHead.objects.get(pk=1)
        self.count, self.hash = head.count, head.hash

    def link(self, line: Line, copy: Print) -> bulk.Row:
        row = line.printed(copy)
        row[_SEQUENCE] = self.count = self.count + 1
        row[_PREVIOUS] = self.hash
        row[_HASH] = self.hash = digest(_event(row))
        return row

    def save(self) -> None:
        AuditHead.objects.filter(pk=1).update(count=self.count, hash=self.hash)


def _event(row: bulk.Row) -> AuditEvent:
    """The row as the product's hash reads one, without the cost of a model."""
    values: dict[str, Any] = dict(named(row, AuditEvent))
    values["at"] = bulk.read_time(values["at"])
    values["data"] = json.loads(values["data"])
    return cast(AuditEvent, SimpleNamespace(**values))
