"""Desks of steps of guidance: proposals, letters, objections."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from wfa.attendance.models import Reprimand
from wfa.attendance.selectors.reprimands import letters_due
from wfa.home.desk import Desk
from wfa.home.scope import near
from wfa.people.authority import Role
from wfa.people.models import Region
from wfa.people.permissions import Authority


def _guidance(held: Authority) -> QuerySet[Any]:
    here = near(held, "decide_reprimand", "unit__path")
    return Reprimand.objects.filter(here, state=Reprimand.State.PROPOSED)


def _guidance_letters(held: Authority) -> QuerySet[Any]:
    return letters_due().filter(near(held, "sign_letter", "unit__path"))


def _guidance_objections(held: Authority) -> QuerySet[Any]:
    """What the head of the BKD decided about their own people waits for the head of the region."""
    here = near(held, "answer_reprimand", "unit__path")
    if Role.REGION_HEAD in held.roles():
        here |= Q(unit__opd__in=Region.objects.values("bkd"))
    return Reprimand.objects.filter(here, state=Reprimand.State.OBJECTED)


GUIDANCE = (
    Desk(
        "sign_reprimand",
        "sign_letter",
        "surat pembinaan menunggu tanda tangan",
        "Langkahnya berlaku setelah suratnya terbit.",
        ("pembinaan",),
        "Buka Pembinaan",
        _guidance_letters,
        query="?bagian=surat",
    ),
    Desk(
        "answer_reprimand",
        "answer_reprimand",
        "keberatan pembinaan menunggu jawaban",
        "Dijawab tertulis oleh orang lain daripada yang memutus.",
        ("pembinaan",),
        "Buka Keberatan",
        _guidance_objections,
        query="?bagian=keberatan",
    ),
    Desk(
        "decide_reprimand",
        "decide_reprimand",
        "usul pembinaan menunggu putusan Anda",
        "Periksa buktinya. Tidak ada yang berlaku dengan sendirinya.",
        ("pembinaan",),
        "Buka Pembinaan",
        _guidance,
        query="?bagian=usul",
    ),
)
