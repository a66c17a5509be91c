"""`field__among=[…]`: like `__in`, with thousands of ids as one parameter instead of thousands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Lookup


@ForeignKey.register_lookup
class Among(Lookup):
    """The person is one of these; a region has 8,500, and a statement with so many marks is slow."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[int]:
        ids: Iterable[int] = self.rhs
        return list(ids)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (value if connection.vendor == "postgresql" else json.dumps(value),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, params = self.process_lhs(compiler, connection)
        right, values = self.process_rhs(compiler, connection)
        one_of = _AMONG_ARRAY if connection.vendor == "postgresql" else _AMONG_JSON
        return f"{left} {one_of % right}", (*params, *values)


_AMONG_ARRAY = "= ANY(%s::bigint[])"
"""Of the column's own type: only then PostgreSQL hashes it instead of walking it for each row."""
_AMONG_JSON = "IN (SELECT value FROM json_each(%s))"
