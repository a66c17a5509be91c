"""`python -m bench rota`: the generator and CP-SAT on the same rosters, each in its own process.

python -m bench rota                             200 and 1,000 people, 60 CPU seconds for each stage of CP-SAT
python -m bench rota --people 200 --limit 10
python -m bench rota table                       the tables of the last run, nothing measured
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.databases import BASE

FOLDER = Path(__file__).parent
FILE = FOLDER / "results.json"
HOME = Path(sys.prefix) / "bench" / "ortools"
INSTANCES = ("loose", "tight", "absent30", "individual", "structural", "mixed")
REGION = ("fixed_weekday", "alternate", "halves_week", "halves_day", "share")


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench rota", description=__doc__)
    parser.add_argument("table", nargs="?", choices=["table"])
    parser.add_argument("--people", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--instance", choices=INSTANCES, nargs="+", default=INSTANCES)
    parser.add_argument(
        "--limit", type=float, default=60.0, help="CPU seconds a stage of CP-SAT has"
    )
    parser.add_argument("--results", type=Path, default=FILE)
    wanted = parser.parse_args(words)
    if wanted.table is None:
        measure(wanted)
    print(tables(json.loads(wanted.results.read_text())))
    return 0


def measure(wanted: argparse.Namespace) -> None:
    """Each row is written as soon as it is known."""
    python = solver()
    found: dict[str, Any] = {"limit": wanted.limit, "region": {}, "instances": []}
    for kind in REGION:
        found["region"][kind] = _told(["region", kind])
    for size in wanted.people:
        for name in wanted.instance:
            row = _compared(name, str(size), str(wanted.limit), str(python))
            found["instances"].append({"name": name, "people": size, **row})
            print(_row(found["instances"][-1]), flush=True)
            wanted.results.write_text(json.dumps(found, indent=1) + "\n")


def _compared(name: str, size: str, limit: str, python: str) -> dict[str, Any]:
    asked = ["cpsat", name, size, limit, python]
    return {
        "plain": _told(["plain", name, size]),
        "cpsat": _told(asked),
        "polished": _told([*asked, "from-ours"]),
    }


def solver() -> Path:
    """A Python with OR-tools in an environment of its own; installed when that is new."""
    lock = FOLDER / "requirements.txt"
    stamp, value = HOME / ".installed", hashlib.sha256(lock.read_bytes()).hexdigest()
    python = HOME / "bin" / "python"
    if not (stamp.is_file() and stamp.read_text() == value):
        print("Memasang OR-tools dalam lingkungan tersendiri …", flush=True)
        venv.create(HOME, clear=True, with_pip=True)
        words = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "-r", str(lock)]
        subprocess.run(words, check=True)
        stamp.write_text(value)
    return python


def _told(words: Sequence[str]) -> dict[str, Any]:
    env = {**os.environ, "PYTHONPATH": str(BASE)}
    words = [sys.executable, "-m", "bench.rota.worker", *words]
    done = subprocess.run(words, cwd=BASE, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# --- tables ------------------------------------------------------------------------------------

HEAD = (
    "| Contoh | Pegawai | Cara | Pelanggaran | Hari diberikan | Tidak terpenuhi "
    "| Selisih hari, satu kantor | Selisih Jumat, satu kantor | Selisih hari, se-OPD "
    "| Selisih Jumat, se-OPD | Waktu prosesor | Memori |\n" + "|---|---:|---|" + "---:|" * 9
)
WAYS = {"plain": "Luwes", "cpsat": "CP-SAT", "polished": "CP-SAT, mulai dari Luwes"}


def tables(found: dict[str, Any]) -> str:
    rows = [_row(row) for row in found["instances"]]
    year = [f"| {kind} | {_region(cell)} |" for kind, cell in found["region"].items()]
    head = "| Pola | Sel | Waktu prosesor | Memori tambahan |\n|---|---:|---:|---:|"
    return "\n".join([HEAD, *rows, "", head, *year])


def _row(row: dict[str, Any]) -> str:
    return "\n".join(_line(row, way) for way in WAYS if way in row)


def _line(row: dict[str, Any], way: str) -> str:
    cell = row[way]
    proved = " (terbukti)" if cell.get("proved", [False])[0] else ""
    values = [row["name"], row["people"], WAYS[way], cell["violations"], f"{cell['away']}{proved}"]
    values += [cell[key] for key in ("unmet", "in_office_days", "in_office_fridays")]
    values += [cell["spread_days"], cell["spread_fridays"]]
    values += [f"{cell['cpu']:.2f} dtk".replace(".", ","), f"{cell['memory_mib']} MiB"]
    return f"| {' | '.join(map(str, values))} |"


def _region(cell: dict[str, Any]) -> str:
    seconds = f"{cell['cpu']:.1f}".replace(".", ",")
    letters = f"{cell['letters']:,}".replace(",", ".")
    return f"{letters} | {seconds} dtk | {cell['memory_mib']} MiB"
