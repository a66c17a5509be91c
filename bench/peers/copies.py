"""Cases of a peer: one made through its own pages, then printed again any number of times."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from bench import bulk
from bench.stencil import (
    Buffer,
    Compiler,
    Keyring,
    Model,
    Print,
    Specimen,
    pk_index,
    present,
    tables,
)

CHUNK = 60_000
MANY = 100_000
_MINUTES = 60 * 24 * 30


class Copies:
    """The rows of one case. `references` are text columns that hold the key of another table."""

    def __init__(
        self, make: Callable[[], object], references: Sequence[tuple[Model, str, Model]] = ()
    ) -> None:
        before = present()
        make()
        taken = Specimen.taken(before)
        compiler = Compiler(taken.named_keys(), (), 1.0, datetime.datetime.now(datetime.UTC))
        self.lines = [compiler.line(m, row) for m, rows in taken.rows.items() for row in rows]
        self.keys = [(line.model, line.row[pk_index(line.model)]) for line in self.lines]
        for model, name, target in references:
            self._refer(model, name, target)

    def _refer(self, model: Model, name: str, target: Model) -> None:
        index = next(i for i, f in enumerate(bulk.columns_of(model)) if f.name == name)
        old = next(key for m, key in self.keys if m is target)
        for line in self.lines:
            if line.model is model:
                line.ops.append((index, lambda copy: str(copy.keys[target, old])))

    def print(self, number: int, *, days_ago: int = 0) -> None:
        """`number` more of them, their moments spread over a month."""
        many = number >= MANY
        with bulk.hurry(tables() if many else ()):
            ring, buffer = Keyring(), Buffer()
            for i in range(number):
                keys = {(m, key): ring.new(m)[0] for m, key in self.keys}
                back = datetime.timedelta(days=days_ago, minutes=(number - i) % _MINUTES)
                copy = Print(keys, {}, 0, back)
                for line in self.lines:
                    buffer.add(line.model, line.printed(copy))
                if buffer.count >= CHUNK:
                    buffer.flush_now()
            buffer.flush_now()
            bulk.reset_counters(ring.tables())
        bulk.settle()
