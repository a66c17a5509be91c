"""What a reminder says: one message about all that waits for a person. Pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from wfa.calendars.rules import Calendar
from wfa.notifications.models import Message
from wfa.notifications.services import Notice
from wfa.people.models import Employee
from workflows import rules
from workflows.selectors.holders import Holding, Stage

NAMED = 5
_NEEDS = {
    Stage.SUPERIOR: "menunggu pertimbangan Anda",
    Stage.ASSESS: "menunggu penilaian OPD",
    Stage.PROPOSE: "siap diusulkan ke BKD",
    Stage.LETTER: "menunggu tanda tangan surat usulan",
    Stage.EXAMINE: "menunggu keputusan BKD",
    Stage.DECREE: "disetujui, surat keputusannya belum disusun",
    Stage.SIGN: "menunggu tanda tangan surat keputusan",
    Stage.OBJECT: "keberatan menunggu jawaban",
}
_PLACES = {
    Stage.SUPERIOR: ("pertimbangan-daftar", ""),
    Stage.ASSESS: ("kotak-masuk", "?tampilan=giliran"),
    Stage.PROPOSE: ("kotak-masuk", "?tampilan=siap"),
    Stage.LETTER: ("usulan", ""),
    Stage.EXAMINE: ("kotak-masuk-bkd", ""),
    Stage.DECREE: ("surat-keputusan", ""),
    Stage.SIGN: ("surat-keputusan", ""),
    Stage.OBJECT: ("keberatan-daftar", ""),
}


def notice(
    person: Employee, waiting: Sequence[Holding], calendar: Calendar, today: datetime.date
) -> Notice:
    """ "7 pengajuan menunggu Anda, 2 lewat batas", what they are, and where to act on them."""
    rows = sorted(waiting, key=lambda h: (h.case.due_on or today, h.case.number or ""))
    late = [h for h in rows if h.case.due_on and h.case.due_on < today]
    tail = f", {len(late)} lewat batas: putuskan tertulis" if late else ""
    return Notice(
        person,
        f"{len(rows)} pengajuan menunggu Anda{tail}",
        _body(person, rows, calendar, today),
        _link(person, late or rows, is_late=bool(late)),
        Message.Topic.REMINDER,
    )


def _body(
    person: Employee, rows: Sequence[Holding], calendar: Calendar, today: datetime.date
) -> str:
    counts = Counter(h.stage for h in rows if person.pk in h.people)
    lines = [f"{counts[s]} {_NEEDS[s]}." for s in Stage if counts[s]]
    if risen := sum(person.pk not in h.people for h in rows):
        lines.append(f"{risen} naik kepada Anda karena lewat batas.")
    over = sum(h.case.last_day is not None and h.case.last_day < today for h in rows)
    if over:
        lines.append(f"{over} semua harinya sudah lewat: tutup dengan keputusan tertulis.")
    named = [_line(h, calendar, today) for h in rows[:NAMED]]
    more = [f"… dan {len(rows) - NAMED} lainnya."] if len(rows) > NAMED else []
    law = "Dasar: UU 30/2014 Pasal 53. Diam tidak memutus apa pun; pejabat yang memutus."
    return "\n".join([*lines, *named, *more, law])


def _line(holding: Holding, calendar: Calendar, today: datetime.date) -> str:
    case = holding.case
    words = rules.deadline(calendar, case.due_on, today)[0] if case.due_on else ""
    return f"– {case.number}, {holding.stage}. {words}."


def _link(person: Employee, rows: Sequence[Holding], *, is_late: bool) -> str:
    """Where most can be done: the desk of the most pressing case, or the list of late ones."""
    own = [h for h in rows if person.pk in h.people]
    if not own:
        return reverse("lewat-batas")
    name, query = _PLACES[own[0].stage]
    return reverse(name) + ("?tampilan=lewat" if is_late and query else query)


def place(holding: Holding) -> str:
    """Where its holder opens this case."""
    if holding.stage in {Stage.ASSESS, Stage.PROPOSE}:
        return reverse("kotak-masuk-kasus", args=[holding.case.pk])
    if holding.stage in {Stage.SUPERIOR, Stage.OBJECT}:
        name = "pertimbangan" if holding.stage is Stage.SUPERIOR else "keberatan"
        return reverse(name, args=[holding.case.pk])
    name, query = _PLACES[holding.stage]
    return reverse(name) + query
