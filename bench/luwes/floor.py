"""The floor: an approval as three bare statements in one transaction, and nothing around it.

No rights, no rules, no notices, no locks beyond the row's own: less than this no program can do
that keeps the state, the decision and its line in the log.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bench import bulk
from bench.luwes.chain import Chain
from bench.stencil import Line, Model, Print, index_of, new_uuid
from wfa.audit.models import AuditEvent
from wfa.decisions.models import Decision
from wfa.people.models import Employee
from wfa.requests.models import RequestDay, WorkRequest

_UPDATE = (
    "UPDATE requests_workrequest SET state = 'approved', decided_by_id = %s, since = %s"
    " WHERE id = %s AND state = 'proposed'"
)


@dataclass
class Prepared:
    """Values worked out before the clock starts."""

    case: WorkRequest
    update: list[Any]
    decision: bulk.Row
    event: bulk.Row


class Floor:
    def __init__(self, by: Employee) -> None:
        self.by = by
        self._decide, self._log = _insert(Decision), _insert(AuditEvent)

    def decide(self, ready: Prepared) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_UPDATE, ready.update)
            cursor.execute(self._decide, ready.decision)
            cursor.execute(self._log, ready.event)

    def prepared(self, cases: Sequence[WorkRequest]) -> list[Prepared]:
        """A decision and a chained event for each, in the form of real ones."""
        self.chain = Chain()
        return [self._prepared(case) for case in cases]

    def finished(self, done: Sequence[Prepared]) -> list[WorkRequest]:
        """What the three statements leave out: the end of the chain, and the days."""
        self.chain.save()
        cases = [ready.case for ready in done]
        RequestDay.objects.filter(request__in=cases, state="asked").update(state="approved")
        return cases

    def _prepared(self, case: WorkRequest) -> Prepared:
        now, decision = timezone.now(), new_uuid()
        row = _row(_last(Decision, subject_id=str(case.pk)), Decision, now)
        values = {
            "id": bulk.raw_uuid(decision),
            "step": "approve",
            "from_state": "proposed",
            "to_state": "approved",
            "actor_nip": self.by.identity,
            "actor_name": self.by.full_name,
        }
        _put(row, Decision, values)
        event = _row(_last(AuditEvent, target_id=str(case.pk)), AuditEvent, now)
        data = {"decision": str(decision), "from": "proposed", "to": "approved"}
        _put(event, AuditEvent, {"action": "request.approve", "data": json.dumps(data)})
        linked = self.chain.link(Line(AuditEvent, event), Print({}, {}))
        update = [self.by.pk, bulk.raw_time(now), bulk.raw_uuid(case.pk)]
        return Prepared(case, update, row, linked)


def _last(model: Model, **whose: Any) -> Any:
    return model._base_manager.filter(**whose).latest("at").pk


def _row(key: Any, model: Model, now: Any) -> bulk.Row:
    [row] = bulk.read_rows(model, [key])
    row[index_of(model, "at")] = bulk.raw_time(now)
    return row


def _put(row: bulk.Row, model: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        row[index_of(model, name)] = value


def _insert(model: Model) -> str:
    columns = [bulk.quoted(f.column) for f in bulk.columns_of(model)]
    marks = ", ".join(["%s"] * len(columns))
    table = bulk.quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
