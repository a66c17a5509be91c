"""What a stranger with a code learns: one word, one sentence, and as little else as will do."""

from __future__ import annotations

import datetime
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

from documents.models import Document
from wfa.calendars import wording
from wfa.requests.models import State

TOKEN = re.compile(r"[0-9a-f]{32}")


class Word(StrEnum):
    NOT_YET = "BELUM BERLAKU"
    VALID = "BERLAKU"
    OVER = "BERAKHIR"
    REVOKED = "DICABUT"
    UNKNOWN = "TIDAK DIKENAL"


@dataclass(frozen=True)
class Verification:
    """The answer. `facts` are pairs of label and value, in the order they are shown."""

    word: Word
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def tone(self) -> str:
        """The look of the answer; the word alone says it too."""
        return {Word.VALID: "ok", Word.REVOKED: "bad"}.get(self.word, "none")


UNKNOWN = Verification(
    Word.UNKNOWN, "Kode ini tidak ada dalam daftar kami. Jangan pakai dokumen ini sebagai dasar."
)


def clean(code: str) -> str:
    """The code as typed or scanned: blanks, dashes and capitals forgiven; a whole address too."""
    last = code.strip().rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[\s\-.]", "", last).lower()


def status(token: str, today: datetime.date) -> Verification:
    """Whether the paper with this code holds today. A voided or draft paper is unknown."""
    code = clean(token)
    if not TOKEN.fullmatch(code):
        return UNKNOWN
    found = (
        Document.objects.filter(token=code)
        .exclude(state__in=[Document.State.VOID, Document.State.DISCARDED])
        .first()
    )
    if found is None or not hmac.compare_digest(found.token or "", code):
        return UNKNOWN
    if found.state != Document.State.ISSUED:
        return Verification(
            Word.NOT_YET, "Naskah ini sudah bernomor, tetapi belum terbit.", _facts(found)
        )
    return _of_issued(found, today)


def _of_issued(found: Document, today: datetime.date) -> Verification:
    total, revoked = _revoked(found)
    if total and revoked == total:
        return Verification(
            Word.REVOKED,
            "Keputusan ini asli, tetapi tidak berlaku lagi.",
            _facts(found) + _revoking(found),
        )
    facts = _facts(found)
    called_back = _called_back(found)
    if total and revoked + called_back == total:
        return Verification(
            Word.OVER, "Keputusan ini asli; semua pegawainya sudah kembali ke kantor.", facts
        )
    if called_back:
        facts += (("Catatan", f"{called_back} dari {total} pegawai sudah kembali ke kantor"),)
    if revoked:
        facts += (("Catatan", f"{revoked} dari {total} pegawai dicabut"), *_revoking(found))
    if found.valid_from and found.valid_from > today:
        return Verification(Word.NOT_YET, "Naskah ini asli, tetapi belum mulai berlaku.", facts)
    if found.valid_until and found.valid_until < today:
        return Verification(Word.OVER, "Naskah ini asli; masa berlakunya sudah berakhir.", facts)
    if found.kind == Document.Kind.PROPOSAL_LETTER:
        return Verification(Word.VALID, "Surat ini asli.", facts)
    return Verification(Word.VALID, "Keputusan ini asli dan masih berlaku.", facts)


def _revoked(found: Document) -> tuple[int, int]:
    """(people in a decree, those of them whose approval was revoked)"""
    if found.kind != Document.Kind.DECREE:
        return 0, 0
    live = list(found.items.values_list("is_live", flat=True))
    return len(live), live.count(False)


def _called_back(found: Document) -> int:
    """People whose days were all cancelled: the decree stands, but holds nothing for them."""
    if found.kind != Document.Kind.DECREE:
        return 0
    return found.items.filter(is_live=True, request__state=State.CANCELLED).count()


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


def _facts(found: Document) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Nomor", found.number),
        ("Jenis", found.get_kind_display()),
        ("Tentang", found.title),
        ("Ditetapkan", wording.day(found.dated) if found.dated else ""),
        ("Berlaku sampai", wording.day(found.valid_until) if found.valid_until else ""),
        ("Penanda tangan", f"{found.signer_name}, {found.signer_capacity}"),
        ("Lampiran", _people(found)),
        ("Tanda tangan", "Elektronik, tidak tersertifikasi"),
        ("SHA-256 berkas", found.file_sha256),
    ]
    return tuple(row for row in rows if row[1])


def _people(found: Document) -> str:
    """ "10 pegawai, antara lain R.W. dan B.P." """
    people = found.snapshot.get("people", [])
    shown = [_initials(person["name"]) for person in people[:2]]
    if not shown:
        return ""
    joint = ", antara lain" if len(people) > 2 else ":"
    return f"{len(people)} pegawai{joint} {wording.join(shown)}"


def _initials(name: str) -> str:
    return "".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
