"""Sending the account of a day to BKD: frozen as it stands, corrected only by a further round."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from wfa.attendance.models import DayAccount
from wfa.attendance.rules.accounts import seal
from wfa.attendance.selectors.accounts import account_now, runs_until
from wfa.audit.services import record
from wfa.calendars.wording import clock, day, short_day
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity, authority
from wfa.refusals import Refused

SEND = "send_account"
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Sent:
    """What came of sending: the round that stands, and whether this call wrote it."""

    account: DayAccount
    is_new: bool

    @property
    def sentence(self) -> str:
        account = self.account
        what = "Rekap" if account.round == 1 else f"Koreksi rekap (putaran {account.round})"
        if self.is_new:
            return f"{what} {account.unit}, {day(account.date)}, terkirim ke BKD."
        when = f"{short_day(timezone.localdate(account.sent_at))}, {clock(account.sent_at)}"
        return f"{what} ini sudah dikirim oleh {account.sender_name} pada {when}."


def send_account(
    opd: Unit, date: datetime.date, *, by: Employee, seen: int = 0, note: str = ""
) -> Sent:
    """Freeze the day of an OPD with numbers, lines and SHA-256 as the next round.

    `seen`: the round that `by` saw (0 = none). Where a colleague was faster, nothing is written and
    their round is given back. A round after the first needs a `note`. `Refused` without the right,
    before the day has come, while something of it may still come, and where nobody was expected.
    """
    text = " ".join(note.split())[:LONGEST_NOTE]
    with transaction.atomic():
        held = authority(by).capacity(SEND, opd)
        if held is None:
            raise Refused("Rekap dikirim oleh OPD-nya sendiri.", code="no_right")
        Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=opd.pk)
        rows = DayAccount.objects.filter(unit=opd, date=date)
        last = rows.defer("lines").order_by("-round").first()
        if last is not None and last.round != seen:
            return Sent(last, is_new=False)
        if last is not None and not text:
            sentence = "Koreksi perlu catatan. Tulis apa yang berubah sejak rekap sebelumnya."
            raise Refused(sentence, code="note_missing", field="catatan")
        account = _freeze(opd, date, (last.round if last else 0) + 1, by, held, text)
        record(
            "account_sent",
            by=by,
            capacity=held.label,
            target=("account", account.pk),
            dates=date.isoformat(),
            round=account.round,
        )
    return Sent(account, is_new=True)


def _freeze(
    opd: Unit, date: datetime.date, round_: int, by: Employee, held: Capacity, note: str
) -> DayAccount:
    now = timezone.now()
    if date > timezone.localdate(now):
        raise Refused("Harinya belum tiba. Kirim rekap sesudah hari itu selesai.", code="not_over")
    days, lines, numbers = account_now(opd, date, now)
    if not days:
        raise Refused("Tidak ada yang ditunggu pada hari itu, jadi tidak ada rekap.", code="nobody")
    if end := runs_until(days):
        raise Refused(_not_over(end, now), code="not_over")
    return DayAccount.objects.create(
        unit=opd,
        date=date,
        round=round_,
        numbers=numbers,
        lines=lines,
        sha256=seal(content_of(opd, date, round_, numbers, lines)),
        note=note,
        sent_at=now,
        sent_by=by,
        sender_name=by.full_name,
        capacity=held.label,
    )


def _not_over(end: datetime.datetime, now: datetime.datetime) -> str:
    if end <= now:
        return "Ada foto yang sedang diperiksa. Kirim beberapa menit lagi."
    return f"Hari ini belum selesai. Kirim sesudah pukul {clock(end)}."


def content_of(
    opd: Unit,
    date: datetime.date,
    round_: int,
    numbers: dict[str, int],
    lines: list[dict[str, Any]],
) -> dict[str, Any]:
    """What the seal is over."""
    return {
        "unit": opd.pk,
        "date": date.isoformat(),
        "round": round_,
        "numbers": numbers,
        "lines": lines,
    }


def is_whole(account: DayAccount) -> bool:
    """Whether an account is still what was sealed."""
    content = content_of(account.unit, account.date, account.round, account.numbers, account.lines)
    return seal(content) == account.sha256
