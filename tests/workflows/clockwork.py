"""Standing at a moment: what the server's clock says, in the zone of the region."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from wfa.notifications.models import Message
from workflows.models import Reminder
from workflows.services.clocks import remind_due

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


DAYS = [date("11-25"), date("11-27")]
"""The days that the cases of these tests ask for."""
ONE = "1 pengajuan menunggu Anda"
LATE = "1 pengajuan menunggu Anda, 1 lewat batas: putuskan tertulis"


def told():
    """{login's name: subjects} of the reminders so far"""
    found = {}
    rows = Message.objects.filter(topic="reminder", digest_on__isnull=True)
    for message in rows.select_related("recipient").order_by("created_at", "pk"):
        found.setdefault(message.recipient.name.split()[0], []).append(message.subject)
    return found


def levels():
    return list(Reminder.objects.order_by("at", "level").values_list("level", flat=True))


def sweep(clock, at):
    clock(at)
    return remind_due()
