"""A case in words: where it is, its way, what happened, and what can be done about it. Pure."""

from wfa.requests.wording.actions import Action, actions
from wfa.requests.wording.around import Around
from wfa.requests.wording.dates import (
    DECISION_DAYS,
    EDITABLE,
    DayLine,
    brief,
    dates_of,
    day_lines,
    title,
    when,
)
from wfa.requests.wording.history import Event, history, history_event
from wfa.requests.wording.way import way
from wfa.requests.wording.where import Where, where

__all__ = [
    "DECISION_DAYS",
    "EDITABLE",
    "Action",
    "Around",
    "DayLine",
    "Event",
    "Where",
    "actions",
    "brief",
    "dates_of",
    "day_lines",
    "history",
    "history_event",
    "title",
    "way",
    "when",
    "where",
]
