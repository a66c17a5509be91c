"""Two people exchange days: one asks, the other agrees, their common superior decides.

Approval writes the days anew and exchanges the seats in one transaction, under the counters'
locks, after the rules were asked again: what was possible when it was asked may not be any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from wfa.audit.services import record
from wfa.calendars.wording import day_list, short_day
from wfa.decisions.models import Decision
from wfa.decisions.services import record_all
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity, authority
from wfa.policies.selectors import current_version
from wfa.refusals import Refused
from wfa.schedules.models import Swap, WorkDay
from wfa.schedules.selectors import is_structural
from wfa.schedules.services import (
    Placed,
    QuotaFullError,
    Seat,
    exchange_seats,
    take_back_rows,
    write_days,
)
from wfa.schedules.services.calling import lock_days, seats_of
from workflows.selectors.rosters import taken_by_requests
from workflows.selectors.swaps import (
    OPEN,
    SwapGround,
    common_unit,
    open_swaps,
    swap_deciders,
    swap_ground,
)

State = Swap.State
SHORTEST_REASON = 5
_FASTER = "Hari atau kuotanya baru saja berubah. Muat ulang halaman, lalu coba lagi."


def dates_of(swap: Swap) -> list[datetime.date]:
    return [date for date in (swap.first_date, swap.second_date) if date]


def ask(
    asker: Employee,
    other: Employee,
    first: datetime.date,
    second: datetime.date | None = None,
    *,
    reason: str,
) -> Swap:
    """Ask a colleague to exchange one day, or two; until it is decided nothing changes."""
    text = _text(reason, SHORTEST_REASON, "Tulis alasan menukar hari.", "reason")
    dates = [date for date in (first, second) if date]
    _judged(asker.pk, other.pk, dates)
    unit = common_unit(asker.unit, other.unit) if asker.unit and other.unit else None
    if unit is None or not swap_deciders(unit, without={asker.pk, other.pk}):
        raise Refused("Belum ada atasan yang dapat memutus. Hubungi pengelola kepegawaian.")
    return _asked(asker, other, unit, dates, text)


def _asked(
    asker: Employee, other: Employee, unit: Unit, dates: Sequence[datetime.date], reason: str
) -> Swap:
    with transaction.atomic():
        _one_at_a_time(asker, other)
        if open_swaps([asker.pk, other.pk], dates).exists():
            raise Refused(
                "Salah satu dari Anda sudah meminta tukar pada tanggal itu. Tunggu keputusannya.",
                code="already_asked",
            )
        swap = Swap.objects.create(
            asker=asker,
            other=other,
            unit=unit,
            first_date=dates[0],
            second_date=dates[1] if len(dates) > 1 else None,
            reason=reason,
            asked_at=timezone.now(),
        )
        record("swap_asked", by=asker, target=("swap", swap.pk))
        _tell([other], swap, f"{asker.full_name} mengajak Anda bertukar hari", reason)
    return swap


def _one_at_a_time(*people: Employee) -> None:
    """Two askings about the same person at the same second: the second sees the first."""
    rows = Employee.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=[p.pk for p in people]).order_by("pk").values_list("pk"))


def _judged(asker: int, other: int, dates: Sequence[datetime.date]) -> SwapGround:
    """The ground of a swap that the rules allow; `Refused` with their first sentence."""
    ground = swap_ground([asker, other], dates)
    if not {asker, other} <= ground.people.keys():
        raise Refused("Rekan ini tidak ditemukan di OPD Anda.", code="nobody", field="other")
    if found := ground.reasons(asker, other, dates):
        raise Refused(found[0].sentence, code=found[0].code, field=found[0].field)
    return ground


def agree(swap: Swap, *, by: Employee) -> Swap:
    """The colleague agrees; their superior is asked. Repeating answers with what stands."""
    with transaction.atomic():
        row = _locked(swap)
        if row.state != State.ASKED:
            return row
        _only(by, row.other_id, "Hanya rekan yang diajak yang dapat menyetujui.")
        _judged(row.asker_id, row.other_id, dates_of(row))
        _answer(row, State.AGREED, by, "swap_agreed")
        superiors = swap_deciders(row.unit, without={row.asker_id, row.other_id})
        _tell(superiors[:1], row, "Tukar hari menunggu keputusan Anda", row.reason, work=True)
    return row


def decline(swap: Swap, *, by: Employee, note: str = "") -> Swap:
    """The colleague doesn't; that is the end of it, and needs no reason."""
    with transaction.atomic():
        row = _locked(swap)
        if row.state != State.ASKED:
            return row
        _only(by, row.other_id, "Hanya rekan yang diajak yang dapat menolak.")
        row.note = " ".join(note.split())[:300]
        _answer(row, State.DECLINED, by, "swap_declined")
        _tell([row.asker], row, f"{row.other.full_name} tidak dapat bertukar hari", row.note)
    return row


