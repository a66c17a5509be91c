"""Real cases of the large kinds, made through the services, and what prints them again."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from bench import bulk
from bench.luwes.cast import Bureau, Cast, Person
from bench.luwes.chain import Chain
from bench.stencil import (
    Buffer,
    Compiler,
    Keyring,
    Line,
    Model,
    Print,
    Specimen,
    index_of,
    new_uuid,
    pk_index,
    present,
)
from documents import services as papers
from documents.kinds import fingerprint
from documents.models import Document, Register
from wfa.audit.models import AuditEvent, AuditHead
from wfa.demo import cases
from wfa.demo.cases import step
from wfa.notifications.models import Message
from wfa.notifications.services import deliver_due
from wfa.people.models import Employee
from wfa.requests.models import RequestCounter, RequestDay, WorkRequest
from wfa.schedules.models import QuotaCounter
from workflows.services import close_examination, end_due

LIFE = datetime.timedelta(days=8)
"""How long a closed case took; the specimen took a second."""
_COUNTED: list[Model] = [AuditHead, Employee, QuotaCounter, Register, RequestCounter]
_ADVERSE = "Pada hari itu ada pemeriksaan lapangan."

Maker = Callable[[Cast, Bureau], WorkRequest]


def _submitted(_cast: Cast, bureau: Bureau) -> WorkRequest:
    return cases.submitted(bureau.office, 1)[0]


def _withdrawn(cast: Cast, bureau: Bureau) -> WorkRequest:
    asked = _submitted(cast, bureau)
    return step("withdraw", [asked], asked.applicant)[0]


def _refused(cast: Cast, bureau: Bureau) -> WorkRequest:
    return step("refuse", [_submitted(cast, bureau)], bureau.office.head, _ADVERSE)[0]


def _proposed(_cast: Cast, bureau: Bureau) -> WorkRequest:
    asked = cases.recommended(bureau.office, 1)
    cases.received(bureau.office, asked)
    return asked[0]


def _ended(cast: Cast, bureau: Bureau) -> WorkRequest:
    """The whole way: proposed, approved, in force by a decree, over."""
    asked = cases.recommended(bureau.office, 1)
    proposal = cases.received(bureau.office, asked)
    approved = step("approve", asked, cast.verifier)
    close_examination(proposal, by=cast.verifier)
    cases.sign(papers.draft_decree(approved, by=cast.verifier), cast.bkd_head)
    mine = WorkRequest.objects.filter(pk=asked[0].pk)
    real = mine.values("first_day", "last_day").get()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    mine.update(first_day=yesterday, last_day=yesterday)  # the clock ends it today
    if end_due() != 1:
        raise LookupError("the specimen was not ended")
    mine.update(**real)
    return mine.get()


MAKERS: dict[str, Maker] = {
    "submitted": _submitted,
    "proposed": _proposed,
    "ended": _ended,
    "refused": _refused,
    "withdrawn": _withdrawn,
}


@dataclass
class Stencil:
    """One kind of case of one OPD. `shared` rows are those of its proposal and papers."""

    shared: list[Line]
    own: list[Line]
    trail: list[tuple[bool, Line]]
    """(is it the case's own?, the line of the log), in order."""
    shared_keys: list[tuple[Model, Any]]
    own_keys: list[tuple[Model, Any]]
    applicant: tuple[Model, Any]
    person: Person
    number: str
    days: list[datetime.date]

    @classmethod
    def cut(cls, kind: str, cast: Cast, bureau: Bureau) -> Stencil:
        """Make the case, take its specimen, and find what will differ in each copy."""
        before = present()
        case = MAKERS[kind](cast, bureau)
        deliver_due()
        closed = kind in {"ended", "refused", "withdrawn"}
        taken = Specimen.taken(before, without=[*_COUNTED, *([Message] if closed else [])])
        return cls._of(taken, case, LIFE if closed else None)

    @classmethod
    def _of(cls, taken: Specimen, case: WorkRequest, life: datetime.timedelta | None) -> Stencil:
        person = _person(case.applicant)
        days = sorted(RequestDay.objects.filter(request=case).values_list("date", flat=True))
        events = taken.rows.pop(AuditEvent)
        own = {m: [r for r in rows if _is_own(m, r, case)] for m, rows in taken.rows.items()}
        compiler = _compiler(taken, case, person, days, events, life)
        every = [(m, row) for m, rows in taken.rows.items() for row in rows]
        mine = [(m, row) for m, row in every if row in own[m]]
        others = [(m, row) for m, row in every if row not in own[m]]
        target = index_of(AuditEvent, "target_id")
        return cls(
            shared=[compiler.line(m, row) for m, row in others],
            own=[compiler.line(m, row) for m, row in mine],
            trail=[(row[target] == str(case.pk), compiler.line(AuditEvent, row)) for row in events],
            shared_keys=[(m, row[pk_index(m)]) for m, row in others],
            own_keys=[(m, row[pk_index(m)]) for m, row in mine],
            applicant=(Employee, person.key),
            person=person,
            number=str(case.number),
            days=days,
        )


def _person(employee: Employee) -> Person:
    nip = str(employee.nip)
    return Person(employee.pk, nip, employee.full_name, employee.get_short_name())


def _is_own(model: Model, row: bulk.Row, case: WorkRequest) -> bool:
    """Whether a row is about the request itself: it points to it, or names it."""
    key = bulk.raw_uuid(case.pk)
    return any(
        (value == key and (f.remote_field or f.primary_key))
        or (
            isinstance(value, str)
            and f.get_internal_type() == "CharField"
            and str(case.pk) in value
        )
        for f, value in zip(bulk.columns_of(model), row, strict=True)
    )


def _compiler(
    taken: Specimen,
    case: WorkRequest,
    person: Person,
    days: Sequence[datetime.date],
    events: Sequence[bulk.Row],
    life: datetime.timedelta | None,
) -> Compiler:
    at = index_of(AuditEvent, "at")
    moments = [bulk.read_time(row[at]) for row in events]
    stretch = life / (max(moments) - min(moments)) if life else 1.0
    keys: list[tuple[Model, Any]] = [*taken.named_keys(), (Employee, person.key)]
    ids = [text for m, key in taken.named_keys() if (text := _id_text(m, key))]
    texts = {person.nip, person.full, person.short, str(case.number), *ids}
    texts |= {d.isoformat() for d in days} | set(_paper_words(taken))
    return Compiler(keys, texts, stretch, min(moments))


def _id_text(model: Model, key: Any) -> str:
    """A key as other tables write it, where it is a random one."""
    is_random = model._meta.pk.get_internal_type() == "UUIDField"
    return str(model._meta.pk.to_python(key)) if is_random else ""


def _paper_words(taken: Specimen) -> list[str]:
    """Numbers and tokens of the papers."""
    wanted = [index_of(Document, name) for name in ("number", "token")]
    return [row[i] for row in taken.rows.get(Document, []) for i in wanted if row[i]]


class Press:
    """Prints cases: keys, case numbers, numbers of papers and the chain go on in order."""

    def __init__(self) -> None:
        self.ring, self.chain, self.buffer = Keyring(), Chain(), Buffer()
        self.year = timezone.localdate().year
        self.last = RequestCounter.objects.get(year=self.year).last
        self.registers = dict(Register.objects.values_list("pk", "last"))
        self._at = {
            n: index_of(Document, n)
            for n in ("register", "sequence", "number", "token", "snapshot", "snapshot_sha256")
        }

    def batch(
        self, stencil: Stencil, people: Sequence[tuple[Person, int]], back: datetime.timedelta
    ) -> None:
        """The case for each of `people` (person, weeks its days move), in one proposal."""
        common = Print({}, {}, people[0][1], back)
        for model, key in stencil.shared_keys:
            self._new_key(common, model, key)
        for line in stencil.shared:
            if line.model is Document:
                self._number(common, line)
        prints = [self._print(stencil, common, person, weeks) for person, weeks in people]
        self._rows(stencil, prints)
        for is_own, line in stencil.trail:
            for copy in prints if is_own else prints[:1]:
                self.buffer.add(AuditEvent, self.chain.link(line, copy))

    def _rows(self, stencil: Stencil, prints: Sequence[Print]) -> None:
        for line in stencil.shared:
            row = line.printed(prints[0])
            self.buffer.add(line.model, self._paper(row) if line.model is Document else row)
        for copy in prints:
            for line in stencil.own:
                self.buffer.add(line.model, line.printed(copy))

    def _print(self, stencil: Stencil, common: Print, person: Person, weeks: int) -> Print:
        self.last += 1
        copy = Print(dict(common.keys), dict(common.texts), weeks, common.back)
        copy.keys[stencil.applicant] = person.key
        for model, key in stencil.own_keys:
            self._new_key(copy, model, key)
        old, move = stencil.person, datetime.timedelta(weeks=weeks)
        copy.texts[old.nip], copy.texts[old.full], copy.texts[old.short] = (
            person.nip,
            person.full,
            person.short,
        )
        copy.texts[stencil.number] = f"P-{self.year}-{self.last:06d}"
        copy.texts.update({d.isoformat(): (d + move).isoformat() for d in stencil.days})
        return copy

    def _new_key(self, copy: Print, model: Model, key: Any) -> None:
        copy.keys[model, key], text = self.ring.new(model)
        if text:
            copy.texts[_id_text(model, key)] = text

    def _number(self, copy: Print, line: Line) -> None:
        """The next number of the register, and a token."""
        register, sequence = line.row[self._at["register"]], line.row[self._at["sequence"]]
        self.registers[register] = following = self.registers[register] + 1
        old = line.row[self._at["number"]]
        new = old.replace(f"/{sequence:04}/", f"/{following:04}/", 1)
        if new == old:
            raise LookupError("the pattern of letter numbers has changed; see documents.numbering")
        copy.texts[old] = new
        copy.texts[line.row[self._at["token"]]] = new_uuid().hex

    def _paper(self, row: bulk.Row) -> bulk.Row:
        """Its running number, and the hash of the content as it is now."""
        row[self._at["sequence"]] = int(row[self._at["number"]].split("/")[1])
        content = json.loads(row[self._at["snapshot"]])
        row[self._at["snapshot_sha256"]] = fingerprint(content)
        return row

    def flush(self) -> None:
        """Write what is printed, and where every count stands. Called inside a transaction."""
        self.buffer.flush()
        self.chain.save()
        RequestCounter.objects.filter(year=self.year).update(last=self.last)
        for pk, last in self.registers.items():
            Register.objects.filter(pk=pk).update(last=last)

    def finish(self) -> None:
        self.flush()
        bulk.reset_counters(self.ring.tables())
