"""One contestant on one database: loads it, then times what it is asked to, cell by cell.

Runs in the contestant's own Python. Each line on standard output is one finding as JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from typing import Any

from bench.clock import TOO_SLOW, Act, Contestant, FailedError, measure
from bench.plan import MODULES

_OUT = sys.stdout


def tell(**finding: Any) -> None:
    print(json.dumps(finding), file=_OUT, flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("contestant", choices=sorted(MODULES))
    parser.add_argument("cells", nargs="+", help="part:pending, as many as are wanted")
    parser.add_argument("--closed", type=int, required=True)
    parser.add_argument("--repeats", type=int, required=True)
    return parser.parse_args()


def main() -> None:
    wanted = arguments()
    sys.stdout = sys.stderr  # whatever a contestant prints is not a finding
    os.environ["DJANGO_SETTINGS_MODULE"] = f"{MODULES[wanted.contestant]}.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    module = importlib.import_module(f"{MODULES[wanted.contestant]}.contestant")
    contestant: Contestant = module.contestant()
    tell(versions=_versions())
    start = time.monotonic()
    cells = [(part, int(pending)) for part, pending in (c.split(":") for c in wanted.cells)]
    contestant.load(closed=wanted.closed, pending=max(pending for _, pending in cells))
    tell(loaded=wanted.closed, seconds=round(time.monotonic() - start, 1))
    for part, pending in sorted(cells, key=lambda cell: cell[1]):
        contestant.wait(pending)
        _part(contestant, part, pending, wanted.repeats)


_stopped: dict[str, int] = {}
"""{act: backlog at which one repeat took too long}"""


def _part(contestant: Contestant, part: str, pending: int, repeats: int) -> None:
    """Told when the whole part is known: what was cut off in the midst is measured anew."""
    found = [_cell(act, part, pending, repeats) for act in contestant.acts(part)]
    for cell in found:
        tell(cell=cell)


def _cell(act: Act, part: str, pending: int, repeats: int) -> dict[str, Any]:
    cell: dict[str, Any] = {"part": part, "act": act.name, "pending": pending}
    if act.name in _stopped:
        return {**cell, "n": 0, "note": f"terlalu lambat sejak {_stopped[act.name]}"}
    try:
        cell |= measure(act, repeats=repeats)
    except FailedError as failure:
        return {**cell, "n": 0, "note": f"gagal: {failure}"}
    cell["load"] = round(os.getloadavg()[0] / (os.cpu_count() or 1), 1)
    if cell["median_ms"] > 1000 * TOO_SLOW:
        _stopped[act.name] = pending
    return cell


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    import django
    from django.db import connection

    found = {"python": ".".join(map(str, sys.version_info[:3])), "django": django.__version__}
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        import sqlite3

        found["sqlite"] = sqlite3.sqlite_version
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            found["postgresql"] = cursor.fetchone()[0].split()[0]
    for name in ("django-viewflow", "django-approval-workflow"):
        try:
            found[name] = version(name)
        except ModuleNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main()