def withdraw(swap: Swap, *, by: Employee) -> Swap:
    """The asker thinks better of it, as long as nobody has decided."""
    with transaction.atomic():
        row = _locked(swap)
        _only(by, row.asker_id, "Hanya peminta yang dapat membatalkan.")
        if row.state not in OPEN:
            raise Refused(
                f"Permintaan ini sudah {row.get_state_display().lower()}.", code="already_decided"
            )
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        record("swap_withdrawn", by=by, target=("swap", row.pk))
        _tell([row.other], row, f"{row.asker.full_name} membatalkan tukar hari", "")
    return row


def decide(swap: Swap, *, by: Employee, approved: bool, note: str = "") -> Swap:
    """The common superior approves or refuses; a refusal needs its reason.

    Repeating, or being slower than a colleague, answers with what was decided.
    """
    text = " ".join(note.split())[:300]
    if not approved and not text:
        raise Refused("Tulis alasan menolak.", code="note_missing", field="note")
    try:
        with transaction.atomic():
            row = _locked(swap)
            if row.state in {State.DONE, State.REFUSED}:
                return row
            if row.state != State.AGREED:
                raise Refused(
                    f"Permintaan ini {row.get_state_display().lower()}. Belum dapat diputus.",
                    code="not_waiting",
                )
            _decide(row, by, text, approved=approved)
    except (IntegrityError, QuotaFullError) as error:
        raise Refused(_FASTER, code="faster") from error
    return row


def _decide(row: Swap, by: Employee, note: str, *, approved: bool) -> None:
    capacity = _capacity(row, by)
    if approved:
        _exchange(row, capacity)
    before = row.state
    row.state = State.DONE if approved else State.REFUSED
    row.decided_at, row.decided_by, row.note = timezone.now(), by, note
    row.save(update_fields=["state", "decided_at", "decided_by", "note"])
    record_all([_decision(row, person, before, by, capacity) for person in (row.asker, row.other)])
    action = "swap_approved" if approved else "swap_refused"
    record(action, by=by, capacity=capacity.label, target=("swap", row.pk))
    said = "disetujui" if approved else "ditolak"
    _tell([row.asker, row.other], row, f"Tukar hari Anda {said}", note)


def _capacity(row: Swap, by: Employee) -> Capacity:
    """As whom `by` decides for both: over the unit that both belong to (UU 30/2014 Ps 52)."""
    if by.pk in {row.asker_id, row.other_id}:
        raise Refused("Ini hari Anda sendiri. Atasan lain yang memutus.", code="own")
    held = authority(by)
    both = [row.asker.unit, row.other.unit]
    found = held.capacity("decide_swap", row.unit)
    if found is None or not all(unit and held.capacity("decide_swap", unit) for unit in both):
        raise Refused("Tukar hari diputus atasan kedua pegawai.", code="no_right")
    return found


def _locked(swap: Swap) -> Swap:
    rows = Swap.objects.select_for_update(of=("self",))
    people = ("asker__unit", "asker__position", "other__unit", "other__position", "unit")
    return rows.select_related(*people).get(pk=swap.pk)


def _only(by: Employee, wanted: int, sentence: str) -> None:
    if by.pk != wanted or not by.is_active:
        raise Refused(sentence, code="not_yours")


def _text(text: str, shortest: int, sentence: str, field: str) -> str:
    found = " ".join(text.split())[:300]
    if len(found) < shortest:
        raise Refused(sentence, code=field, field=field)
    return found


