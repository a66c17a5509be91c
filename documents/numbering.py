"""How a letter's number is written. Pure functions; the register gives the running number.

Tokens: {klasifikasi} {urut} {urut:04} {kode_opd} {jenis} {bulan_romawi} {bulan} {tahun}.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from wfa.calendars.wording import roman

LONGEST = 120
PATTERNS = {
    "proposal_letter": "{klasifikasi}/{urut:04}/{kode_opd}/{tahun}",
    "decree": "{klasifikasi}/{urut:04}/{kode_opd}/{tahun}",
    "revocation": "{klasifikasi}/{urut:04}/{kode_opd}/{tahun}",
    "roster_letter": "{klasifikasi}/{urut:04}/{kode_opd}/{tahun}",
    "assignment_letter": "{klasifikasi}/{urut:04}/{kode_opd}/{tahun}",
    "recall": "{klasifikasi}/{urut:04}/{kode_opd}/{tahun}",
    "reprimand": "{klasifikasi}/{urut:04}/{kode_opd}/{tahun}",
}
"""Each region's own rule on naskah dinas may set others: a line here, nothing else."""
_TOKEN = re.compile(r"\{(\w+)(?::0(\d))?\}")
_CODE = re.compile(r"[0-9]{2,3}(\.[0-9]{1,2}){0,4}", re.ASCII)
_SEQUENCE = re.compile(r"(?=.*[0-9])[A-Z0-9.\-]+", re.ASCII | re.IGNORECASE)
_REST = re.compile(r"[A-Z0-9.\-]+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """What a number is made of."""

    classification: str
    sequence: int
    unit_code: str
    dated: datetime.date
    kind: str = ""


def write(pattern: str, parts: Parts) -> str:
    """The number: write("{klasifikasi}/{urut:04}/{kode_opd}/{tahun}", …) → 800.1.11.1/0123/…

    An unknown token is a ValueError: a pattern is checked when it is set, not when it is used.
    """
    values = {
        "klasifikasi": parts.classification,
        "urut": str(parts.sequence),
        "kode_opd": parts.unit_code,
        "jenis": parts.kind,
        "bulan_romawi": roman(parts.dated.month),
        "bulan": f"{parts.dated.month:02}",
        "tahun": str(parts.dated.year),
    }

    def fill(found: re.Match[str]) -> str:
        name, width = found.groups()
        if name not in values:
            raise ValueError(f"unknown token {name}")
        return values[name].zfill(int(width or 0))

    text = _TOKEN.sub(fill, pattern)
    if problem(text, known={parts.classification}):
        raise ValueError(f"pattern gives no valid number: {text}")
    return text


def problem(number: str, known: set[str]) -> str:
    """Why `number` is not a letter's number, as a sentence; "" when it is one.

    A known classification code, "/", a running part with a digit, perhaps more parts.
    """
    code, *rest = number.split("/")
    if len(number) > LONGEST:
        return f"Nomor surat paling panjang {LONGEST} karakter. Pendekkan nomornya."
    if not _CODE.fullmatch(code) or code not in known:
        return "Nomor surat harus diawali kode klasifikasi yang dikenal. Periksa kodenya."
    if not rest or not _SEQUENCE.fullmatch(rest[0]):
        return "Sesudah kode klasifikasi harus ada nomor urut. Contoh: 800.1.11.1/0123."
    if not all(_REST.fullmatch(part) for part in rest[1:]):
        return "Nomor surat hanya memuat huruf, angka, titik, dan tanda hubung. Periksa lagi."
    return ""
