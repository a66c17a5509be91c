"""How the way of a step of guidance is told: what happened to it, newest first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from wfa.attendance.models import Reprimand
from wfa.attendance.rules.ladder import NAMES
from wfa.calendars.wording import moment, short_day
from wfa.decisions.models import Decision

Entry = dict[str, Any]
_STEPS = {
    "confirm_reprimand": ("check", "ok", "Diputuskan: {level}"),
    "drop_reprimand": ("ban", "", "Tidak dilanjutkan"),
    "object_reprimand": ("scale", "warn", "Keberatan diajukan"),
    "uphold_reprimand": ("scale", "", "Keberatan ditolak, langkah tetap berlaku"),
    "lift_reprimand": ("undo", "ok", "Dicabut"),
}
"""{step: (icon, tone, words)}"""


def history(row: Reprimand, decisions: Iterable[Decision]) -> list[Entry]:
    """Entries for components/history.html, newest first."""
    found = [(row.proposed_at, _entry("pen", "", _proposed(row), moment(row.proposed_at)))]
    found += [(each.at, _decision(each)) for each in decisions if each.step in _STEPS]
    if row.number and row.issued_at:
        text = f"Surat nomor {row.number} terbit"
        found.append((row.issued_at, _entry("document-check", "ok", text, moment(row.issued_at))))
    ordered = sorted(found, key=lambda each: each[0], reverse=True)
    return [entry for _, entry in ordered]


def _proposed(row: Reprimand) -> str:
    if row.ground == Reprimand.Ground.BY_HAND:
        return f"Dicatat oleh {row.evidence['recorded_by']}"
    return "Diusulkan sistem dari catatan"


def words_of(each: Decision) -> str:
    """What a decision did: "Diputuskan: Peringatan pertama"."""
    return _STEPS[each.step][2].format(level=NAMES.get(each.data.get("level", ""), ""))


def _decision(each: Decision) -> Entry:
    icon, tone, _ = _STEPS[each.step]
    text = words_of(each)
    who = f"{each.actor_name}, {each.capacity}" if each.capacity else each.actor_name
    return _entry(icon, tone, text, f"{moment(each.at)} · {who}", each.note)


def _entry(icon: str, tone: str, text: str, meta: str, note: str = "") -> Entry:
    return {"icon": icon, "tone": tone, "text": text, "meta": meta, "note": note}


def until(row: Reprimand, today: datetime.date) -> str:
    """ "berlaku sampai 9 Juni 2027"; "berakhir …" when that day is past; "" where it never held."""
    if row.expires_on is None or row.state not in ("issued", "objected"):
        return ""
    verb = "berlaku sampai" if today <= row.expires_on else "berakhir"
    return f"{verb} {short_day(row.expires_on)}"