def _answer(row: Swap, state: Swap.State, by: Employee, action: str) -> None:
    row.state, row.answered_at = state, timezone.now()
    row.save(update_fields=["state", "answered_at", "note"])
    record(action, by=by, target=("swap", row.pk))


# --- the exchange ------------------------------------------------------------------------------


def _exchange(row: Swap, capacity: Capacity) -> None:
    """Days of both withdrawn and written anew, seats exchanged; in the order day → quota."""
    dates = dates_of(row)
    locked = lock_days([row.asker_id, row.other_id], min(dates), max(dates))
    rows = [day for day in locked if day.date in dates]
    ground = _judged(row.asker_id, row.other_id, dates)
    by, on = capacity.label, short_day(timezone.localdate())
    placed: list[Placed] = []
    for person, partner in ((row.asker, row.other), (row.other, row.asker)):
        mine = [day.pk for day in rows if day.employee_id == person.pk]
        words = f"Tukar hari dengan {partner.full_name}, disetujui {by} {on}"
        take_back_rows(mine, why=words)
        taken_over = [day for day in rows if day.employee_id == partner.pk]
        placed += [_placed(day, person, row, words) for day in taken_over]
    write_days(placed, source_kind=WorkDay.Source.SWAP)
    exchange_seats(board=ground.board, give=_known(rows, ground), take=_seats(placed))
    _nobody_filed_since(row, dates)


def _nobody_filed_since(row: Swap, dates: Sequence[datetime.date]) -> None:
    """Under the locks of the counters: a request filed in the meantime has its day; 1 query."""
    asked = taken_by_requests([row.asker_id, row.other_id], min(dates), max(dates))
    if any((pk, date) in asked for pk in (row.asker_id, row.other_id) for date in dates):
        raise Refused(_FASTER, code="faster")


def _placed(day: WorkDay, person: Employee, row: Swap, basis: str) -> Placed:
    return Placed(
        employee_id=person.pk,
        unit_id=person.unit_id or 0,
        dates=(day.date,),
        place=day.place,
        source_id=str(row.pk),
        basis=basis,
        is_structural=is_structural(person),
        slot=day.slot,
    )


def _known(rows: Iterable[WorkDay], ground: SwapGround) -> list[Seat]:
    """The seats that go back; a person who moved since holds theirs in the unit of the day."""
    seats = seats_of(rows)
    if any(seat.unit_id not in ground.board.chains for seat in seats):
        raise Refused(
            "Salah satu pegawai pindah unit sejak jadwal berlaku. Ubah lewat jadwal unit.",
            code="moved",
        )
    return seats


def _seats(placed: Iterable[Placed]) -> list[Seat]:
    """One per person and date, whatever is halved."""
    away = WorkDay.Place.HOME, WorkDay.Place.OTHER_OFFICE, WorkDay.Place.OTHER_PLACE
    found = {
        (each.employee_id, date): Seat(each.unit_id, date, each.is_structural)
        for each in placed
        for date in each.dates
        if each.place in away
    }
    return list(found.values())


def _decision(
    row: Swap, person: Employee, before: str, by: Employee, capacity: Capacity
) -> Decision:
    return Decision(
        at=row.decided_at or timezone.now(),
        step="approve" if row.state == State.DONE else "refuse",
        subject_kind="swap",
        subject_id=str(row.pk),
        subject_nip=person.identity,
        from_state=before,
        to_state=row.state,
        actor_nip=by.identity,
        actor_name=by.full_name,
        actor_position=str(by.position or ""),
        unit_name=row.unit.title_name,
        capacity=capacity.label,
        capacity_kind=capacity.kind,
        capacity_basis=capacity.basis,
        policy_version=current_version(),
        note=row.note,
        data={"dates": [date.isoformat() for date in dates_of(row)]},
    )


def _tell(
    people: Iterable[Employee], row: Swap, subject: str, words: str, *, work: bool = False
) -> None:
    topic = Message.Topic.WORK if work else Message.Topic.NEWS
    why = f"\n\n{words}" if words else ""
    body = f"{row.asker.full_name} dan {row.other.full_name}: {day_list(dates_of(row))}.{why}"
    link = reverse("tukar-lihat", args=[row.pk])
    notify_many(Notice(person, subject, body, link, topic) for person in people)
