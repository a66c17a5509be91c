"""What changes days, seats and drafts of rosters."""

from wfa.schedules.services.calling import lock_people, lock_persons
from wfa.schedules.services.days import (
    Placed,
    clear_office_days,
    take_back_days,
    take_back_rows,
    write_days,
)
from wfa.schedules.services.drafting import (
    Differs,
    StaleDraftError,
    paint,
    refresh_lines,
    save_cells,
)
from wfa.schedules.services.keeping import blank_due
from wfa.schedules.services.months import Drafted, draft_months
from wfa.schedules.services.rosters import (
    discard,
    set_reason,
    start_amendment,
    start_extra,
    start_order,
    start_roster,
)
from wfa.schedules.services.seats import (
    QuotaFullError,
    Seat,
    exchange_seats,
    give_back_seats,
    lock_seats,
    mark_absent,
    take_seats,
    unmark_absent,
)

__all__ = [
    "Differs",
    "Drafted",
    "Placed",
    "QuotaFullError",
    "Seat",
    "StaleDraftError",
    "blank_due",
    "clear_office_days",
    "discard",
    "draft_months",
    "exchange_seats",
    "give_back_seats",
    "lock_people",
    "lock_persons",
    "lock_seats",
    "mark_absent",
    "paint",
    "refresh_lines",
    "save_cells",
    "set_reason",
    "start_amendment",
    "start_extra",
    "start_order",
    "start_roster",
    "take_back_days",
    "take_back_rows",
    "take_seats",
    "unmark_absent",
    "write_days",
]
