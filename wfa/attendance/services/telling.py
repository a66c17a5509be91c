"""Notices about steps of guidance: the person concerned learns of each, whoever must act too."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from wfa.attendance.models import Reprimand
from wfa.attendance.rules import evidence
from wfa.attendance.selectors.reprimands import ANSWER, DECIDE
from wfa.calendars.wording import day, within
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import holders, nearest_holders


def proposed(row: Reprimand, by: Employee | None) -> None:
    """Who decides, and the person concerned: a proposal is no decision."""
    why = evidence.summary(row.ground, row.evidence)
    who = row.employee.full_name
    deciders = [p for p in nearest_holders(DECIDE, row.unit) if p.pk != row.employee_id]
    tell = [p for p in deciders if by is None or p.pk != by.pk]
    subject = "Usul pembinaan menunggu putusan Anda"
    body = (
        f"{who}: {why}. Periksa buktinya, lalu putuskan. Tidak ada yang berlaku dengan sendirinya."
    )
    notify_many(
        [
            *(Notice(p, subject, body, _page(row), Message.Topic.WORK) for p in tell),
            Notice(
                row.employee,
                "Usul pembinaan tentang Anda",
                f"Sebab: {why}. Belum ada keputusan; pejabat yang memutus. Periksa catatannya.",
                reverse("pembinaan-saya"),
            ),
        ]
    )


def in_force(row: Reprimand) -> None:
    """A note or a hand-off holds as soon as a person has decided it."""
    until = f" Keberatan dapat diajukan sampai {day(row.object_until)}." if row.object_until else ""
    _employee(
        row,
        f"{row.get_level_display()} berlaku untuk Anda",
        f"Pertimbangan: {row.reason}{until}",
    )


def dropped(row: Reprimand) -> None:
    _employee(
        row,
        "Usul pembinaan tidak dilanjutkan",
        f"{row.get_level_display()} tidak dilanjutkan. Pertimbangan: {row.reason}",
    )


def objected(row: Reprimand) -> None:
    """Whoever may answer: not the one who decided."""
    body = f"{row.employee.full_name} mengajukan keberatan atas {within(row.get_level_display())}."
    _each(answerers(row), row, "Keberatan pembinaan menunggu jawaban Anda", body)


def answerers(row: Reprimand) -> list[Employee]:
    """Those who may answer the objection, the nearest first."""
    not_these = {row.employee_id, row.decided_by_id}
    return [p for p in holders(ANSWER, row.unit) if p.pk not in not_these]


def answered(row: Reprimand, *, lifted: bool) -> None:
    """The employee, and whoever had decided."""
    name = row.get_level_display()
    outcome = "dikabulkan, langkahnya dicabut" if lifted else "ditolak, langkahnya tetap berlaku"
    _employee(row, f"Keberatan Anda {outcome.partition(',')[0]}", f"{name}. Jawaban: {row.answer}")
    if row.decided_by:
        body = f"Keberatan {row.employee.full_name} atas {within(name)} {outcome}."
        _each([row.decided_by], row, "Keberatan pembinaan dijawab", body)


def lifted(row: Reprimand) -> None:
    name = row.get_level_display()
    _employee(row, f"{name} dicabut", f"Alasan: {row.lifted_why}")


def _employee(row: Reprimand, subject: str, body: str) -> None:
    notify_many([Notice(row.employee, subject, body, reverse("pembinaan-saya"))])


def _each(people: Iterable[Employee], row: Reprimand, subject: str, body: str) -> None:
    notify_many(Notice(p, subject, body, _page(row), Message.Topic.WORK) for p in people)


def _page(row: Reprimand) -> str:
    return reverse("pembinaan-lihat", args=[row.pk])
