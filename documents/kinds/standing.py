"""What has become of an issued decree: revoked, all its people called back, or still in force."""

from __future__ import annotations

from documents.kinds.base import Standing, Word
from documents.models import Document
from wfa.calendars import wording
from wfa.requests.models import State

DECREE = "Keputusan ini asli dan masih berlaku."


def of_decree(found: Document) -> Standing:
    live = list(found.items.values_list("is_live", flat=True))
    total, revoked = len(live), live.count(False)
    if total and revoked == total:
        sentence = "Keputusan ini asli, tetapi tidak berlaku lagi."
        return Standing(sentence, Word.REVOKED, _revoking(found))
    back = found.items.filter(is_live=True, request__state=State.CANCELLED).count()
    if total and revoked + back == total:
        sentence = "Keputusan ini asli; semua pegawainya sudah kembali ke kantor."
        return Standing(sentence, Word.OVER)
    return Standing(DECREE, None, _notes(found, total, revoked, back))


def _notes(found: Document, total: int, revoked: int, back: int) -> tuple[tuple[str, str], ...]:
    notes: tuple[tuple[str, str], ...] = ()
    if back:  # their days were all cancelled: the decree stands, but holds nothing for them
        notes += (("Catatan", f"{back} dari {total} pegawai sudah kembali ke kantor"),)
    if revoked:
        notes += (("Catatan", f"{revoked} dari {total} pegawai dicabut"), *_revoking(found))
    return notes


def _revoking(found: Document) -> tuple[tuple[str, str], ...]:
    papers = Document.objects.filter(
        kind=Document.Kind.REVOCATION, subject_id=str(found.pk), state=Document.State.ISSUED
    ).order_by("issued_at")
    rows: list[tuple[str, str]] = []
    for paper in papers:
        if paper.dated:
            rows.append(("Dicabut sejak", wording.day(paper.dated)))
        rows.append(("Dicabut oleh", f"Keputusan {paper.number}"))
    return tuple(rows)
