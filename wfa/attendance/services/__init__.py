"""What changes the day of duty; other apps call these."""

from wfa.attendance.services.expecting import expect_due, keep_in_step, note_plan, note_report

__all__ = ["expect_due", "keep_in_step", "note_plan", "note_report"]
