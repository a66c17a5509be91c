"""What is agreed with attendance applications, what was sent to them, and what they answered."""

from wfa.exchange.models.answers import Acknowledgement
from wfa.exchange.models.feeds import CalendarFeed
from wfa.exchange.models.imports import LocationImport
from wfa.exchange.models.systems import AttendanceSystem, Delivery, UsedNonce

__all__ = [
    "Acknowledgement",
    "AttendanceSystem",
    "CalendarFeed",
    "Delivery",
    "LocationImport",
    "UsedNonce",
]
