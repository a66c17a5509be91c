"""What the first page shows to whom: the one next thing to do, what waits, one's own requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from documents import selectors as documents
from wfa.people.models import Employee
from wfa.people.permissions import Authority, under
from wfa.requests import selectors as requests
from wfa.requests.models import State, WorkRequest
from workflows import selectors as workflows

RECENT = 5


@dataclass(frozen=True)
class Task:
    """Something that waits for this person: a title, a sentence, where to do it."""

    title: str
    meta: str
    url: str
    button: str


def contents(request: HttpRequest) -> dict[str, Any]:
    """Everything the page needs; the first of `tasks` becomes the card "Sekarang"."""
    user, authority = request.user, request.authority  # type: ignore[attr-defined]
    assert isinstance(user, Employee)  # noqa: S101  (the page needs a sign-in)
    tasks = [*_own_tasks(user), *_desk_tasks(user, authority)]
    is_asn = user.kind == Employee.Kind.ASN
    return {
        "now": tasks[0] if tasks else None,
        "tasks": tasks[1:],
        "requests": list(requests.mine(user)[:RECENT]) if is_asn else [],
        "is_asn": is_asn,
    }


def _own_tasks(user: Employee) -> list[Task]:
    """One's own returned requests and unfinished drafts."""
    found = WorkRequest.objects.filter(applicant=user, state__in=[State.RETURNED, State.DRAFT])
    return [_own_task(r) for r in found.order_by("-state", "-changed_at")[:3]]


def _own_task(request: WorkRequest) -> Task:
    url = reverse("pengajuan-isi", args=[request.pk, 1])
    if request.state == State.RETURNED:
        return Task(
            f"Perbaiki pengajuan {request.number}",
            "Penilai mengembalikannya. Baca catatannya, perbaiki, lalu ajukan lagi.",
            reverse("pengajuan", args=[request.pk]),
            "Baca catatan dan perbaiki",
        )
    return Task("Lanjutkan draf pengajuan", "Belum ada yang menerima draf ini.", url, "Lanjutkan")


def _desk_tasks(user: Employee, authority: Authority) -> list[Task]:
    """What waits on the desk of an official."""
    makers = [_assess, _propose, _letters, _examine, _decrees, _signatures]
    return [task for make in makers if (task := make(user, authority))]


def _assess(_user: Employee, authority: Authority) -> Task | None:
    if not (paths := authority.paths("assess_request")):
        return None
    return _count(
        WorkRequest.objects.filter(under(paths, "unit__path"), state=State.SUBMITTED).count(),
        "pengajuan menunggu penilaian",
        "Nilai, lalu dukung atau kembalikan dengan catatan.",
        reverse("kotak-masuk"),
        "Buka Kotak Masuk",
    )


def _propose(_user: Employee, authority: Authority) -> Task | None:
    if not (paths := authority.paths("propose_request")):
        return None
    return _count(
        WorkRequest.objects.filter(under(paths, "unit__path"), state=State.RECOMMENDED).count(),
        "pengajuan siap diusulkan",
        "Kirim ke BKD dalam satu surat usulan.",
        reverse("usulan-baru"),
        "Susun usulan",
    )


def _letters(_user: Employee, authority: Authority) -> Task | None:
    if not (paths := authority.paths("sign_letter")):
        return None
    due = workflows.letters_due().filter(under(paths, "opd__path"))
    return _count(
        due.count(),
        "surat usulan menunggu tanda tangan",
        "BKD menerima usulan setelah suratnya ditandatangani.",
        reverse("usulan"),
        "Buka usulan",
    )


def _examine(_user: Employee, authority: Authority) -> Task | None:
    if not authority.may_somewhere("examine_request"):
        return None
    counts = workflows.bkd_inbox().aggregate(
        proposals=Count("pk", distinct=True),
        waiting=Count("items", filter=Q(items__request__state=State.PROPOSED)),
    )
    return _count(
        counts["proposals"],
        "usulan OPD menunggu pemeriksaan",
        f"{counts['waiting']} pengajuan di dalamnya belum diputus.",
        reverse("kotak-masuk-bkd"),
        "Buka Kotak Masuk",
    )


def _decrees(_user: Employee, authority: Authority) -> Task | None:
    if not authority.may_somewhere("draft_decree"):
        return None
    return _count(
        workflows.approved_items().count(),
        "pengajuan disetujui belum ber-SK",
        "Susun surat keputusannya agar pegawai dapat bekerja fleksibel.",
        reverse("surat-keputusan"),
        "Susun SK",
    )


def _signatures(user: Employee, authority: Authority) -> Task | None:
    if not authority.may_somewhere("sign_decree"):
        return None
    return _count(
        documents.to_sign(user, authority).count(),
        "surat keputusan menunggu tanda tangan",
        "Baca seluruhnya sebelum menandatangani.",
        reverse("surat-keputusan"),
        "Buka Surat Keputusan",
    )


def _count(count: int, what: str, meta: str, url: str, button: str) -> Task | None:
    return Task(f"{count} {what}", meta, url, button) if count else None
