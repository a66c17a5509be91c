"""Who works where on which day, how many seats a day still has, and how an office plans it."""

from wfa.schedules.models.absences import Absence, AbsenceImport
from wfa.schedules.models.days import AWAY, OFF, Place, QuotaCounter, Slot, WorkDay
from wfa.schedules.models.places import Location
from wfa.schedules.models.readings import APPLIED_PAIR, Reading
from wfa.schedules.models.rosters import Roster, RosterLine, RosterState
from wfa.schedules.models.swaps import Swap

__all__ = [
    "APPLIED_PAIR",
    "AWAY",
    "OFF",
    "Absence",
    "AbsenceImport",
    "Location",
    "Place",
    "QuotaCounter",
    "Reading",
    "Roster",
    "RosterLine",
    "RosterState",
    "Slot",
    "Swap",
    "WorkDay",
]
