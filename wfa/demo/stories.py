"""What has happened in the demo region so far: cases in every state, over several OPDs."""

from __future__ import annotations

from django.db.models import Count

from documents import services as papers
from wfa.demo import cases, loops, past
from wfa.demo.accounts import Cast, duty, staff
from wfa.demo.cases import Office, step
from wfa.people.models import Unit
from wfa.people.selectors import head_of
from wfa.requests.models import WorkRequest
from workflows.services import close_examination

POOL = 14
FOUNDED = 30
"""Working days ago on which the demo region began."""
MORE = 4
"""OPDs besides Diskominfo and the one led by a Plh."""


def tell(people: Cast) -> int:
    """Play all of it; how many requests there are then."""
    head = head_of(people.diskominfo)
    assert head is not None  # noqa: S101  (an account of the demo)
    colleagues = list(staff(people.diskominfo).exclude(pk=people.applicant.pk)[:POOL])
    diskominfo = Office(
        people.diskominfo, head.employee, people.assessor, colleagues, [people.applicant]
    )
    acting = _office(people.acting_opd)
    others = _others(people)
    past.tell(diskominfo, others, people)
    _diskominfo(diskominfo, people)
    _acting(acting)
    _waiting_for_a_decree(others[0], people)
    _waiting_for_a_signature(others[1], people)
    _in_force(others[2], people)
    _at_the_bkd(others[3], people)
    loops.tell(diskominfo, others, people)
    refused = WorkRequest.objects.filter(state="refused", objection__isnull=True)
    papers.file_cases(refused[:1], by=people.archivist)
    return WorkRequest.objects.count()


def _office(unit: Unit) -> Office:
    office = head_of(unit)
    assert office is not None  # noqa: S101  (chosen for it)
    assessor = duty(staff(unit)[0], "penilai", unit)
    return Office(unit, office.employee, assessor, list(staff(unit)[:POOL]))


def _others(people: Cast) -> list[Office]:
    """The largest OPDs that have a head."""
    taken = [people.diskominfo.pk, people.acting_opd.pk, people.bkd.pk]
    opds = Unit.objects.filter(kind=Unit.Kind.OPD, is_active=True).exclude(pk__in=taken)
    opds = opds.annotate(size=Count("employees")).order_by("name")  # keys differ by database
    led = [unit for unit in opds if head_of(unit) and len(staff(unit)[:5]) == 5]
    if len(led) < MORE:
        raise LookupError("the sample holds too few OPDs with a head and enough staff")
    return [_office(unit) for unit in led[:MORE]]


def _diskominfo(office: Office, people: Cast) -> None:
    """In force, half examined, ready to be proposed, waiting: something on every desk."""
    _decreed(office, people, 4)
    half = cases.recommended(office, 6)
    cases.received(office, half)
    step("approve", half[:2], people.verifier)
    step("refuse", half[2:3], people.verifier, "Layanan tatap muka pada hari itu tidak terlayani.")
    step("send_back", half[3:4], people.verifier, "Lampirkan surat tugas kegiatan pada hari itu.")
    cases.recommended(office, 3)
    cases.submitted(office, 3)
    cases.submitted(office, 1, special=True)
    _own_cases(people, office)


def _own_cases(people: Cast, office: Office) -> None:
    """What the employee of the demo finds: one to mend and a draft, beside the one in force."""
    returned = cases.submit(cases.draft(people.applicant, weeks=5))
    step("send_back", [returned], office.assessor, "Sebutkan keluaran untuk setiap hari.")
    cases.draft(people.applicant, weeks=7)


def _acting(office: Office) -> None:
    """An OPD led by a Plh.: its letter of proposal waits for the signature."""
    cases.sent(office, cases.recommended(office, 4))
    cases.recommended(office, 2)
    cases.submitted(office, 3)
    cases.submitted(office, 1, special=True)
    [mistaken] = cases.submitted(office, 1)
    step("withdraw", [mistaken], mistaken.applicant)


def _waiting_for_a_decree(office: Office, people: Cast) -> None:
    approved = cases.recommended(office, 3)
    approved += cases.recommended(office, 1, special=True)
    _approve(office, approved, people)
    cases.submitted(office, 2)
    [refused] = cases.submitted(office, 1)
    step("refuse", [refused], office.head, "Pada hari itu ada pemeriksaan lapangan.")


def _waiting_for_a_signature(office: Office, people: Cast) -> None:
    approved = cases.recommended(office, 3)
    papers.draft_decree(_approve(office, approved, people), by=people.verifier)
    cases.submitted(office, 2)
    cases.drafts(office, 1)


def _in_force(office: Office, people: Cast) -> None:
    """A decree for five, of whom one is revoked by another decree."""
    held = _decreed(office, people, 5)
    decree = held[-1].papers.get().document
    reason = "Pegawai ditugaskan dalam tim pelayanan tatap muka."
    revocation = papers.revoke(decree, held[-1:], by=people.verifier, reason=reason)
    cases.sign([revocation], people.bkd_head)
    [mistaken] = cases.submitted(office, 1)
    step("withdraw", [mistaken], mistaken.applicant)


def _at_the_bkd(office: Office, people: Cast) -> None:
    """One decree for one person, and a proposal that nobody has looked at yet."""
    single = _approve(office, cases.recommended(office, 1), people)
    cases.sign(papers.draft_decree(single, by=people.verifier, single=True), people.bkd_head)
    cases.received(office, cases.recommended(office, 4))
    cases.submitted(office, 2)
    [unclear] = cases.submitted(office, 1)
    step("send_back", [unclear], office.assessor, "Alamat tempat kerja belum lengkap.")


def _decreed(office: Office, people: Cast, number: int) -> list[WorkRequest]:
    approved = _approve(office, cases.recommended(office, number), people)
    cases.sign(papers.draft_decree(approved, by=people.verifier), people.bkd_head)
    return [WorkRequest.objects.get(pk=request.pk) for request in approved]


def _approve(office: Office, requests: list[WorkRequest], people: Cast) -> list[WorkRequest]:
    """Through the BKD, its sitting closed."""
    proposal = cases.received(office, requests)
    approved = step("approve", requests, people.verifier)
    close_examination(proposal, by=people.verifier)
    return approved
