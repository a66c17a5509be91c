"""Questions about days, seats and rosters."""

from wfa.schedules.selectors.days import (
    claim_rows,
    claims_of,
    read_claims,
    standing_days,
    where_was,
    work_days,
)
from wfa.schedules.selectors.month import MonthView, month_view, problems_by_cell
from wfa.schedules.selectors.opds import OpdBoard, OpdRow, opd_board
from wfa.schedules.selectors.painting import policy_pattern
from wfa.schedules.selectors.planning import (
    Composition,
    Decided,
    composition_of,
    held_days,
    open_days,
    plan_of,
    week_span,
    with_people,
)
from wfa.schedules.selectors.rosters import (
    Delta,
    delta_of,
    month_rosters,
    title_of,
    visible_rosters,
)
from wfa.schedules.selectors.seats import (
    Board,
    board_for,
    chains_of,
    is_structural,
    people_count,
    quota_unit,
    seats_for_person,
    standing,
    taken_on,
)

__all__ = [
    "Board",
    "Composition",
    "Decided",
    "Delta",
    "MonthView",
    "OpdBoard",
    "OpdRow",
    "board_for",
    "chains_of",
    "claim_rows",
    "claims_of",
    "composition_of",
    "delta_of",
    "held_days",
    "is_structural",
    "month_rosters",
    "month_view",
    "opd_board",
    "open_days",
    "people_count",
    "plan_of",
    "policy_pattern",
    "problems_by_cell",
    "quota_unit",
    "read_claims",
    "seats_for_person",
    "standing",
    "standing_days",
    "taken_on",
    "title_of",
    "visible_rosters",
    "week_span",
    "where_was",
    "with_people",
    "work_days",
]
