"""How PostgreSQL finds the first page of the inbox: by an index, never through all cases."""

import datetime
import json

import pytest
from django.db import connection
from django.utils import timezone

from tests.actors import add_employee
from tests.workflows import cases
from wfa.people.permissions import authority
from wfa.requests.models import WorkRequest
from workflows.selectors import opd_view, waiting_by_unit

pytestmark = pytest.mark.postgres
PENDING, CLOSED = 10_000, 50_000


def copies(one, count, *, state, due, first):
    """`count` rows like `one`, past the door: only their number and place in the order matter."""
    today = timezone.localdate()
    values = {f.attname: getattr(one, f.attname) for f in WorkRequest._meta.concrete_fields}
    for start in range(0, count, 5_000):
        rows = []
        for n in range(start, min(start + 5_000, count)):
            copy = WorkRequest(**{**values, "id": None, "number": f"X-{first + n}"})
            copy.id = WorkRequest._meta.pk.get_default()
            copy.__dict__["state"] = state
            copy.due_on = today + datetime.timedelta(days=n % 40 - 10) if due else None
            copy.stage_at = one.stage_at if due else None
            rows.append(copy)
        WorkRequest.objects.bulk_create(rows)


def plan(queryset):
    """(kinds of scans, tables) of the plan that PostgreSQL chooses."""
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [answer] = cursor.fetchone()
    root = json.loads(answer) if isinstance(answer, str) else answer
    found, stack = [], [root[0]["Plan"]]
    while stack:
        node = stack.pop()
        stack += node.get("Plans", [])
        found.append((node["Node Type"], node.get("Relation Name", ""), node.get("Index Name", "")))
    return found


def test_first_page_of_10000_pending_comes_from_the_index(region, budi, bambang):
    one = cases.submitted(add_employee(region.aplikasi, "Ani Lestari"))
    copies(one, PENDING, state="submitted", due=True, first=0)
    copies(one, CLOSED, state="ended", due=False, first=PENDING)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE requests_workrequest")
    held = authority(budi)
    for view in ("giliran", "lewat"):
        nodes = plan(opd_view(held, view)[:25])
        assert ("Seq Scan", "requests_workrequest", "") not in nodes, nodes
        assert {"requests_due", "requests_waiting"} & {index for _, _, index in nodes}, nodes
    assert sum(row["count"] for row in waiting_by_unit(held, timezone.localdate())) == PENDING + 1
