"""The line in the log that every change of a person leaves."""

from __future__ import annotations

import datetime
from typing import Any

from wfa.audit.services import record
from wfa.people.models import Employee


def audit(action: str, by: Employee | None, employee: Employee, **data: Any) -> None:
    plain = {k: str(v) if isinstance(v, datetime.date) else v for k, v in data.items()}
    record(action, by=by, target=("employee", employee.pk), **plain)
