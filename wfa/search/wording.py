"""How a row that was found is shown: a title, a line or two, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from documents.models import Document
from wfa.calendars import wording
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.requests import wording as cases
from wfa.requests.models import WorkRequest
from workflows.models import Proposal


@dataclass(frozen=True)
class Hit:
    """One result. `state`: the row whose status is shown with it."""

    title: str
    url: str
    lines: list[str] = field(default_factory=list)
    state: Model | None = None


def of_person(person: Employee, user: Employee, held: Authority) -> Hit:
    number = wording.nip(person.nip) if person.nip else person.login
    post = " · ".join(str(part) for part in (person.position, person.unit) if part)
    lines = [number, post or person.get_kind_display()]
    if not person.is_active:
        lines.append("Akun nonaktif")
    return Hit(person.full_name, _person_url(person, user, held), lines)


def _person_url(person: Employee, user: Employee, held: Authority) -> str:
    """Their page for those who look after people; for the others what they asked for."""
    if person.pk == user.pk:
        return reverse("akun")
    actions = ("manage_people", "print_slips")
    if _over(person, held, actions):
        return reverse("pegawai-lihat", args=[person.pk])
    query = {"q": person.identity, "bagian": "pengajuan"}
    return f"{reverse('cari')}?{urlencode(query)}"


def _over(person: Employee, held: Authority, actions: tuple[str, ...]) -> bool:
    if person.unit is None:
        return any(path.count("/") == 1 for a in actions for path in held.paths(a))
    return any(held.capacity(action, person.unit) for action in actions)


def of_case(case: WorkRequest, user: Employee, held: Authority) -> Hit:
    """To whoever decides on it in the OPD the case in the inbox; to the others its own page."""
    who = "" if case.applicant_id == user.pk else f"{case.applicant.get_short_name()}, "
    lines = [" · ".join(filter(None, [case.number, str(case.opd)]))]
    decides = any(held.capacity(a, case.unit) for a in ("assess_request", "propose_request"))
    to_inbox = decides and case.number and case.applicant_id != user.pk
    url = reverse("kotak-masuk-kasus" if to_inbox else "pengajuan", args=[case.pk])
    return Hit(f"{who}{cases.title(case)}", url, lines, case)


def of_proposal(proposal: Proposal, _user: Employee, _held: Authority) -> Hit:
    letter = f"Surat {proposal.letter_number}" if proposal.letter_number else "Surat belum bernomor"
    lines = [f"{letter} · {wording.day(proposal.letter_date or proposal.created_at.date())}"]
    return Hit(f"Usulan {proposal.opd}", reverse("usulan-lihat", args=[proposal.pk]), lines)


def of_decree(paper: Document, _user: Employee, _held: Authority) -> Hit:
    lines = [paper.title] if paper.number else []
    if paper.dated:
        lines.append(wording.day(paper.dated))
    url = reverse("naskah", args=[paper.pk])
    return Hit(paper.number or paper.title, url, lines, paper)


OF: dict[str, Any] = {
    "pegawai": of_person,
    "pengajuan": of_case,
    "usulan": of_proposal,
    "sk": of_decree,
}
