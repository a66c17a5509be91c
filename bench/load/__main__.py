"""`make load`: one window of 15 minutes for 15,000 people, then twice its peak.

python -m bench.load                                the whole of it, about 25 minutes
python -m bench.load --people 600 --minutes 5       small
python -m bench.load table                          the figures of the last run

Everything runs on this machine: PostgreSQL, web service, worker, and the phones, which speak to
127.0.0.1 alone. It ends by itself, and takes away what it made.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import databases
from bench.databases import BASE
from bench.load import judging, report

FILE = Path(__file__).with_name("results.json")
PORT = 8765
WORKERS = 4
"""Sync workers of gunicorn: twice the cores."""
LEAD = 40
"""Seconds between the set-up and the opening: pictures are drawn, the web service starts."""
SHORTEST = 5
"""Minutes: a policy knows no shorter window."""
STORM_SECONDS = 60
AFTERWARDS = 24
"""Seconds per minute of the window, at most, for pictures that wait and the worker's look at them;
six minutes after the usual window."""


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = _arguments()
    found = json.loads(FILE.read_text()) if FILE.is_file() else {}
    if wanted.part != "table":
        found = _measure(wanted)
        FILE.write_text(json.dumps(found, indent=1) + "\n")
        report.write_page(found)
    print(report.table(found))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", nargs="?", default="all", choices=("all", "table"))
    parser.add_argument("--people", type=int, default=15_000)
    parser.add_argument("--minutes", type=int, default=15, help="Paling singkat 5.")
    wanted = parser.parse_args()
    if wanted.minutes < SHORTEST:
        parser.error(f"Jendela presensi paling singkat {SHORTEST} menit.")
    return wanted


def _measure(wanted: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="luwes-load-") as name:
        folder = Path(name)
        with databases.servers(["postgresql"], folder) as servers:
            url = databases.address("postgresql", servers["postgresql"], "load")
            env = _environment(url, folder)
            return _run(wanted, env, folder)


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "bench.load.settings",
        "BASE_URL": f"http://127.0.0.1:{PORT}",
        "PYTHONPATH": str(BASE),
    }


def _run(wanted: argparse.Namespace, env: dict[str, str], folder: Path) -> dict[str, Any]:
    people = folder / "people.jsonl"
    began = time.time()
    # the set-up takes a while, so the windows are written afterwards at the times they really have
    opens = _next_minute(time.time() + LEAD + wanted.people * 0.004)
    ends = opens + wanted.minutes * 60
    second = _next_minute(ends + AFTERWARDS * wanted.minutes)
    times = [_clock(t) for t in (opens, ends, second, second + 300)]
    _python(env, "bench.load.world", str(people), str(wanted.people), *times)
    if time.time() > opens - 20:
        sys.exit("Penyiapan lebih lama dari perkiraan. Ulangi dengan --people yang lebih kecil.")
    _say(f"siap setelah {time.time() - began:.0f} detik; jendela {times[0]}–{times[1]}")
    with _service(env):
        settled = second - 30
        first = (0, opens, wanted.minutes * 60, None)
        usual = _window(wanted.people, people, env, folder, first, settled)
        rate = 2 * report.PEAK * wanted.people / 15_000
        after = second + STORM_SECONDS + AFTERWARDS * 15
        storm = _window(wanted.people, people, env, folder, (1, second, STORM_SECONDS, rate), after)
    return {
        "on": datetime.date.today().isoformat(),
        "machine": f"{os.cpu_count()} inti, {_memory()} GiB",
        "people": wanted.people,
        "minutes": wanted.minutes,
        "usual": usual,
        "storm": storm,
    }


def _window(
    count: int,
    people: Path,
    env: dict[str, str],
    folder: Path,
    how: tuple[int, float, float, float | None],
    settled_by: float,
) -> dict[str, Any]:
    """One window with its crowd, and the time until every picture has been looked at."""
    number, opens, seconds, rate = how
    result = folder / f"result-{number}.json"
    words = [str(people), str(PORT), str(number), str(opens), str(result), "0", str(count)]
    crowd = _start(env, "bench.load.crowd", *words, str(seconds), *([str(rate)] if rate else []))
    try:
        time.sleep(max(0.0, opens - time.time()))
        before, began = _cpu(), time.time()
        if crowd.wait():
            sys.exit("Ponsel tiruan berhenti karena galat. Pesannya ada di atas.")
        ended = time.time()
    finally:
        crowd.kill()
    busy = (_cpu() - before) / (ended - began) / (os.cpu_count() or 1)
    found = judging.of_phones(json.loads(result.read_text()))
    kept = _settled(env, number, settled_by)
    found |= kept | {
        "seconds": round(ended - opens),
        "settled_after": round(time.time() - ended),
        "busy": round(busy, 2),
        "rate": rate,
    }
    _say(json.dumps(found))
    return found


def _settled(env: dict[str, str], number: int, until: float) -> dict[str, Any]:
    """What the database holds once no picture waits any more, or at the moment `until`."""
    while True:
        done = _python(env, "bench.load.judging", str(number))
        found: dict[str, Any] = json.loads(done)
        if not found["photos"].get("received") or time.time() > until:
            return found
        time.sleep(5)


@contextlib.contextmanager
def _service(env: dict[str, str]) -> Iterator[None]:
    """Web service and worker as `make run` starts them."""
    _django(env, "collectstatic", "--no-input")
    web = [sys.executable, "-m", "gunicorn", "wfa.wsgi:application", "--bind", f"127.0.0.1:{PORT}"]
    web += ["--workers", str(WORKERS), "--timeout", "60", "--log-level", "error"]
    web += ["--no-control-socket", "--backlog", "4096"]
    worker = [sys.executable, "manage.py", "worker"]
    children = [subprocess.Popen(words, cwd=BASE, env=env) for words in (web, worker)]
    try:
        time.sleep(5)
        yield
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(30)


def _django(env: dict[str, str], *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=BASE, env=env, check=True, stdout=subprocess.DEVNULL)


def _start(env: dict[str, str], module: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module, *words], cwd=BASE, env=env)


def _python(env: dict[str, str], module: str, *words: str) -> str:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=BASE, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _next_minute(moment: float) -> float:
    return (moment // 60 + 1) * 60


def _clock(moment: float) -> str:
    from zoneinfo import ZoneInfo

    local = datetime.datetime.fromtimestamp(moment, tz=ZoneInfo("Asia/Jakarta"))
    return f"{local:%H.%M}"


def _cpu() -> float:
    """Processor seconds of the whole machine that were not idle."""
    fields = [int(x) for x in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _say(text: str) -> None:
    print(f"{datetime.datetime.now():%H:%M:%S}  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
