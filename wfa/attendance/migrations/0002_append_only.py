from django.db import migrations

from wfa.audit.triggers import append_only, frozen_after

FIXED = ("expected_id", "employee_id", "key", "at", "claimed_at", "source", "arrival", "challenge")


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_the_day_of_duty"), ("audit", "0002_append_only")]
    operations = [
        append_only("attendance_windowextension"),
        append_only("attendance_explanation"),
        append_only("attendance_photoviewing"),
        append_only("attendance_dayaccount"),
        append_only("attendance_noticeread"),
        append_only("attendance_purge"),
        frozen_after("attendance_checkin", FIXED),
    ]
