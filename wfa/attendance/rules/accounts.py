"""The account of a day that goes to BKD: its numbers, its lines, its seal. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NUMBERS: dict[str, str] = {
    "expected": "Ditunggu",
    "present": "Hadir lengkap",
    "partial": "Hadir sebagian",
    "missing": "Tidak hadir",
    "unasked": "Tanpa presensi",
    "late": "Ada yang terlambat",
    "flagged": "Ada tanda",
    "unanswered": "Tidak menjawab panggilan",
    "verified": "Terverifikasi",
    "valid": "Sah",
    "clarify": "Diklarifikasi",
    "invalid": "Tidak sah",
    "waiting": "Belum diverifikasi",
}
"""Numbers of an account, each of people: expected = present + partial + missing + unasked."""


def numbers_of(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Sums over the lines; see `NUMBERS`."""
    found = dict.fromkeys(NUMBERS, 0)
    for line in lines:
        found["expected"] += 1
        found[_presence(line["points"])] += 1
        found["late"] += any(p["state"] in ("late", "afterwards") for p in line["points"])
        found["flagged"] += bool(line["flags"])
        found["unanswered"] += line["unanswered"] > 0
        found[line["verdict"]] += 1
        found["verified"] += line["verdict"] != "waiting"
    return found


def _presence(points: Sequence[Mapping[str, Any]]) -> str:
    """Nobody is present without a proof: where none was asked, that is what it says."""
    if not points:
        return "unasked"
    came = sum(point["at"] is not None for point in points)
    if came == len(points):
        return "present"
    return "partial" if came else "missing"


def seal(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
