"""The day of duty: what is expected, what was proved, who was called, what followed."""

from wfa.attendance.models.accounts import DayAccount
from wfa.attendance.models.calls import ResponseCall, RollCall
from wfa.attendance.models.checkins import CheckIn, Flag, PhotoViewing
from wfa.attendance.models.expectations import Expectation, ExpectedCheckIn, Explanation, Verdict
from wfa.attendance.models.privacy import NoticeRead, Purge
from wfa.attendance.models.reprimands import Level, Reprimand
from wfa.attendance.models.windows import DutyDate, ServiceMinute, Window, WindowExtension

__all__ = [
    "CheckIn",
    "DayAccount",
    "DutyDate",
    "Expectation",
    "ExpectedCheckIn",
    "Explanation",
    "Flag",
    "Level",
    "NoticeRead",
    "PhotoViewing",
    "Purge",
    "Reprimand",
    "ResponseCall",
    "RollCall",
    "ServiceMinute",
    "Verdict",
    "Window",
    "WindowExtension",
]
