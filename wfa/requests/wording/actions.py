"""What the applicant may do about a case now; what can't be done says why. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wfa.calendars.wording import day, day_list
from wfa.requests.models import LIVE_DAY, State, WorkRequest
from wfa.requests.wording.around import Around

_PENDING = (State.SUBMITTED, State.RECOMMENDED, State.PROPOSED)
_RUNNING = (State.APPROVED, State.IN_FORCE)
_GRANTED = (State.IN_FORCE, State.ENDED, State.CANCELLED)
_WITH_OFFICIALS = (*_PENDING, State.APPROVED, State.OBJECTED)
_DECREED = (*_GRANTED, State.REVOKED)


@dataclass(frozen=True)
class Action:
    """One thing to do. `why`: why not now, "" = it can be done."""

    name: str
    label: str
    says: str
    why: str = ""

    @property
    def is_open(self) -> bool:
        return not self.why


def actions(
    case: WorkRequest, around: Around, *, viewer_id: int, today: datetime.date
) -> list[Action]:
    """What stands on the page of an own case, the most likely first."""
    state, applicant = State(case.state), viewer_id == case.applicant_id
    found = [
        _fill(state),
        _decree(state, around),
        _remind(state, around),
        _object(state, around),
        _give_back(case, around, applicant=applicant, today=today),
        _renew(state),
        _withdraw(state),
        _discard(case),
    ]
    return [action for action in found if action is not None]


def _fill(state: State) -> Action | None:
    """Of a returned case the button stands beside the note that says what to mend."""
    if state == State.DRAFT:
        return Action("fill", "Lanjutkan mengisi", "Draf ini belum diterima siapa pun.")
    return None


def _decree(state: State, around: Around) -> Action | None:
    if state not in _DECREED or not around.decree:
        return None
    number = f"Nomor {around.decree_number}." if around.decree_number else ""
    return Action("decree", "Unduh SK", number)


def _remind(state: State, around: Around) -> Action | None:
    if state not in _WITH_OFFICIALS or not around.can_remind:
        return None
    says = "Yang memegang berkas mendapat pesan bahwa Anda menunggu."
    return Action("remind", "Ingatkan", says, around.no_reminder)


def _object(state: State, around: Around) -> Action | None:
    """UU 30/2014 Ps 77: once, within the working days of the policy."""
    if state != State.REFUSED:
        return None
    until = f" sampai {day(around.object_until)}" if around.object_until else ""
    says = f"Dapat diajukan sekali{until}. Dijawab tertulis oleh pejabat lain."
    return Action("object", "Ajukan keberatan", says, around.no_objection)


def _give_back(
    case: WorkRequest, around: Around, *, applicant: bool, today: datetime.date
) -> Action | None:
    if case.state not in _RUNNING:
        return None
    if around.giving_back:
        days = day_list(around.giving_back)
        says = f"Anda meminta pembatalan {days}. OPD belum memutusnya."
        return Action("unask", "Tarik permintaan pembatalan", says, _mine(applicant))
    ahead = [d for d in case.days.all() if d.state in LIVE_DAY and d.date > today]
    why = _mine(applicant) or ("" if ahead else "Tidak ada lagi hari sesudah hari ini.")
    says = "Kembalikan hari yang tidak jadi dipakai. OPD yang memutusnya."
    return Action("give_back", "Minta pembatalan hari", says, why)


def _mine(applicant: bool) -> str:
    return "" if applicant else "Hanya pemohon sendiri yang dapat memintanya."


def _renew(state: State) -> Action | None:
    if state not in _GRANTED:
        return None
    says = "Isinya disalin ke draf baru. Hari dan bukti diisi lagi."
    return Action("renew", "Perpanjang", says)


def _withdraw(state: State) -> Action | None:
    label = "Batalkan pengajuan"
    if state in {*_PENDING, State.RETURNED}:
        says = "Bisa selama belum disetujui. Kuota harinya langsung kembali."
        return Action("withdraw", label, says)
    if state == State.APPROVED:
        why = "Sudah disetujui. Pakai Minta pembatalan hari."
        return Action("withdraw", label, "", why)
    return None


def _discard(case: WorkRequest) -> Action | None:
    if case.state != State.DRAFT or case.number:
        return None
    return Action("discard", "Buang draf", "Berkas dan isinya ikut terhapus.")
