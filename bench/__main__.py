"""The benchmark.

python -m bench                                  everything, at full size (more than an hour)
python -m bench inbox --pending 1000 --database sqlite
python -m bench --closed 1000 --pending 100      everything, small
python -m bench --resume                         only what bench/results.json lacks
python -m bench table                            the table of the last run, nothing measured
python -m bench rota                             rosters, beside OR-tools CP-SAT (docs/rota-solver.md)
python -m bench days                             a year of days of a region (docs/adr/0012)
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import databases, environments, plan, report
from bench.clock import REPEATS
from bench.databases import BASE
from bench.days import running as days
from bench.results import FILE, Results
from bench.rota import running as rota


@dataclass(frozen=True)
class Run:
    """One contestant on one database with one load: a process of its own."""

    contestant: str
    database: str
    parts: tuple[str, ...]
    pending: tuple[int, ...]
    closed: int

    def cells(self) -> list[tuple[str, int]]:
        """(part, pending), the smallest backlog first: it only grows."""
        found = [(part, n) for part in self.parts for n in plan.sizes(part, self.pending)]
        return sorted(found, key=lambda cell: cell[1])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", help=f"{', '.join(plan.PARTS)}; or: table")
    parser.add_argument("--pending", type=int, nargs="+", default=list(plan.PENDING))
    parser.add_argument("--closed", type=int, default=plan.CLOSED)
    parser.add_argument("--database", choices=databases.KINDS, nargs="+", default=None)
    parser.add_argument("--contestant", choices=sorted(plan.MODULES), nargs="+", default=None)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--roster", type=Path, help="folder with UNOR.csv and SIASN.xlsx to import")
    parser.add_argument("--resume", action="store_true", help="leave out what is known already")
    parser.add_argument("--results", type=Path, default=FILE)
    wanted = parser.parse_args()
    if unknown := set(wanted.parts) - {*plan.PARTS, "table"}:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    return wanted


def runs(wanted: argparse.Namespace) -> Iterator[Run]:
    """In an order that lets contestants meet the same weather: database by database."""
    parts = tuple(wanted.parts or plan.PARTS)
    sized = tuple(p for p in parts if p in plan.SIZED)
    pending = tuple(sorted(wanted.pending))
    kinds = list(wanted.database or databases.KINDS)
    for database in kinds:
        for contestant in wanted.contestant or plan.MODULES:
            own = tuple(p for p in parts if p in plan.OWN) if contestant == "luwes" else ()
            if sized or own:
                yield Run(contestant, database, (*sized, *own), pending, wanted.closed)
        if "luwes" in (wanted.contestant or plan.MODULES):
            yield from _apart(parts, database, first=database == kinds[0])


def _apart(parts: tuple[str, ...], database: str, *, first: bool) -> Iterator[Run]:
    if "import" in parts:
        yield Run("luwes", database, ("import",), (0,), 0)
    if "decree" in parts and first:  # no database takes part in printing
        yield Run("luwes", database, ("decree",), (0,), 0)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave nothing behind
    if sys.argv[1:2] == ["rota"]:
        return rota.main(sys.argv[2:])
    if sys.argv[1:2] == ["days"]:
        return days.main(sys.argv[2:])
    wanted = arguments()
    results = Results(wanted.results)
    if wanted.parts != ["table"]:
        _measure(wanted, results)
    print(report.table(results))
    if wanted.results == FILE:
        report.write_page(results)
    return 0


def _measure(wanted: argparse.Namespace, results: Results) -> None:
    planned = list(runs(wanted))
    kinds = sorted({run.database for run in planned})
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    results.describe(cores=cores, memory_gib=round(memory / 2**30))
    with tempfile.TemporaryDirectory(prefix="luwes-bench-") as name:
        folder = Path(name)
        with databases.servers(kinds, folder) as servers:
            for run in planned:
                _go(run, wanted, servers[run.database], folder, results)


def _go(run: Run, wanted: argparse.Namespace, server: str, folder: Path, results: Results) -> None:
    cells = unknown(run, results) if wanted.resume else run.cells()
    if not cells:
        return
    _say(f"{run.contestant} · {run.database} · {run.closed:,} selesai · {' '.join(run.parts)}")
    name = f"bench_{run.contestant.replace('-', '_')}"
    url = databases.address(run.database, server, name)
    try:
        for finding in _findings(run, cells, wanted, url, folder):
            _keep(finding, run, results)
    finally:
        databases.drop(run.database, server, name)


def unknown(run: Run, results: Results) -> list[tuple[str, int]]:
    """The cells of which the results know nothing yet."""
    who = {"contestant": run.contestant, "database": run.database, "closed": run.closed}
    return [(p, n) for p, n in run.cells() if not results.find(part=p, pending=n, **who)]


def _findings(
    run: Run, cells: list[tuple[str, int]], wanted: argparse.Namespace, url: str, folder: Path
) -> Iterator[dict[str, Any]]:
    words = [str(environments.python(run.contestant)), "-m", "bench.worker", run.contestant]
    words += [f"{part}:{pending}" for part, pending in cells]
    words += ["--closed", str(run.closed), "--repeats", str(wanted.repeats)]
    env = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder / "data")}
    env["PYTHONPATH"] = str(BASE)
    if wanted.roster:
        env["BENCH_ROSTER"] = str(wanted.roster.resolve())
    worker = subprocess.Popen(words, cwd=BASE, env=env, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    try:
        for line in worker.stdout:
            yield json.loads(line)
    except BaseException:
        worker.kill()  # its database goes with it
        raise
    finally:
        worker.wait()
    if worker.returncode:
        sys.exit(f"{run.contestant} pada {run.database} berhenti dengan galat {worker.returncode}.")


def _keep(finding: dict[str, Any], run: Run, results: Results) -> None:
    if versions := finding.get("versions"):
        known = results.about.get("versions", {})
        results.describe(versions={**known, **versions})
    elif cell := finding.get("cell"):
        measured = {**cell, "contestant": run.contestant, "database": run.database}
        measured |= {"closed": run.closed, "on": datetime.date.today().isoformat()}
        results.add(measured)
        _say(report.line(measured))
    else:
        _say(f"  dimuat dalam {finding['seconds']} detik")


def _say(text: str) -> None:
    print(f"{datetime.datetime.now():%H:%M:%S}  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
