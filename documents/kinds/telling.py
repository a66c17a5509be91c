"""Notices about an issued paper: to its people, the head of their OPD, and whoever drafted it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from documents.models import Document
from wfa.calendars import wording
from wfa.notifications.services import Notice, notify, notify_many
from wfa.people.models import Employee, Unit
from wfa.people.permissions import holders
from wfa.people.selectors import head_of
from wfa.requests.models import WorkRequest


def link_to(paper: Document) -> str:
    return reverse("naskah", args=[paper.pk])


def drafter(paper: Document, subject: str, body: str) -> None:
    """Whoever prepared the letter learns that it has gone out."""
    notify([paper.drafted_by], subject=subject, body=body, link=link_to(paper))


def people(paper: Document, requests: Sequence[WorkRequest], word: str) -> None:
    """Those named in a decree, and the heads of their OPDs."""
    notify(
        [r.applicant for r in requests],
        subject=f"{word} sudah terbit",
        body=f"Keputusan nomor {paper.number} sudah terbit. Buka dan unduh di Luwes.",
        link=link_to(paper),
    )
    notify(
        heads(paper, {r.opd_id: r.opd for r in requests}.values()),
        subject="Surat keputusan pegawai Anda terbit",
        body=f"Keputusan nomor {paper.number} sudah terbit untuk pegawai OPD Anda.",
        link=link_to(paper),
    )


def heads(paper: Document, units: Iterable[Unit]) -> list[Employee]:
    """The heads of these units on the paper's date, each once."""
    offices = [head_of(unit, paper.dated) for unit in units]
    return list({o.employee_id: o.employee for o in offices if o}.values())


def recalled(paper: Document, requests: Sequence[WorkRequest]) -> None:
    """The employees were told by the door; here the heads of their OPD, and the BKD."""
    start = wording.day(paper.valid_from) if paper.valid_from else ""
    called: dict[int, set[int]] = {}
    for request in requests:
        called.setdefault(request.opd_id, set()).add(request.applicant_id)
    units = {r.opd_id: r.opd for r in requests}
    notices = [
        Notice(
            office.employee,
            "Pegawai Anda dipanggil kembali ke kantor",
            f"{len(called[pk])} pegawai OPD Anda kembali ke kantor mulai {start}. "
            f"Dasar: keputusan nomor {paper.number}.",
            link_to(paper),
        )
        for pk, unit in units.items()
        if (office := head_of(unit, paper.dated))
    ]
    notify_many([*notices, *_to_bkd(paper, start)])


def _to_bkd(paper: Document, start: str) -> list[Notice]:
    body = f"Pemanggilan kembali nomor {paper.number} terbit, berlaku mulai {start}."
    subject = "Surat keputusan pemanggilan kembali terbit"
    bkd = {p.pk: p for p in [paper.drafted_by, *holders("draft_decree", paper.unit)]}
    return [Notice(person, subject, body, link_to(paper)) for person in bkd.values()]
