"""`python -m bench days`: a year of days of a whole region, planned, written, shown and kept.

python -m bench days                             everything, about ten minutes and 15 GB for a while
python -m bench days generate matrix
python -m bench days generate partitions --rows 5000000
python -m bench days --people 600 --months 2 --legal-months 1 --rows 200000      small
python -m bench days table                       the tables of the last run, nothing measured
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import databases
from bench.clock import REPEATS
from bench.databases import BASE
from bench.days import report

FILE = Path(__file__).with_name("results.json")
PARTS = ("generate", "partitions", "legal", "matrix")


def main(words: Sequence[str]) -> int:
    wanted = _arguments(words)
    found: list[dict[str, Any]] = json.loads(FILE.read_text()) if FILE.is_file() else []
    if wanted.parts != ["table"]:
        found = _measure(wanted, found)
    print(report.tables(found))
    if wanted.results == FILE:
        report.write_page(found)
    return 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench days", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}; or: table")
    parser.add_argument("--people", type=int, default=8500)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--legal-months", type=int, default=12)
    parser.add_argument("--rows", type=int, default=20_000_000, help="days in the partitions")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--results", type=Path, default=FILE)
    wanted = parser.parse_args(words)
    if unknown := set(wanted.parts) - {*PARTS, "table"}:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    if "partitions" in wanted.parts and "generate" not in wanted.parts:
        parser.error("partitions are made of the days that generate writes: name both")
    return wanted


def _measure(wanted: argparse.Namespace, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each part that is measured anew takes the place of its older findings."""
    with (
        tempfile.TemporaryDirectory(prefix="luwes-days-") as folder,
        databases.servers(list(databases.KINDS), Path(folder)) as servers,
    ):
        for part, kind, numbers in _runs(wanted):
            new = []
            for finding in _told(part, kind, servers[kind], folder, numbers):
                new.append(finding)
                print(f"{datetime.datetime.now():%H:%M:%S}  {finding}", flush=True)
            found = [f for f in found if not _same(f, part, kind)] + new
            wanted.results.write_text(json.dumps(found, indent=1) + "\n")
    return found


def _same(finding: dict[str, Any], part: str, kind: str) -> bool:
    return bool(finding["part"] == part and finding.get("database", kind) == kind)


def _runs(wanted: argparse.Namespace) -> Iterator[tuple[str, str, list[int]]]:
    """(part, database, numbers); the partitions are made of what was generated just before."""
    chosen = wanted.parts or PARTS
    numbers = {
        "generate": [wanted.people, wanted.months],
        "partitions": [wanted.rows],
        "legal": [wanted.people, wanted.legal_months],
        "matrix": [wanted.repeats],
    }
    for part in PARTS:
        for kind in databases.KINDS if part == "matrix" else ("postgresql",):
            if part in chosen:
                yield part, kind, numbers[part]


def _told(
    part: str, kind: str, server: str, folder: str, numbers: Sequence[int]
) -> Iterator[dict[str, Any]]:
    name = "bench_days" if part in {"generate", "partitions"} else f"bench_days_{part}"
    if part == "partitions":
        url = f"{server.rpartition('/')[0]}/{name}"
    else:
        url = databases.address(kind, server, name)
    env = {**os.environ, "DATABASE_URL": url, "DATA_DIR": f"{folder}/data"}
    env["PYTHONPATH"] = str(BASE)
    words = [sys.executable, "-m", "bench.days.worker", part, *map(str, numbers)]
    worker = subprocess.Popen(words, cwd=BASE, env=env, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    try:
        for line in worker.stdout:
            yield {**json.loads(line), "on": datetime.date.today().isoformat()}
    finally:
        worker.kill() if worker.poll() is None and sys.exc_info()[0] else worker.wait()
    if worker.returncode:
        sys.exit(f"{part} pada {kind} berhenti dengan galat {worker.returncode}.")
    if part != "generate":
        databases.drop(kind, server, name)
