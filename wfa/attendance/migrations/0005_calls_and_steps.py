from django.conf import settings
from django.db import migrations, models

from wfa.audit.triggers import frozen_after

CALL = ("expectation_id", "channel", "started_at", "started_by_id", "caller_name", "due_at")
STEP = ("employee_id", "ground", "evidence", "about", "proposed_at")


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0004_how_it_came"),
        ("people", "0006_duty_actions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="expectation",
            index=models.Index(
                condition=models.Q(("verdict", "invalid")),
                fields=["date", "employee"],
                name="attendance_invalid_days",
            ),
        ),
        migrations.AddIndex(
            model_name="responsecall",
            index=models.Index(
                condition=models.Q(("outcome", "unanswered")),
                fields=["started_at"],
                name="attendance_calls_unanswered",
            ),
        ),
        frozen_after("attendance_responsecall", CALL),
        frozen_after("attendance_reprimand", STEP),
    ]
