"""Questions about the procedure: inboxes, what waits where, and whether engine and state agree."""

from workflows.selectors.beside import NAMES_A_DAY, away_on, days_by_state
from workflows.selectors.desks import (
    OPD_VIEWS,
    PENDING_AT_OPD,
    RECENT,
    bkd_inbox,
    opd_inbox,
    opd_scope,
    opd_view,
    search_cases,
    waiting_by_unit,
)
from workflows.selectors.proposals import (
    approved_items,
    composition,
    items_of,
    letters_due,
    node_of,
    tasks_of,
    visible_proposals,
    with_counts,
)
from workflows.selectors.superiors import superiors_of, views_missing

__all__ = [
    "NAMES_A_DAY",
    "OPD_VIEWS",
    "PENDING_AT_OPD",
    "RECENT",
    "approved_items",
    "away_on",
    "bkd_inbox",
    "composition",
    "days_by_state",
    "items_of",
    "letters_due",
    "node_of",
    "opd_inbox",
    "opd_scope",
    "opd_view",
    "search_cases",
    "superiors_of",
    "tasks_of",
    "views_missing",
    "visible_proposals",
    "waiting_by_unit",
    "with_counts",
]
