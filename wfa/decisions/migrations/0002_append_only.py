from django.db import migrations

from wfa.audit.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial"), ("audit", "0002_append_only")]
    operations = [append_only("decisions_decision")]
