"""The `.env` file of this folder, for the scripts in `bin/` (Django reads it by itself)."""

import os
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
ENV_FILE = Path(os.environ.get("ENV_FILE") or BASE / ".env")


def read() -> dict[str, str]:
    """Settings as Luwes will see them: the environment wins over the file."""
    found: dict[str, str] = {}
    lines = ENV_FILE.read_text().splitlines() if ENV_FILE.is_file() else []
    for line in lines:
        name, sign, value = line.strip().removeprefix("export ").partition("=")
        if sign and not name.startswith("#"):
            found[name.strip()] = value.strip().strip("'\"")
    return {**found, **os.environ}


def data_dir(settings: dict[str, str]) -> Path:
    """Where the embedded database, uploads and collected static files live."""
    return Path(settings.get("DATA_DIR") or BASE / "data")
