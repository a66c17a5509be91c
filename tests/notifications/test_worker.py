import datetime
import os
import signal
import time

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from wfa.management.commands import worker
from wfa.notifications import services
from wfa.notifications.models import Message
from wfa.people.models import Employee

pytestmark = pytest.mark.django_db(transaction=True)
HERE = __name__
calls = []


def break_down():
    raise ValueError("Ani, NIP 199506172022032004")


def note():
    calls.append("note")


def ask_to_stop():
    calls.append("stop")
    os.kill(os.getpid(), signal.SIGTERM)


def ask_to_stop_and_hang():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)


@task()
def broken_job():
    break_down()


@pytest.fixture(autouse=True)
def _quiet_again():
    """The command takes over the signals of its process; give them back."""
    calls.clear()
    kept = {
        name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)
    }
    yield
    for name, handler in kept.items():
        signal.signal(name, handler)


@pytest.fixture
def ani():
    return Employee.objects.create_user("ani", name="Ani", kind="service", email="ani@contoh.id")


def test_the_job_delivers(ani, settings):
    settings.SWEEPS = []
    services.notify([ani], subject="Halo", body="Isi")
    call_command("worker", "--once")
    assert len(mail.outbox) == 1
    assert list(DBTaskResult.objects.values_list("status", flat=True)) == ["SUCCESSFUL"]


def test_the_sweep_delivers_when_the_job_was_lost(ani):
    services.notify([ani], subject="Halo", body="Isi")
    DBTaskResult.objects.all().delete()
    call_command("worker", "--once")
    assert len(mail.outbox) == 1
    call_command("worker", "--once")
    assert len(mail.outbox) == 1


def test_a_full_batch_asks_for_another(ani, settings, monkeypatch):
    settings.SWEEPS = []
    monkeypatch.setattr(services, "BATCH", 2)
    monkeypatch.setattr(services.deliver_due, "__defaults__", (2,))
    services.notify([ani] * 5, subject="Halo", body="Isi")
    call_command("worker", "--once")
    assert len(mail.outbox) == 5
    assert not Message.objects.filter(due_at__isnull=False).exists()


def test_a_failing_sweep_stops_nobody_and_logs_its_class_only(settings, caplog):
    settings.SWEEPS = [f"{HERE}.break_down", f"{HERE}.note"]
    call_command("worker", "--once")
    assert calls == ["note"]
    assert "break_down failed: ValueError" in caplog.text
    assert "Ani" not in caplog.text


def test_a_failing_job_logs_its_class_only(settings, caplog):
    settings.SWEEPS = []
    broken_job.enqueue()
    call_command("worker", "--once")
    assert DBTaskResult.objects.get().status == "FAILED"
    assert "ValueError" in caplog.text
    assert "Ani" not in caplog.text


def test_a_signal_stops_it_after_the_work_at_hand(settings, capsys):
    settings.SWEEPS = [f"{HERE}.ask_to_stop", f"{HERE}.note"]
    call_command("worker")
    assert calls == ["stop"]
    assert capsys.readouterr().out.splitlines()[-1] == "Pekerja latar berhenti."


def test_a_signal_cuts_off_work_that_takes_too_long(settings, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 0.05)
    settings.SWEEPS = [f"{HERE}.ask_to_stop_and_hang", f"{HERE}.note"]
    with pytest.raises(SystemExit):
        call_command("worker")
    assert calls == []


def test_old_jobs_are_forgotten(settings):
    settings.SWEEPS = []
    for _ in range(2):
        broken_job.enqueue()
    call_command("worker", "--once")
    old = DBTaskResult.objects.first()
    long_ago = timezone.now() - worker.KEEP_JOBS - datetime.timedelta(hours=1)
    DBTaskResult.objects.filter(pk=old.pk).update(started_at=long_ago, status="RUNNING")
    call_command("worker", "--once")
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()
    assert DBTaskResult.objects.count() == 1
