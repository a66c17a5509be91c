"""bench/results.json: what was measured, cell by cell. A part that is run again replaces its cells.

Nothing in it names a machine, a person or a path, so that two machines can be compared.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
KEY = ("part", "act", "contestant", "database", "pending", "closed")
FILE = Path(__file__).resolve().parent / "results.json"


def key(cell: Cell) -> tuple[Any, ...]:
    return tuple(cell.get(name) for name in KEY)


class Results:
    """The cells of a file. Each is written as soon as it is known, so that a run can be resumed."""

    def __init__(self, file: Path = FILE) -> None:
        self.file = file
        found = json.loads(file.read_text()) if file.is_file() else {}
        self.about: dict[str, Any] = found.get("about", {})
        self._cells = {key(cell): cell for cell in found.get("cells", [])}

    @property
    def cells(self) -> list[Cell]:
        return sorted(self._cells.values(), key=lambda c: [str(part).zfill(12) for part in key(c)])

    def add(self, cell: Cell) -> None:
        """Keep the cell in the place of an older one with the same key, and write the file."""
        self._cells[key(cell)] = cell
        self.save()

    def describe(self, **about: Any) -> None:
        self.about = {**self.about, **about}
        self.save()

    def find(self, **wanted: Any) -> Cell | None:
        return next(
            (c for c in self.cells if all(c.get(name) == value for name, value in wanted.items())),
            None,
        )

    def save(self) -> None:
        part = self.file.with_suffix(".part")
        text = json.dumps({"about": self.about, "cells": self.cells}, indent=1, ensure_ascii=False)
        part.write_text(f"{text}\n")
        part.replace(self.file)
