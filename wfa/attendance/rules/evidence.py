"""What a step of guidance rests on, frozen as values, and how it is told. Pure.

The same lines stand on the pages, in the letter and in the file for the discipline procedure.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wfa.calendars.wording import clock, day, day_list, join

Evidence = Mapping[str, Any]
CALLS, CHECK_INS, BY_HAND = "calls", "checkins", "by_hand"


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, what, and what else is known of it."""

    when: str
    what: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class DayNow:
    """What has become of a day that a step rests on. `word` "" = it stands as it stood."""

    date: datetime.date
    word: str = ""


@dataclass(frozen=True)
class Left:
    """What is left now of the frozen ground; `asked`: so much the policy asked for then."""

    asked: int = 0
    left: int = 0
    days: Sequence[DayNow] = ()

    @property
    def words(self) -> dict[datetime.date, str]:
        """{date: what has become of it}; of a date in two halves only where both have changed."""
        found: dict[datetime.date, list[str]] = {}
        for each in self.days:
            found.setdefault(each.date, []).append(each.word)
        return {date: of[0] if all(of) else "" for date, of in found.items()}


def date_of(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def summary(ground: str, evidence: Evidence) -> str:
    """The breach in one phrase, without a full stop, as it follows "karena"."""
    if ground == CALLS:
        number = len(evidence["calls"])
        return f"{number} panggilan tidak dijawab pada {day(date_of(evidence['date']))}"
    if ground == CHECK_INS:
        dates = [date_of(each["date"]) for each in evidence["days"]]
        return f"{evidence['missed']} presensi terlewat pada {day_list(dates)}"
    return f"kejadian pada {day(date_of(evidence['date']))}"


def lines(ground: str, evidence: Evidence, *, brief: bool = False) -> list[Line]:
    """All that was frozen, in its order; `brief`: of our service only what was wrong with it."""
    if ground == CALLS:
        return [_call(each, brief=brief) for each in evidence["calls"]]
    if ground == CHECK_INS:
        return [_day(each) for each in evidence["days"]]
    more = (f"Dicatat oleh {evidence['recorded_by']}, {evidence['capacity']}.",)
    return [Line(day(date_of(evidence["date"])), str(evidence["text"]), more)]


def _call(call: Evidence, *, brief: bool) -> Line:
    """ "Pukul 09.12 WIB", "Telepon tidak dijawab sampai pukul 09.17 WIB" """
    due = clock(_moment(call["due"]))
    more = [f"Oleh {call['caller']}, {call['capacity']}."]
    if call["note"]:
        more.append(f"Catatan pemanggil: {call['note']}")
    if call["answer"]:
        at = clock(_moment(call["answer_at"]))
        more.append(f"Jawaban pegawai pukul {at}: {call['answer']}")
    if said := _service(call["down_minutes"], brief=brief):
        more.append(said)
    when = f"Pukul {clock(_moment(call['started']))}"
    return Line(when, f"{call['channel']} tidak dijawab sampai pukul {due}.", tuple(more))


def _service(minutes: int | None, *, brief: bool) -> str:
    """What our own service did in the time; None = nobody watched."""
    if minutes:
        return f"Server terganggu {minutes} menit dalam waktu itu."
    if brief:
        return ""
    if minutes is None:
        return "Keadaan server waktu itu tidak tercatat."
    return "Server tidak terganggu dalam waktu itu."


def _day(missed: Evidence) -> Line:
    names = join([str(name).lower() for name in missed["windows"]])
    more = [f"Dinyatakan tidak sah oleh {missed['decided_by']}."] if missed["decided_by"] else []
    if missed["why"]:
        more.append(f"Alasan: {missed['why']}")
    if missed["explanation"]:
        more.append(f"Penjelasan pegawai: {missed['explanation']}")
    return Line(day(date_of(missed["date"])), f"Presensi {names} tidak ada.", tuple(more))


# --- what is left of it --------------------------------------------------------------------------


def too_little(ground: str, left: Left) -> str:
    """Why the ground doesn't carry a step any more, and what to do; "" = it does."""
    if left.left >= left.asked:
        return ""
    what = "Panggilan tidak dijawab" if ground == CALLS else "Presensi terlewat"
    counted = f"{what} yang masih terhitung {left.left}, kebijakan meminta {left.asked}."
    return f"{_since(left.words)}{counted} Pilih Tidak dilanjutkan."


def _since(words: Mapping[datetime.date, str]) -> str:
    """ "2 dari 3 hari kini dinyatakan sah dan 1 dibatalkan. "; "" where no day has changed."""
    changed = Counter(word for word in words.values() if word)
    if not changed:
        return ""
    if len(words) == 1:
        return f"Hari itu kini {next(iter(changed))}. "
    (first, number), *others = changed.most_common()
    said = [f"{number} dari {len(words)} hari kini {first}", *(f"{n} {word}" for word, n in others)]
    return f"{join(said)}. "


def beside(shown: Sequence[Line], evidence: Evidence, left: Left) -> list[Line]:
    """The lines of missed check-ins with what has become of each day since."""
    words = left.words
    now = [words.get(date_of(each["date"]), "") for each in evidence["days"]]
    return [
        replace(line, more=(*line.more, f"Sekarang hari ini {word}.")) if word else line
        for line, word in zip(shown, now, strict=True)
    ]


def dates_in(ground: str, evidence: Evidence) -> Sequence[str]:
    """The dates (ISO) that are used up by it: the same breach isn't told twice."""
    if ground == CHECK_INS:
        return [str(each["date"]) for each in evidence["days"]]
    return [str(evidence["date"])]
