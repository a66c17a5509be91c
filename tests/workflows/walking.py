"""Things that happen in one small region, each as somebody would try it: for long random lives."""

import datetime

from django.utils import timezone

from documents import selectors as papers
from documents import services as desk
from documents.models import Document
from tests.actors import far_working_days, open_policy
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.people.models import Employee
from wfa.policies.models import Policy
from wfa.refusals import Refused
from wfa.requests import services as filing
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.models import WorkDay
from wfa.schedules.selectors import board_for
from wfa.schedules.services import Seat, give_back_seats, take_seats
from workflows import invariants
from workflows.models import Cancellation, Objection
from workflows.selectors import bkd_inbox
from workflows.services import (
    answer_objection,
    ask_cancellation,
    close_examination,
    decide_cancellation,
    end_due,
    file_objection,
    give_view,
    perform,
    propose,
)

PROMISES = [
    invariants.g4,
    invariants.g5,
    invariants.g6,
    invariants.g16,
    invariants.g17,
    papers.g1,
    papers.g2,
    papers.g7,
]
REASON = "Layanan belum terjamin pada hari itu."
LOOPS = [
    "take_back",
    "ask_back",
    "decide_back",
    "cancel",
    "recall",
    "object",
    "answer",
    "hear",
    "renew",
    "file_for_other",
]


class Walk:
    """One region in which things happen; each method is something that somebody tries."""

    def __init__(self, chance, region, people):
        self.chance = chance
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

    # --- the loops -----------------------------------------------------------------------------

    def take_back(self):
        perform("take_back", self.requests("recommended"), by=self.by("budi"))

    def ask_back(self):
        """An employee wants approved days back, all or some."""
        for request in self.requests("approved", "in_force")[:2]:
            live = list(request.days.filter(state="approved").values_list("date", flat=True))
            ask_cancellation(
                request, by=request.applicant, dates=self.some(sorted(live)), reason=REASON
            )

    def decide_back(self):
        for asked in self.some(Cancellation.objects.filter(state="asked").order_by("asked_at")):
            decide_cancellation(
                asked,
                by=self.by("budi", "bambang"),
                granted=self.chance.random() < 0.7,
                note=REASON,
            )

    def cancel(self):
        chosen = self.requests("approved", "in_force")
        perform("cancel", chosen, by=self.by("budi", "bambang"), note=REASON)

    def recall(self):
        days = far_working_days(20)
        chosen = self.requests("approved", "in_force")
        since = self.chance.choice(days)
        perform("recall", chosen, by=self.by("bambang", "endah"), note=REASON, since=since)

    def object(self):
        for request in self.requests("refused")[:2]:
            file_objection(request, by=request.applicant, reason=REASON)

    def answer(self):
        for objection in self.some(Objection.objects.filter(upheld=None).order_by("filed_at")):
            upheld = self.chance.random() < 0.4
            answer_objection(objection, by=self.by("endah", "bupati"), upheld=upheld, note=REASON)

    def hear(self):
        for request in self.requests("submitted"):
            give_view(request, by=self.by("sari", "bambang"), agrees=True, note=REASON)

    def renew(self):
        for request in self.requests("in_force", "ended", "cancelled")[:1]:
            filing.start_draft(by=request.applicant, renews=request)

    def file_for_other(self):
        person = self.chance.choice(self.applicants)
        request = filing.start_draft(by=self.by("pandu"), applicant=person)
        filing.discard_draft(request, by=request.filed_by)

    # --- what happens meanwhile -----------------------------------------------------------------

    def transfer(self):
        person = self.chance.choice(self.applicants)
        unit = self.chance.choice([self.region.aplikasi, self.region.dinkes])
        Employee.objects.filter(pk=person.pk).update(unit=unit)

    def change_policy(self):
        """Other rules from now on: seats, the superior's view, or everything switched off."""
        if Policy.objects.count() > 12:
            return
        parameters = self.chance.choice(
            [
                {"quota_percent": 100},
                {"quota_percent": 60},
                {"superior_step": True},
                {"open": False},
            ]
        )
        self._enforce(**parameters)

    def _enforce(self, **parameters):
        """From this moment: cases filed before keep what they were judged under."""
        new = open_policy(self.region.root, by=self.region.service, **parameters)
        Policy.objects.filter(pk=new.pk).update(
            enforced_at=timezone.now(), effective_from=timezone.localdate()
        )

    def time_passes(self):
        """All days of a case lie in the past from one moment to the next."""
        for request in self.requests("proposed", "approved", "in_force", "in_force")[:1]:
            days = list(request.days.filter(state__in=["asked", "approved"]).order_by("-date"))
            for ago, day in enumerate(days, 1):
                date = timezone.localdate() - datetime.timedelta(days=ago)
                taken = RequestDay.objects.filter(employee=day.employee, date=date)
                if taken.exclude(pk=day.pk).exists():
                    return
                _move_day(day, date)
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
        rare += [*LOOPS, "change_policy"]
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
        self._enforce()
        for _ in range(12):
            for name in ("file", "submit", "assess", "propose", "letter", "issue", "examine"):
                self.do(name)
            for name in ("close", "draft", "sign", "issue"):
                self.do(name)
            went = set(Decision.objects.values_list("step", flat=True))
            if "enact" in went:
                return went
        return went


def _move_day(day, date):
    """A day to another date, with its seat and what stands in the schedule."""
    if day.work_unit_id:
        unit = day.work_unit
        give_back_seats([Seat(unit.pk, day.date, day.is_structural)])
        take_seats([Seat(unit.pk, date, day.is_structural)], board=board_for([unit], [date]))
    WorkDay.objects.filter(source_id=str(day.request_id), date=day.date).update(date=date)
    RequestDay.objects.filter(pk=day.pk).update(date=date)


def promises_hold(walk):
    for promise in PROMISES:
        holds, _, wrong = promise()
        assert holds, (promise.__name__, wrong, walk.trail)
