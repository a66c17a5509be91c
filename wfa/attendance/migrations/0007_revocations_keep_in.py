"""Withdrawals of flexible work that stand already keep their people in the office, too."""

from django.db import migrations


def keep(apps, schema_editor):
    steps = apps.get_model("attendance", "Reprimand").objects.filter(
        level="revoke", state__in=["issued", "objected"], expires_on__isnull=False
    )
    people = apps.get_model("people", "Employee").objects
    for employee, number, until in steps.order_by("expires_on").values_list(
        "employee", "number", "expires_on"
    ):
        people.filter(pk=employee).update(revoked_letter=number, revoked_until=until)


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0006_words_of_a_step'),
        ('people', '0007_revoked_by_a_letter'),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
