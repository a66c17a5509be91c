"""Standing at a moment: what the server's clock says, in the zone of the region."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


class Clock:
    """`clock("2026-11-02 09:00")`: from now on it is then."""

    def __init__(self, patch, zone="WIB"):
        self.patch, self.zone = patch, zone

    def __call__(self, text):
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONES[self.zone]))
        self.patch.setattr(timezone, "now", lambda: moment)
        return moment


def date(text):
    """ "2026-11-02", or "11-02" of 2026"""
    return datetime.date.fromisoformat(text if len(text) > 5 else f"2026-{text}")
