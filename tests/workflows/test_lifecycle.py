"""Long random lives of cases: every actor does anything at any time, and the promises hold.

Seeded walks rather than a shrinking machine: steady in time, and a failure names its seed and its
step, so that it can be walked again.
"""

import datetime
import random

import pytest
from django.utils import timezone

from documents import selectors as papers
from documents import services as desk
from documents.models import Document
from tests.actors import add_employee, far_working_days, give
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.requests import services as filing
from wfa.requests.models import RequestDay, WorkRequest
from workflows import invariants
from workflows.selectors import bkd_inbox
from workflows.services import close_examination, end_due, perform, propose

STEPS = 60
PROMISES = [
    invariants.g4,
    invariants.g6,
    invariants.g16,
    invariants.g17,
    papers.g1,
    papers.g2,
    papers.g7,
]
REASON = "Layanan belum terjamin pada hari itu."


class Walk:
    """One region in which things happen; each method is something that somebody tries."""

    def __init__(self, seed, region, people):
        self.chance = random.Random(seed)
        self.region, self.people = region, people
        self.applicants = people["applicants"]
        self.trail, self.calm = [], False

    def someone(self):
        """Mostly who should; now and then anybody, also who may not."""
        return self.chance.choice([*self.people["officials"], *self.applicants])

    def some(self, rows, most=5):
        rows = list(rows)
        return self.chance.sample(rows, min(len(rows), self.chance.randint(1, most)))

    def requests(self, *states):
        return self.some(WorkRequest.objects.filter(state__in=states).order_by("created_at"))

    def by(self, *names):
        if self.calm:
            return self.people[names[0]]
        return self.chance.choice([*(self.people[name] for name in names * 6), self.someone()])

    # --- what people do ---------------------------------------------------------------------

    def file(self):
        for person in self.chance.sample(self.applicants, 3):
            dates = self.chance.sample(far_working_days(20), self.chance.randint(1, 3))
            cases.draft(person, sorted(dates))

    def submit(self):
        for request in self.requests("draft", "returned"):
            if self.chance.random() < 0.2:
                days = self.chance.sample(far_working_days(20), 1)
                filing.save_part(request, by=request.applicant, dates=[d.isoformat() for d in days])
            perform("submit", [request, request], by=request.applicant)

    def withdraw(self):
        for request in self.requests("submitted", "returned", "recommended", "proposed")[:1]:
            perform("withdraw", [request], by=self.chance.choice([request.applicant, *self.heads]))

    @property
    def heads(self):
        return [self.people["bambang"], self.people["endah"]]

    def assess(self):
        step = self.chance.choice(["recommend"] * 4 + ["send_back", "refuse"])
        step = "recommend" if self.calm else step
        chosen = self.requests("submitted", "submitted", "approved")
        perform(step, chosen, by=self.by("budi", "bambang"), note=REASON)

    def propose(self):
        chosen = self.requests("recommended", "recommended", "submitted")
        if chosen:
            propose([*chosen, chosen[0]], by=self.by("bambang"))

    def examine(self):
        step = self.chance.choice(
            ["approve"] * 8 + ["refuse", "send_back", "return_to_opd", "reopen"]
        )
        step = "approve" if self.calm else step
        chosen = self.requests("proposed", "approved", "refused")
        days = {}
        if step == "approve" and self.chance.random() < 0.5:
            days = {r.pk: [d.date for d in r.days.all()[:1]] for r in chosen}
        perform(step, chosen, by=self.by("citra", "endah"), note=REASON, days=days)

    def close(self):
        for proposal in self.some(bkd_inbox()):
            close_examination(proposal, by=self.by("citra"))

    def letter(self):
        for proposal in self.some(papers.KINDS["proposal_letter"].due().order_by("created_at")):
            desk.sign(desk.ensure_letter(proposal, by=self.by("bambang")), by=self.by("bambang"))

    def draft(self):
        chosen = self.requests("approved", "approved", "in_force")
        desk.draft_decree(chosen, by=self.by("citra"), single=self.chance.random() < 0.3)

    def papers(self, state):
        return self.some(Document.objects.filter(state=state).order_by("drafted_at"))

    def sign(self):
        for paper in self.papers("draft"):
            desk.sign(paper, by=self.by("endah", "bambang"))

    def discard(self):
        for paper in self.papers("draft")[:1]:
            desk.discard(paper, by=self.by("citra"))

    def void(self):
        for paper in self.papers("numbered")[:1]:
            desk.void(paper, by=self.by("endah", "bambang"), reason=REASON)

    def issue(self):
        desk.issue_due()

    def revoke(self):
        for paper in self.some(
            Document.objects.filter(kind="decree", state="issued").order_by("drafted_at")
        ):
            chosen = WorkRequest.objects.filter(papers__document=paper).order_by("created_at")
            desk.revoke(paper, self.some(chosen), by=self.by("citra"), reason=REASON)

    def archive(self):
        desk.file_cases(papers.closed_cases(), by=self.by("rani"))

    # --- what happens meanwhile -----------------------------------------------------------------

    def transfer(self):
        person = self.chance.choice(self.applicants)
        unit = self.chance.choice([self.region.aplikasi, self.region.dinkes])
        Employee.objects.filter(pk=person.pk).update(unit=unit)

    def time_passes(self):
        """All days of a case lie in the past from one moment to the next."""
        for request in self.requests("proposed", "approved", "in_force", "in_force")[:1]:
            days = list(request.days.filter(state__in=["asked", "approved"]).order_by("-date"))
            for ago, day in enumerate(days, 1):
                date = timezone.localdate() - datetime.timedelta(days=ago)
                taken = RequestDay.objects.filter(employee=day.employee, date=date)
                if taken.exclude(pk=day.pk).exists():
                    return
                RequestDay.objects.filter(pk=day.pk).update(date=date)
            dates = sorted(request.days.values_list("date", flat=True))
            WorkRequest.objects.filter(pk=request.pk).update(
                first_day=dates[0],
                last_day=max(d.date for d in request.days.filter(pk__in=[d.pk for d in days])),
            )
        end_due()

    def useful(self):
        """What has something to work on now."""
        states = set(WorkRequest.objects.values_list("state", flat=True))
        paper = set(Document.objects.values_list("state", flat=True))
        asked = {"submitted": "assess", "recommended": "propose", "proposed": "examine"}
        found = [step for state, step in asked.items() if state in states]
        found += ["draft"] if papers.ready_for_decree().exists() else []
        found += ["letter"] if papers.KINDS["proposal_letter"].due().exists() else []
        found += ["close"] if bkd_inbox().exists() else []
        found += ["sign"] if "draft" in paper else []
        found += ["issue"] if "numbered" in paper else []
        if len(found) < 3:
            found += ["submit"] if {"draft", "returned"} & states else ["file"]
        return found

    def go(self):
        rare = ["withdraw", "discard", "void", "revoke", "archive", "transfer", "time_passes"]
        odd = [*rare, "file", "assess", "examine", "close", "draft", "propose"]
        usual = self.calm or self.chance.random() < 0.85
        self.do(self.chance.choice(self.useful() if usual else odd))

    def do(self, name):
        try:
            getattr(self, name)()
        except Refused as refusal:
            name = f"{name} ({refusal.code})"
        self.trail.append(name)

    def home(self):
        """Now everybody does what they should: whatever happened before, a decree comes out."""
        self.calm = True
        for _ in range(12):
            for name in ("file", "submit", "assess", "propose", "letter", "issue", "examine"):
                self.do(name)
            for name in ("close", "draft", "sign", "issue"):
                self.do(name)
            went = set(Decision.objects.values_list("step", flat=True))
            if "enact" in went:
                return went
        return went


@pytest.mark.parametrize("seed", range(5))
def test_the_promises_hold_on_every_way(seed, region, ani, dewi, budi, bambang, citra, endah, rani):
    more = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(4)]
    give(endah, "penilai", region.diskominfo)
    officials = {"budi": budi, "bambang": bambang, "citra": citra, "endah": endah, "rani": rani}
    people = {**officials, "officials": list(officials.values()), "applicants": [ani, dewi, *more]}
    walk = Walk(seed, region, people)
    for _ in range(STEPS):
        walk.go()
        promises_hold(walk)
    went = walk.home()
    promises_hold(walk)
    assert {"submit", "recommend", "propose", "approve", "enact"} <= went, (went, walk.trail)


def promises_hold(walk):
    for promise in PROMISES:
        holds, _, wrong = promise()
        assert holds, (promise.__name__, wrong, walk.trail)
