"""Luwes as its users meet it: buttons pressed and pages opened through its own URLs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.test import Client
from django.urls import reverse

from bench.clock import Act
from bench.luwes import apart, deciding
from bench.luwes.cast import Cast
from bench.luwes.loader import World
from wfa.demo import cases
from wfa.people.models import Employee
from wfa.requests import services as filing
from wfa.requests.models import WorkRequest
from workflows.models import Proposal
from workflows.selectors import bkd_inbox

BACKEND = "wfa.people.backends.PeopleBackend"
Pressed = tuple[Client, WorkRequest]


def contestant() -> Luwes:
    return Luwes()


def browser(user: Employee) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=BACKEND)
    return client


class Luwes:
    """See `bench.clock.Contestant`."""

    def __init__(self) -> None:
        self.world: World | None = None

    @property
    def cast(self) -> Cast:
        assert self.world is not None
        return self.world.cast

    def load(self, *, closed: int, pending: int) -> None:
        if pending:
            self.world = World(pending=pending)
            self.world.close(closed)

    def wait(self, pending: int) -> None:
        if self.world is not None:
            self.world.wait(pending)

    def acts(self, part: str) -> list[Act]:
        known: dict[str, Callable[[], list[Act]]] = {
            "file": self._filing,
            "assess": self._assessing,
            "approve": self._approving,
            "inbox": self._opening,
            "decide": lambda: deciding.acts(self.cast),
            "bulk": lambda: deciding.bulk(self.cast, browser(self.cast.verifier)),
            "import": apart.importing,
            "decree": apart.rendering,
        }
        return known[part]()

    # --- filing ------------------------------------------------------------------------------

    def _filing(self) -> list[Act]:
        after = deciding.take_back
        return [
            Act("file", _send, self._drafts, deciding.all_in("submitted", _case), after(_case)),
            Act("file_whole", _fill_and_send, self._asking, _all_sent, _take_whole_back),
        ]

    def _drafts(self, number: int) -> list[Pressed]:
        return [(browser(p), cases.draft(p)) for p in self.cast.spare[:number]]

    def _asking(self, number: int) -> list[dict[str, Any]]:
        """What each types, and their browser; the draft comes into being inside the clock."""
        found = []
        for person in self.cast.spare[:number]:
            made = cases.draft(person)
            typed = {name: getattr(made, name) for name in filing.FIELDS}
            plan = list(made.plan.values("activity", "target", "measure", "output", "due"))
            filing.discard_draft(made, by=person)
            found.append({"by": person, "browser": browser(person), "typed": typed, "plan": plan})
        return found

    # --- deciding ----------------------------------------------------------------------------

    def _assessing(self) -> list[Act]:
        client = browser(self.cast.large.office.assessor)

        def press(case: WorkRequest) -> Any:
            typed = {"langkah": "recommend", "pilih": str(case.pk), "kembali": ""}
            return client.post(reverse("kotak-masuk-putuskan"), typed)

        subjects = partial(deciding.submitted, self.cast)
        check = deciding.all_in("recommended")
        return [Act("assess", press, subjects, check, deciding.take_back())]

    def _approving(self) -> list[Act]:
        client = browser(self.cast.verifier)

        def press(case: WorkRequest) -> Any:
            proposal = case.items.get(is_open=True).proposal_id
            typed = {"langkah": "approve", "pilih": str(case.pk)}
            return client.post(reverse("usulan-putuskan", args=[proposal]), typed)

        subjects = partial(deciding.proposed, self.cast)
        check = deciding.all_in("approved")
        return [Act("approve", press, subjects, check, deciding.reopen_and_take_back(self.cast))]

    # --- looking -----------------------------------------------------------------------------

    def _opening(self) -> list[Act]:
        assessor, verifier = browser(self.cast.large.office.assessor), browser(self.cast.verifier)
        oldest = bkd_inbox().first()
        assert isinstance(oldest, Proposal)
        dossier = reverse("usulan-lihat", args=[oldest.pk])
        return [
            Act("inbox_opd", lambda _: _page(assessor, reverse("kotak-masuk"))),
            Act("inbox_bkd", lambda _: _page(verifier, reverse("kotak-masuk-bkd"))),
            Act("examine", lambda _: _page(verifier, dossier)),
        ]


def _page(client: Client, url: str) -> Any:
    answer = client.get(url)
    if answer.status_code != 200:
        raise LookupError(f"{url} answers {answer.status_code}")
    return answer


def _case(subject: Pressed) -> WorkRequest:
    return subject[1]


def _send(subject: Pressed) -> Any:
    client, case = subject
    return client.post(reverse("pengajuan-ajukan", args=[case.pk]), {"pernyataan": "1"})


def _fill_and_send(asked: dict[str, Any]) -> Any:
    """The four screens: each keeps what was typed, the last one sends."""
    by, typed = asked["by"], dict(asked["typed"])
    case = asked["case"] = filing.start_draft(by=by)
    for names in (
        ("basis", "reason_kind", "reason", "criteria"),
        ("dates", "place", "place_address", "place_reason"),
    ):
        filing.save_part(case, by=by, **{name: typed.pop(name) for name in names})
    filing.save_part(case, by=by, **typed)
    filing.save_plan(case, by=by, rows=asked["plan"])
    return _send((asked["browser"], case))


def _all_sent(done: Sequence[dict[str, Any]]) -> str:
    return deciding.all_in("submitted")([asked["case"] for asked in done])


def _take_whole_back(done: Sequence[dict[str, Any]]) -> None:
    deciding.take_back()([asked["case"] for asked in done])
