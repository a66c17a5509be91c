"""One thing to do, and how long there is for it. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wfa.calendars.rules import Calendar
from workflows.rules import deadline


@dataclass(frozen=True)
class Left:
    """The time until a deadline, in words, with picture and colour of its tag."""

    words: str
    icon: str = "clock"
    tone: str = ""


@dataclass(frozen=True)
class Task:
    """Something that waits for this person: a title, a sentence, where to do it, by when."""

    title: str
    meta: str
    url: str
    button: str
    due: datetime.date | None = None
    late: int = 0
    """How many of the cases in it are past their deadline."""
    left: Left | None = None


def left(due: datetime.date | None, calendar: Calendar, today: datetime.date) -> Left | None:
    """The time until `due` in the words of every other page."""
    return Left(*deadline(calendar, due, today)) if due else None


def timed(tasks: Iterable[Task], calendar: Calendar, today: datetime.date) -> list[Task]:
    """The tasks with the time that is left; those past their deadline first."""
    told = [replace(task, left=_left_of(task, calendar, today)) for task in tasks]
    return sorted(told, key=lambda task: not task.late)


def _left_of(task: Task, calendar: Calendar, today: datetime.date) -> Left | None:
    if task.late > 1:
        return Left(f"{task.late} pengajuan lewat batas: putuskan tertulis", "warning", "bad")
    return left(task.due, calendar, today)
