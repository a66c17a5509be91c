"""One contestant on one instance, in a process of its own: prints one line of JSON.

python -m bench.rota.worker plain tight 1000
python -m bench.rota.worker cpsat tight 1000 60 <python with OR-tools> [from-ours]
python -m bench.rota.worker region <kind>
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.luwes.settings")
django.setup()

from bench.rota import cases  # noqa: E402
from bench.rota.instances import (  # noqa: E402
    SHAPES,
    YEAR,
    Instance,
    instance,
    region,
    with_pattern,
    working_days,
)
from bench.rota.judging import judge  # noqa: E402
from wfa.schedules.patterns import Kind, Pattern, generate  # noqa: E402

SOLVER = Path(__file__).with_name("solver.py")
SEED = 3


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def made(name: str, people: int) -> Instance:
    shape = SHAPES[name]
    workplaces = max(shape.workplaces * people // shape.people, 1)
    return instance(name, replace(shape, people=people, workplaces=workplaces))


def plain(name: str, people: int) -> dict[str, Any]:
    """The generator of the product. Memory is what it adds to the process."""
    given, before = made(name, people), memory()
    began, cpu = time.perf_counter(), time.process_time()
    outcome = generate(given.people, given.room, given.segments, seed=SEED)
    found = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    measured = {key: round(value, 3) for key, value in found.items()}
    measured["memory_mib"] = memory() - before
    return measured | judge(given, outcome.cells).as_json()


def cpsat(name: str, people: int, limit: str, python: str, start: str = "") -> dict[str, Any]:
    """CP-SAT from nothing, or with `start` from the plan of the generator."""
    given = made(name, people)
    case, words = cases.case(given), [python, str(SOLVER), limit]
    if start:
        outcome = generate(given.people, given.room, given.segments, seed=SEED)
        case["start"] = cases.away(given, outcome.cells)
    done = subprocess.run(words, input=json.dumps(case), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    cells = cases.cells(given, found.pop("away"))
    return found | judge(given, cells).as_json()


def whole_region(kind: str) -> dict[str, Any]:
    """A year of 8,500 people in 101 OPDs, each OPD in one go; only the generator is timed."""
    pattern = Pattern(Kind(kind), weekdays=(4,) if kind == Kind.FIXED_WEEKDAY else ())
    dates, cpu, letters, before = working_days(*YEAR), 0.0, 0, memory()
    for shape, seed in region():
        given = instance("region", with_pattern(shape, pattern), seed=seed, dates=dates)
        began = time.process_time()
        outcome = generate(given.people, given.room, given.segments, seed=SEED)
        cpu += time.process_time() - began
        letters += sum(map(len, outcome.cells.values()))
    return {"cpu": round(cpu, 2), "letters": letters, "memory_mib": memory() - before}


def main() -> None:
    contestant, name, *rest = sys.argv[1:]
    if contestant == "region":
        found = whole_region(name)
    elif contestant == "plain":
        found = plain(name, int(rest[0]))
    else:
        found = cpsat(name, int(rest[0]), *rest[1:])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
