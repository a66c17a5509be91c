"""One process beside the web server: runs the waiting jobs, and every minute what is due.

A job is only a hint. The sweeps find whatever is due by its own row, so nothing depends on a job
that got lost with a worker.
"""

from __future__ import annotations

import datetime
import logging
import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from wfa.attendance.services.watching import Prober
from wfa.setup.heartbeat import beat

logger = logging.getLogger("luwes.worker")

IDLE = 0.5
"""Seconds between two looks for jobs."""
SWEEP_EVERY = 60
GRACE = 1.5
"""Seconds that the work at hand gets after the first signal; what is cut off is due again."""
GIVES_WAY = 10
"""Niceness: people at a page come before the work behind it, also on one small machine."""
KEEP_JOBS = datetime.timedelta(days=7)


class Command(BaseCommand):
    help = "Menjalankan pekerjaan latar: mengirim pesan, menerbitkan surat, mengakhiri masa."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="kerjakan yang ada, lalu selesai")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).addFilter(_class_only)
        loop = Loop([import_string(path) for path in settings.SWEEPS])
        if once:
            loop.round(sweep=True)
            return
        signal.signal(signal.SIGTERM, loop.stop)
        signal.signal(signal.SIGINT, loop.stop)
        signal.signal(signal.SIGALRM, _give_up)
        self.stdout.write("Pekerja latar berjalan.")
        prober = Prober()
        if settings.PROBE_URL:
            prober.start()
        os.nice(GIVES_WAY)  # of this thread alone: the probe keeps its own pace
        try:
            loop.run()
        finally:
            if prober.is_alive():
                prober.end()
        self.stdout.write("Pekerja latar berhenti.")


class Loop:
    """Jobs as they come, sweeps by the minute; one failure never stops another."""

    def __init__(self, sweeps: list[Callable[[], Any]]) -> None:
        self.sweeps = [*sweeps, forget_old_jobs]
        self.running = True
        self.worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"luwes-{os.getpid()}",
        )

    def stop(self, _signum: int, _frame: FrameType | None) -> None:
        """After the piece of work at hand, or in the midst of it when it takes too long."""
        self.running = self.worker.running = False
        signal.setitimer(signal.ITIMER_REAL, GRACE)

    def run(self) -> None:
        next_sweep = 0.0
        try:
            while self.running:
                is_time = time.monotonic() >= next_sweep
                if is_time:
                    next_sweep = time.monotonic() + SWEEP_EVERY
                self.round(sweep=is_time)
                if self.running:
                    time.sleep(IDLE)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def round(self, *, sweep: bool) -> None:
        """Sweeps when it is time for them, then all jobs that are ready."""
        close_old_connections()
        if sweep:
            _guarded(beat)
        for task in self.sweeps if sweep else []:
            if self.running:
                _guarded(task)
        if self.running:
            _guarded(self._run_jobs)
        close_old_connections()

    def _run_jobs(self) -> None:
        if DBTaskResult.objects.ready().exists():  # without taking SQLite's one write lock
            self.worker.run()


def forget_old_jobs() -> None:
    """Jobs are hints: old ones, also those that a killed worker left running, mean nothing."""
    before = timezone.now() - KEEP_JOBS
    DBTaskResult.objects.filter(started_at__lt=before).delete()


def _guarded(work: Callable[[], Any]) -> None:
    try:
        work()
    except Exception as error:  # the class only: messages may quote personal data
        logger.error("%s failed: %s", work.__qualname__, type(error).__name__)


def _class_only(record: logging.LogRecord) -> bool:
    """The log of a failed job names the error's class; its text may quote personal data."""
    if record.exc_info and record.exc_info[0]:
        record.msg = f"{record.msg} ({record.exc_info[0].__name__})"
    record.exc_info = record.exc_text = None
    return True


def _give_up(_signum: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
