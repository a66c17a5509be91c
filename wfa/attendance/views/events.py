"""What was decided and said about a day, newest first, for components/history.html."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from wfa.attendance.models import Explanation
from wfa.attendance.rules.verdicts import STEPS
from wfa.calendars.wording import moment
from wfa.decisions.models import Decision

_LOOKS = {
    "verify_day": ("check", "ok"),
    "clarify_day": ("help", "warn"),
    "invalidate_day": ("cross", "bad"),
}
Entry = dict[str, str]


def history(decisions: Sequence[Decision], explanations: Sequence[Explanation]) -> list[Entry]:
    """Every verdict, corrected ones too, and every explanation."""
    entries: list[tuple[datetime.datetime, Entry]] = [(d.at, _decided(d)) for d in decisions]
    entries += [(each.written_at, _explained(each)) for each in explanations]
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]


def _decided(row: Decision) -> Entry:
    icon, tone = _LOOKS.get(row.step, ("info", ""))
    done = STEPS[row.step].done if row.step in STEPS else row.step
    changed = " (koreksi)" if row.from_state not in ("waiting", "") else ""
    who = ", ".join(part for part in (row.actor_name, row.capacity) if part)
    return {
        "icon": icon,
        "tone": tone,
        "text": f"{done[:1].upper()}{done[1:]}{changed}",
        "meta": f"{moment(row.at)} · {who}",
        "note": row.note,
    }


def _explained(row: Explanation) -> Entry:
    return {
        "icon": "person",
        "tone": "",
        "text": "Penjelasan pegawai",
        "meta": moment(row.written_at),
        "note": row.text,
    }
