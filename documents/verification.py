"""What a stranger with a code learns: one word, one sentence, and as little else as will do."""

from __future__ import annotations

import datetime
import hmac
import re
from dataclasses import dataclass

from documents.kinds import Word, kind_of
from documents.models import Document
from wfa.calendars import wording

__all__ = ["TOKEN", "UNKNOWN", "Verification", "Word", "clean", "status"]

TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Verification:
    """The answer. `facts` are pairs of label and value, in the order they are shown."""

    word: Word
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def tone(self) -> str:
        """The look of the answer; the word alone says it too."""
        return {Word.VALID: "ok", Word.REVOKED: "bad", Word.REPLACED: "bad"}.get(self.word, "none")


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
    standing = kind_of(found.kind).standing(found)
    facts = _facts(found) + standing.notes
    if standing.word is not None:
        return Verification(standing.word, standing.sentence, facts)
    if found.valid_from and found.valid_from > today:
        return Verification(Word.NOT_YET, "Naskah ini asli, tetapi belum mulai berlaku.", facts)
    if found.valid_until and found.valid_until < today:
        return Verification(Word.OVER, "Naskah ini asli; masa berlakunya sudah berakhir.", facts)
    return Verification(Word.VALID, standing.sentence, facts)


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
