"""CP-SAT on one instance: reads JSON, writes JSON. Runs in an environment that has OR-tools only.

First as many days away as there can be, then, without giving one back, the smallest differences:
over the whole OPD, and within each office. Both stages stop after `limit` seconds of the processor
with the best they have; `proved` says whether it is the best there is.
"""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from collections import defaultdict
from typing import Any

from ortools.sat.python import cp_model

Case = dict[str, Any]


class Model:
    """x[person, date] = away; hard rules as linear constraints."""

    def __init__(self, case: Case) -> None:
        self.case, self.model = case, cp_model.CpModel()
        self.x: dict[tuple[int, int], Any] = {}
        self.of_person: dict[int, list[int]] = {}
        self.widths: list[tuple[list[list[tuple[int, int]]], Any, Any]] = []
        for n, person in enumerate(case["people"]):
            self.of_person[n] = person["dates"]
            for at in person["dates"]:
                self.x[n, at] = self.model.new_bool_var("")
        self._seats()
        self._weeks()
        self._targets()

    def _seats(self) -> None:
        inside: dict[tuple[str, int, int], list[Any]] = defaultdict(list)
        for (n, at), var in self.x.items():
            person = self.case["people"][n]
            for office in person["offices"]:
                inside["left", office, at].append(var)
                if person["structural"]:
                    inside["structural", office, at].append(var)
        for (kind, office, at), found in inside.items():
            left = self.case[kind][str(office)][at]
            if left < len(found):
                self.model.add(sum(found) <= left)

    def _weeks(self) -> None:
        for n, person in enumerate(self.case["people"]):
            for dates, room in person["weeks"]:
                found = [self.x[n, at] for at in dates if (n, at) in self.x]
                if len(found) > room:
                    self.model.add(sum(found) <= room)

    def _targets(self) -> None:
        on: dict[int, list[Any]] = defaultdict(list)
        for (_, at), var in self.x.items():
            on[at].append(var)
        for at, target in enumerate(self.case["targets"]):
            if target is not None:
                self.model.add(sum(on[at]) <= target)

    def most(self) -> Any:
        return sum(self.x.values())

    def unequal(self) -> Any:
        """Three times the differences over the whole, and those within each class once."""
        everybody = [n for each in self.case["classes"] for n in each]
        parts = [3 * part for part in self._widths(everybody)]
        for each in self.case["classes"]:
            parts += self._widths(each) if len(each) > 1 else []
        return sum(parts)

    def _widths(self, numbers: list[int]) -> list[Any]:
        return [self._width(numbers, fridays=False), self._width(numbers, fridays=True)]

    def _width(self, numbers: list[int], *, fridays: bool) -> Any:
        chosen = set(self.case["fridays"]) if fridays else None
        low, high = (self.model.new_int_var(0, 400, "") for _ in range(2))
        lines = []
        for n in numbers:
            own = [(n, at) for at in self.of_person[n] if chosen is None or at in chosen]
            self.model.add(sum(self.x[key] for key in own) >= low)
            self.model.add(sum(self.x[key] for key in own) <= high)
            lines.append(own)
        self.widths.append((lines, low, high))
        return high - low

    def begin_at(self, away: list[list[int]]) -> None:
        """A whole solution as hint, the differences too: else it is hardly ever taken up."""
        self.model.clear_hints()
        known = {(n, at) for n, its in enumerate(away) for at in its}
        for key, var in self.x.items():
            self.model.add_hint(var, key in known)
        for lines, low, high in self.widths:
            totals = [sum(key in known for key in own) for own in lines]
            self.model.add_hint(low, min(totals))
            self.model.add_hint(high, max(totals))


def solve(case: Case, limit: float) -> dict[str, Any]:
    model = Model(case)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    away: list[list[int]] = case.get("start", [])
    if away:
        model.begin_at(away)
    model.model.maximize(model.most())
    first = _solved(solver, model, limit)
    best = round(solver.objective_value)
    if best > sum(map(len, away)):
        away = _away(model, solver)
    model.model.add(model.most() >= best)
    model.model.minimize(model.unequal())
    model.begin_at(away)
    second = _solved(solver, model, limit)
    if second in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        away = _away(model, solver)
    return {"away": away, "proved": [first == cp_model.OPTIMAL, second == cp_model.OPTIMAL]}


def _solved(solver: cp_model.CpSolver, model: Model, limit: float) -> Any:
    """Stops after so much time of the processor, so that busy neighbours change nothing."""
    done, until = threading.Event(), time.process_time() + limit

    def watch() -> None:
        while not done.wait(0.2):
            if time.process_time() > until:
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    status = solver.solve(model.model)
    done.set()
    watcher.join()
    return status


def _away(model: Model, solver: cp_model.CpSolver) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in model.case["people"]]
    for (n, at), var in model.x.items():
        if solver.value(var):
            found[n].append(at)
    return found


def main() -> None:
    case = json.load(sys.stdin)
    began, cpu = time.perf_counter(), time.process_time()
    found = solve(case, float(sys.argv[1]))
    found["seconds"] = round(time.perf_counter() - began, 2)
    found["cpu"] = round(time.process_time() - cpu, 2)
    found["memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
