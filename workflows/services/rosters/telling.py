"""Who is told what when a roster moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from wfa.calendars.wording import day_list
from wfa.notifications.models import Message
from wfa.notifications.services import Notice
from wfa.people.models import Employee
from wfa.people.permissions import nearest_holders_of
from wfa.schedules.models import Roster, RosterState
from wfa.schedules.selectors import title_of
from workflows.services.rosters.act import RosterAct

WORK = Message.Topic.WORK
_TO_OPD = {
    "send_back": "BKD mengembalikan jadwal unit Anda",
    "approve": "Jadwal unit Anda disetujui, menunggu surat tugas",
    "reopen": "Persetujuan jadwal unit Anda diurungkan",
}


def all_notices(act: RosterAct, rosters: Sequence[Roster]) -> list[Notice]:
    """The messages of one step; whom to tell is asked once for all OPDs."""
    name = act.step.name
    if name == "withdraw":
        return []
    reported = [r for r in rosters if r.state == RosterState.REPORTED and name != "reopen"]
    letters = [r for r in rosters if r.state == RosterState.SUBMITTED]
    found = _to_holders(act, reported, "approve_roster", "jadwal-bkd-periksa", "Jadwal menunggu")
    found += _to_holders(act, letters, "sign_letter", "jadwal-matriks", "Jadwal menunggu surat")
    if name in _TO_OPD:
        found += _to_holders(act, rosters, "draft_roster", "jadwal-matriks", _TO_OPD[name])
    if name == "enact":
        found += [_to_submitter(act, r, r.submitted_by) for r in rosters if r.submitted_by]
        found += [notice for roster in rosters for notice in _to_people(act, roster)]
    return found


def _to_submitter(act: RosterAct, roster: Roster, person: Employee) -> Notice:
    """Who sent it in hears that it is in force; the others of the OPD get its paper."""
    link = reverse("jadwal-matriks", args=[roster.pk])
    return Notice(person, "Jadwal unit Anda berlaku", _about(act, roster), link, WORK)


def _to_holders(
    act: RosterAct, rosters: Sequence[Roster], action: str, page: str, subject: str
) -> list[Notice]:
    if not rosters:
        return []
    holders = nearest_holders_of(action, [roster.unit for roster in rosters])
    return [
        Notice(person, subject, _about(act, roster), reverse(page, args=[roster.pk]), WORK)
        for roster in rosters
        for person in holders[roster.unit_id]
        if person.pk != act.by.pk
    ]


def _about(act: RosterAct, roster: Roster) -> str:
    why = f"\n\nAlasan: {act.note}" if act.note else ""
    return f"{title_of(roster)}, {roster.unit}.{why}"


def _to_people(act: RosterAct, roster: Roster) -> Iterable[Notice]:
    """One message each, with the days."""
    link, number = reverse("jadwal-saya"), act.data["document_number"]
    people: dict[int, Employee] = {x.employee_id: x.employee for x in act.lines[roster.pk]}
    for employee, dates in act.placed[roster.pk].items():
        days = f"Hari di luar kantor: {day_list(dates)}." if dates else "Anda bekerja di kantor."
        first = roster.kind == Roster.Kind.MONTH
        subject = "Jadwal kerja fleksibel Anda" if first else "Jadwal Anda berubah"
        body = f"{title_of(roster)}. {days}\n\nDasar: Surat Tugas Nomor {number}."
        yield Notice(people[employee], subject, body, link)
