"""What changes the day of duty; other apps call these."""

from wfa.attendance.services.drawing import draw_due
from wfa.attendance.services.examining import examine_due
from wfa.attendance.services.expecting import expect_due, keep_in_step, note_plan, note_report
from wfa.attendance.services.proposing import propose_due
from wfa.attendance.services.purging import purge_due
from wfa.attendance.services.watching import watch_due

__all__ = [
    "draw_due",
    "examine_due",
    "expect_due",
    "keep_in_step",
    "note_plan",
    "note_report",
    "propose_due",
    "purge_due",
    "watch_due",
]
