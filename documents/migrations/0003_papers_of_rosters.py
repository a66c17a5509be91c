
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_recall'),
        ('people', '0005_schedule_actions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'pegawai dalam naskah',
                'verbose_name_plural': 'pegawai dalam naskah',
                'ordering': ['pk'],
            },
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('proposal_letter', 'Surat usulan'), ('decree', 'Surat keputusan'), ('revocation', 'Surat keputusan pencabutan'), ('recall', 'Surat keputusan pemanggilan kembali'), ('roster_letter', 'Surat usulan jadwal'), ('assignment_letter', 'Surat tugas')], max_length=20, verbose_name='jenis'),
        ),
        migrations.AlterField(
            model_name='documentitem',
            name='kind',
            field=models.CharField(choices=[('proposal_letter', 'Surat usulan'), ('decree', 'Surat keputusan'), ('revocation', 'Surat keputusan pencabutan'), ('recall', 'Surat keputusan pemanggilan kembali'), ('roster_letter', 'Surat usulan jadwal'), ('assignment_letter', 'Surat tugas')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'roster_letter'), ('state__in', ['draft', 'numbered'])), fields=('subject_kind', 'subject_id'), name='documents_one_open_roster_letter'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'assignment_letter'), ('state__in', ['draft', 'numbered', 'issued'])), fields=('subject_kind', 'subject_id'), name='documents_one_assignment'),
        ),
        migrations.AddField(
            model_name='documentperson',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='documents.document'),
        ),
        migrations.AddField(
            model_name='documentperson',
            name='employee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='pegawai'),
        ),
        migrations.AddConstraint(
            model_name='documentperson',
            constraint=models.UniqueConstraint(fields=('employee', 'document'), name='documents_person_named_once'),
        ),
    ]
