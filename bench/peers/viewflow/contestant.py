"""django-viewflow alone, through its own pages: start form, task forms, inbox."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from viewflow.workflow.models import Process, Task

from bench.clock import Act
from bench.peers.common import STAFF, TYPED
from bench.peers.copies import Copies

CLOSED_DAYS_AGO = 40


def contestant() -> "Viewflow":
    return Viewflow()


def browser(user: Any) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _group() -> Group:
    """Whoever may see a process of the flow may open its pages; tasks ask for their owner."""
    group = Group.objects.create(name="pegawai")
    wanted = Permission.objects.filter(content_type__app_label__in=["leave", "viewflow"])
    group.permissions.set(wanted.filter(codename__endswith="process"))
    return group


class Viewflow:
    """See `bench.clock.Contestant`."""

    def load(self, *, closed: int, pending: int) -> None:  # noqa: ARG002
        everybody = _group()
        names = ["opd", "bkd", *(f"pegawai{n}" for n in range(STAFF))]
        users = [get_user_model().objects.create_user(name) for name in names]
        everybody.user_set.add(*users)
        self.opd, self.bkd = browser(users[0]), browser(users[1])
        self.staff = users[2:]
        self.applicant = browser(self.staff[0])
        self.at_opd = Copies(self._filed)
        self.at_bkd = Copies(self._assessed)
        Copies(self._approved).print(closed, days_ago=CLOSED_DAYS_AGO)
        self.pending = 1

    def wait(self, pending: int) -> None:
        if pending <= self.pending:
            return
        for kind in (self.at_opd, self.at_bkd):
            kind.print(pending - self.pending)
        self.pending = pending

    def acts(self, part: str) -> list[Act]:
        return {
            "file": lambda: [Act("file", _start, self._typing, self._count(), self._remove)],
            "assess": lambda: [Act("assess", self._press_opd, self._tasks(self._filed), _done)],
            "approve": lambda: [
                Act("approve", self._press_bkd, self._tasks(self._assessed), _done)
            ],
            "inbox": self._opening,
        }[part]()

    def _opening(self) -> list[Act]:
        return [
            Act("inbox_opd", lambda _: _page(self.opd, "/leave/inbox/")),
            Act("inbox_bkd", lambda _: _page(self.bkd, "/leave/inbox/")),
        ]

    # --- steps through its pages -------------------------------------------------------------

    def _filed(self) -> Task:
        _expect(self.applicant.post("/leave/start/", TYPED), 302)
        return Task.objects.filter(finished__isnull=True).latest("pk")

    def _assessed(self) -> Task:
        task = self._filed()
        _expect(self._press_opd(task), 302)
        return Task.objects.filter(process=task.process_id, finished__isnull=True).get()

    def _approved(self) -> None:
        _expect(self._press_bkd(self._assessed()), 302)

    def _press_opd(self, task: Task) -> Any:
        return self.opd.post(
            f"/leave/{task.process_id}/assess/{task.pk}/execute/",
            {"supported": "on", "note": "Mendukung."},
        )

    def _press_bkd(self, task: Task) -> Any:
        return self.bkd.post(
            f"/leave/{task.process_id}/examine/{task.pk}/execute/", {"approved": "on"}
        )

    # --- what is timed -----------------------------------------------------------------------

    def _typing(self, number: int) -> list[Client]:
        self.before = Process.objects.latest("pk").pk
        return [browser(self.staff[i % STAFF]) for i in range(number)]

    def _count(self) -> Any:
        def check(done: Sequence[Client]) -> str:
            new = Process.objects.filter(pk__gt=self.before).count()
            return "" if new == len(done) else f"{new} of {len(done)} started"

        return check

    def _remove(self, _done: Sequence[Client]) -> None:
        """The backlog is what it was."""
        Process.objects.filter(pk__gt=self.before).delete()

    def _tasks(self, make: Any) -> Any:
        return lambda number: [make() for _ in range(number)]


def _start(client: Client) -> Any:
    return client.post("/leave/start/", TYPED)


def _done(tasks: Sequence[Task]) -> str:
    left = Task.objects.filter(pk__in=[t.pk for t in tasks], finished__isnull=True).count()
    return f"{left} tasks are open" if left else ""


def _page(client: Client, url: str) -> Any:
    return _expect(client.get(url), 200)


def _expect(answer: Any, status: int) -> Any:
    if answer.status_code != status:
        raise LookupError(f"{answer.request['PATH_INFO']} answers {answer.status_code}")
    return answer
