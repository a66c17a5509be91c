from django.db import migrations

from wfa.audit.triggers import append_only, frozen_after


class Migration(migrations.Migration):
    dependencies = [("performance", "0001_plan_report_review"), ("audit", "0002_append_only")]
    operations = [
        append_only("performance_planversion"),
        append_only("performance_reportversion"),
        append_only("performance_review"),
        frozen_after("performance_dailyplan", ("expectation_id", "submitted_at")),
        frozen_after("performance_dailyreport", ("expectation_id", "submitted_at")),
        frozen_after(
            "performance_reportevidence", ("expectation_id", "file_id", "link", "added_at")
        ),
    ]
