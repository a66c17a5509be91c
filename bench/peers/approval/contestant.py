"""django-approval-workflow alone: its functions behind the plainest pages."""

from collections.abc import Callable, Sequence
from typing import Any

from approval_workflow.models import ApprovalFlow, ApprovalInstance
from django.contrib.auth import get_user_model
from django.test import Client

from bench.clock import Act
from bench.peers.approval.models import Leave
from bench.peers.common import STAFF, TYPED
from bench.peers.copies import Copies

CLOSED_DAYS_AGO = 40
_REFERENCE = (ApprovalFlow, "object_id", Leave)


def contestant() -> "Approval":
    return Approval()


def browser(user: Any) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


class Approval:
    """See `bench.clock.Contestant`."""

    def load(self, *, closed: int, pending: int) -> None:  # noqa: ARG002
        users = get_user_model().objects
        self.opd, self.bkd = (browser(users.create_user(name)) for name in ("opd", "bkd"))
        self.staff = [users.create_user(f"pegawai{n}") for n in range(STAFF)]
        self.applicant = browser(self.staff[0])
        self.at_opd = Copies(self._filed, [_REFERENCE])
        self.at_bkd = Copies(self._assessed, [_REFERENCE])
        Copies(self._approved, [_REFERENCE]).print(closed, days_ago=CLOSED_DAYS_AGO)
        self.pending = 1

    def wait(self, pending: int) -> None:
        if pending <= self.pending:
            return
        for kind in (self.at_opd, self.at_bkd):
            kind.print(pending - self.pending)
        self.pending = pending

    def acts(self, part: str) -> list[Act]:
        return {
            "file": lambda: [Act("file", _file, self._typing, self._count, self._remove)],
            "assess": lambda: [self._deciding("assess", self._filed, self.opd, 1)],
            "approve": lambda: [self._deciding("approve", self._assessed, self.bkd, 2)],
            "inbox": self._opening,
        }[part]()

    def _opening(self) -> list[Act]:
        desks = {"inbox_opd": self.opd, "inbox_bkd": self.bkd}
        theirs = [Act(name, lambda _, c=desk: _page(c, "/inbox/")) for name, desk in desks.items()]
        return theirs + [
            Act(f"{name}_own", lambda _, c=desk: _page(c, "/inbox-own/"))
            for name, desk in desks.items()
        ]

    def _deciding(self, name: str, make: Callable[[], int], desk: Client, step: int) -> Act:
        def press(pk: int) -> Any:
            return desk.post(f"/decide/{pk}/")

        def check(done: Sequence[int]) -> str:
            steps = ApprovalInstance.objects.filter(
                flow__object_id__in=map(str, done), step_number=step, status="approved"
            )
            return "" if steps.count() == len(done) else f"{steps.count()} of {len(done)} approved"

        return Act(name, press, lambda n: [make() for _ in range(n)], check)

    def _filed(self) -> int:
        _expect(_file(self.applicant), 302)
        return int(Leave.objects.latest("pk").pk)

    def _assessed(self) -> int:
        pk = self._filed()
        _expect(self.opd.post(f"/decide/{pk}/"), 302)
        return pk

    def _approved(self) -> None:
        _expect(self.bkd.post(f"/decide/{self._assessed()}/"), 302)

    def _typing(self, number: int) -> list[Client]:
        self.before = Leave.objects.latest("pk").pk
        return [browser(self.staff[i % STAFF]) for i in range(number)]

    def _count(self, done: Sequence[Client]) -> str:
        new = Leave.objects.filter(pk__gt=self.before).count()
        return "" if new == len(done) else f"{new} of {len(done)} filed"

    def _remove(self, _done: Sequence[Client]) -> None:
        """The backlog is what it was."""
        new = Leave.objects.filter(pk__gt=self.before)
        ApprovalFlow.objects.filter(object_id__in=[str(leave.pk) for leave in new]).delete()
        new.delete()


def _file(client: Client) -> Any:
    return client.post("/file/", TYPED)


def _page(client: Client, url: str) -> Any:
    return _expect(client.get(url), 200)


def _expect(answer: Any, status: int) -> Any:
    if answer.status_code != status:
        raise LookupError(f"{answer.request['PATH_INFO']} answers {answer.status_code}")
    return answer
