"""A Python for each contestant: ours for Luwes, one of its own for each peer."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from bench.databases import BASE
from bench.plan import MODULES, PEERS

HOME = Path(sys.prefix) / "bench"
"""Inside the project's own environment, so that it goes with it."""


def python(contestant: str) -> Path:
    """The interpreter in which the contestant is installed; installs it when that is new."""
    if contestant not in PEERS:
        return Path(sys.executable)
    folder = HOME / contestant
    lock = requirements(contestant).read_bytes()
    stamp, value = folder / ".installed", hashlib.sha256(lock).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == value):
        _install(contestant, folder)
        stamp.write_text(value)
    return folder / "bin" / "python"


def requirements(contestant: str) -> Path:
    return BASE / MODULES[contestant].replace(".", "/") / "requirements.txt"


def _install(contestant: str, folder: Path) -> None:
    print(f"Memasang {contestant} dalam lingkungan tersendiri …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    words = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
    words += ["--disable-pip-version-check", "-r", str(requirements(contestant))]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"{contestant} gagal dipasang; periksa sambungan internet, lalu ulangi.\n{done.stderr}"
        )
