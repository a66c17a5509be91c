"""Results are merged cell by cell, so that each part can be run, and resumed, by itself."""

import argparse
import json
import re

from bench import report
from bench.__main__ import Run, runs, unknown
from bench.results import Results

CELL = {
    "part": "inbox", "act": "inbox_opd", "contestant": "luwes", "database": "sqlite",
    "pending": 100, "closed": 1000, "n": 30, "median_ms": 20.0, "p10_ms": 19.0, "p90_ms": 22.0,
    "queries": 12, "bytes": 18000, "bytes_gz": 5000, "on": "2026-11-22",
}  # fmt: skip


def cell(**changed):
    return {**CELL, **changed}


def test_a_cell_that_is_measured_again_replaces_the_old_one(tmp_path):
    results = Results(tmp_path / "results.json")
    results.add(cell())
    results.add(cell(pending=1000))
    results.add(cell(median_ms=10.0))
    kept = [(c["pending"], c["median_ms"]) for c in Results(tmp_path / "results.json").cells]
    assert kept == [(100, 10.0), (1000, 20.0)]


def test_resume_leaves_out_what_is_known(tmp_path):
    results = Results(tmp_path / "results.json")
    results.add(cell())
    run = Run("luwes", "sqlite", ("file", "inbox"), (100, 1000), 1000)
    assert unknown(run, results) == [("file", 100), ("file", 1000), ("inbox", 1000)]


def test_the_bulk_is_run_at_the_usual_backlog_only():
    run = Run("luwes", "sqlite", ("bulk", "file"), (100, 1000, 10000), 0)
    assert [n for part, n in run.cells() if part == "bulk"] == [1000]


def test_one_part_alone_is_one_run():
    wanted = argparse.Namespace(
        parts=["inbox"], database=["sqlite"], contestant=["luwes"], pending=[1000], closed=5
    )
    assert list(runs(wanted)) == [Run("luwes", "sqlite", ("inbox",), (1000,), 5)]


def test_the_table_compares_with_peers_and_tells_growth(tmp_path):
    results = Results(tmp_path / "results.json")
    results.add(cell())
    results.add(cell(pending=10000, median_ms=30.0))
    results.add(cell(contestant="viewflow", median_ms=40.0))
    results.add(cell(contestant="viewflow", pending=10000, n=0, note="terlalu lambat sejak 1000"))
    text = report.table(results)
    first = "| 100 | 20,0 ms | 12 | 18.000 (5.000) | 40,0 ms | 12 | 0,50 |"
    assert first in text
    assert "| terlalu lambat sejak 1000 |" in text
    assert "| Buka kotak masuk OPD | 1,5 | – | – |" in text


def test_the_file_names_no_machine_and_no_path(tmp_path):
    results = Results(tmp_path / "results.json")
    results.describe(cores=2, memory_gib=8, versions={"python": "3.11.7"})
    results.add(cell())
    told = json.loads((tmp_path / "results.json").read_text())
    assert set(told["about"]) == {"cores", "memory_gib", "versions"}
    assert re.findall(r'"(?:/|[A-Za-z]:\\)[^"]*"', (tmp_path / "results.json").read_text()) == []
