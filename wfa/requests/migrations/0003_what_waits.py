import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WAITING = ("submitted", "recommended", "proposed", "approved", "objected")
FIVE_WORKING_DAYS = datetime.timedelta(days=7)


def give_deadlines(apps, _editor):
    """Cases from before the deadlines: five working days from their last step (UU 30/2014 Ps 53)."""
    waiting = apps.get_model("requests", "WorkRequest").objects.filter(
        state__in=WAITING, due_on__isnull=True
    )
    for case in waiting.only("since", "stage_at", "due_on").iterator():
        case.stage_at = case.since
        case.due_on = case.since.date() + FIVE_WORKING_DAYS
        case.save(update_fields=["stage_at", "due_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_new_actions'),
        ('policies', '0002_phases_taken_back'),
        ('requests', '0002_rounds_deadlines_seats'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='workrequest',
            name='requests_running',
        ),
        migrations.AlterField(
            model_name='requestday',
            name='seat_unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='kuota milik'),
        ),
        migrations.AddIndex(
            model_name='requestday',
            index=models.Index(condition=models.Q(('seat_unit__isnull', False)), fields=['seat_unit', 'date', 'id'], name='requests_seats_held'),
        ),
        migrations.AddIndex(
            model_name='workrequest',
            index=models.Index(fields=['last_day', 'state'], name='requests_running'),
        ),
        migrations.AddIndex(
            model_name='workrequest',
            index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['unit', 'state', 'due_on', 'complete_at', 'id'], name='requests_waiting'),
        ),
        migrations.RunPython(give_deadlines, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='workrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('submitted', 'recommended', 'proposed', 'approved', 'objected')), _negated=True), ('due_on__isnull', False), _connector='OR'), name='requests_waiting_has_deadline'),
        ),
    ]
