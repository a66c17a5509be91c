"""Rows of one real case, printed again for another person, other days, another number.

The case is made by the product's own services; what appears in the tables meanwhile is its
specimen. So a copy is complete and lawful whatever columns or tables the product gains later.
"""

from __future__ import annotations

import datetime
import random
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction

from bench import bulk

Model = type[models.Model]
Keys = dict[Model, set[Any]]
Op = Callable[["Print"], Any]

NOT_CASES = {
    "admin",
    "auth",
    "axes",
    "contenttypes",
    "django_tasks_database",
    "guardian",
    "sessions",
}
_random = random.Random(1945)  # noqa: S311  (the same rows on every run)


def new_uuid() -> uuid.UUID:
    return uuid.UUID(int=_random.getrandbits(128), version=4)


def tables() -> list[Model]:
    """Every table that a case may leave rows in."""
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.app_label not in NOT_CASES and not m._meta.proxy]


def present() -> Keys:
    """The keys that stand in the tables now; asked while they are small."""
    return {m: set(m._base_manager.values_list("pk", flat=True)) for m in tables()}


@dataclass
class Print:
    """What one copy puts in the place of the specimen's own."""

    keys: dict[tuple[Model, Any], Any]
    """{(table, raw key of the specimen): raw key of the copy}"""
    texts: dict[str, str]
    weeks: int = 0
    """The days of the case move by so many weeks."""
    back: datetime.timedelta = datetime.timedelta()
    """And its moments by so much."""


@dataclass
class Line:
    """One row of the specimen: constants, and what is different in each copy."""

    model: Model
    row: bulk.Row
    ops: list[tuple[int, Op]] = field(default_factory=list)

    def printed(self, copy: Print) -> bulk.Row:
        row = self.row[:]
        for index, op in self.ops:
            row[index] = op(copy)
        return row


@dataclass
class Specimen:
    """The rows that came into being between `before` and now."""

    rows: dict[Model, list[bulk.Row]]

    @classmethod
    def taken(cls, before: Keys, *, without: Iterable[Model] = ()) -> Specimen:
        after = present()
        fresh = {m: after[m] - before[m] for m in after if m not in set(without)}
        return cls(
            {m: bulk.read_rows(m, sorted(keys, key=str)) for m, keys in fresh.items() if keys}
        )

    def named_keys(self) -> list[tuple[Model, Any]]:
        return [(m, row[pk_index(m)]) for m, rows in self.rows.items() for row in rows]


class Compiler:
    """Turns rows into lines: finds keys, moments, days and the texts that change."""

    def __init__(
        self,
        keys: Iterable[tuple[Model, Any]],
        texts: Iterable[str],
        stretch: float,
        start: datetime.datetime,
    ) -> None:
        self.keys = set(keys)
        self.stretch, self.start = stretch, start
        words = sorted(texts, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, words))) if words else None

    def line(self, model: Model, row: bulk.Row) -> Line:
        fields = bulk.columns_of(model)
        found = [(i, self._op(model, f, row[i])) for i, f in enumerate(fields)]
        return Line(model, row, [(i, op) for i, op in found if op is not None])

    def _op(self, model: Model, field: models.Field[Any, Any], value: Any) -> Op | None:
        if value is None:
            return None
        if target := _points_to(model, field):
            key = (target, value)
            return (lambda copy: copy.keys[key]) if key in self.keys else None
        if isinstance(field, models.DateTimeField):
            return self._moment(bulk.read_time(value))
        if isinstance(field, models.DateField):
            day = bulk.read_date(value)
            return lambda copy: bulk.raw_date(day + datetime.timedelta(weeks=copy.weeks))
        return self.text(value) if isinstance(value, str) else None

    def _moment(self, moment: datetime.datetime) -> Op:
        at = self.start + (moment - self.start) * self.stretch
        known: list[Any] = [None, None]  # copies of one batch share their `back`

        def op(copy: Print) -> Any:
            if copy.back is not known[0]:
                known[:] = copy.back, bulk.raw_time(at - copy.back)
            return known[1]

        return op

    def text(self, value: str) -> Op | None:
        """The text with what changes cut out; None when nothing does."""
        if self.pattern is None or not self.pattern.search(value):
            return None
        parts: list[str] = []
        last = 0
        for found in self.pattern.finditer(value):
            parts += [value[last : found.start()], found.group()]
            last = found.end()
        parts.append(value[last:])
        fixed, words = parts[0::2], parts[1::2]
        return lambda copy: (
            fixed[0]
            + "".join(
                copy.texts.get(word, word) + rest
                for word, rest in zip(words, fixed[1:], strict=True)
            )
        )


def _points_to(model: Model, field: models.Field[Any, Any]) -> Model | None:
    """The table whose keys the column holds."""
    if field.remote_field is not None:
        return _concrete(field.remote_field.model)
    return _concrete(model) if field.primary_key else None


def _concrete(model: Any) -> Model:
    found: Model = model._meta.concrete_model
    return found


def pk_index(model: Model) -> int:
    return next(i for i, f in enumerate(bulk.columns_of(model)) if f.primary_key)


def index_of(model: Model, name: str) -> int:
    return next(i for i, f in enumerate(bulk.columns_of(model)) if f.name == name)


class Keyring:
    """Gives out new keys: numbers that go on, or random ids."""

    def __init__(self) -> None:
        self._next: dict[Model, int] = {}

    def new(self, model: Model) -> tuple[Any, str]:
        """(raw key, the key as text)"""
        if isinstance(model._meta.pk, models.UUIDField):
            key = new_uuid()
            return bulk.raw_uuid(key), str(key)
        number = self._next.get(model) or bulk.next_key(model)
        self._next[model] = number + 1
        return number, ""

    def tables(self) -> list[Model]:
        return list(self._next)


class Buffer:
    """Rows on their way into the tables."""

    def __init__(self) -> None:
        self._rows: dict[Model, list[bulk.Row]] = {}
        self.count = 0

    def add(self, model: Model, row: bulk.Row) -> None:
        self._rows.setdefault(model, []).append(row)
        self.count += 1

    def flush(self) -> None:
        for model, rows in self._rows.items():
            bulk.insert(model, rows)
        self._rows, self.count = {}, 0

    def flush_now(self) -> None:
        """The same in a transaction of its own."""
        with transaction.atomic():
            self.flush()


def named(row: bulk.Row, model: Model) -> Mapping[str, Any]:
    """A row by the names of its fields."""
    return {f.name: row[i] for i, f in enumerate(bulk.columns_of(model))}
