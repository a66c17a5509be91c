from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_phases_taken_back")]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="phase_name",
            field=models.CharField(blank=True, max_length=60, verbose_name="nama fase"),
        ),
    ]
