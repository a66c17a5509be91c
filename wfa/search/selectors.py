"""Who and what holds the words that somebody looks for, each kind within one's own scope (G10).

Every word has to be found. Names and numbers hold it anywhere; a NIP begins with it. Words
without a digit are never looked for among the numbers: that spares the longest table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from documents import selectors as papers
from documents.models import Document, DocumentItem
from wfa.people.models import Employee
from wfa.people.permissions import Authority, under
from wfa.requests import selectors as requests
from wfa.requests.models import WorkRequest
from workflows import selectors as workflows
from workflows.models import Proposal

SEES_PEOPLE = ("manage_people", "print_slips", "view_case")
"""Rights with which one may know who belongs to a unit."""


def people(user: Employee, held: Authority, words: Sequence[str]) -> QuerySet[Employee]:
    """Oneself, and the people of the units one looks after; closed accounts for their managers."""
    paths = [path for action in SEES_PEOPLE for path in held.paths(action)]
    inside = under(sorted(set(paths)), "unit__path")
    if any(path.count("/") == 1 for path in held.paths("manage_people")):
        inside |= Q(unit__isnull=True)
    if not held.may_somewhere("manage_people"):
        inside &= Q(is_active=True)
    found = Employee.objects.filter(inside | Q(pk=user.pk)).filter(_all(words, _names))
    return found.select_related("unit__opd", "position").order_by("name", "pk")


def cases(user: Employee, held: Authority, words: Sequence[str]) -> QuerySet[WorkRequest]:
    """Requests one may open, by number or by the name or NIP of the applicant; newest first."""
    found = requests.visible_to(user, held).filter(_all(words, _case))
    return (
        found.select_related("applicant", "unit", "opd")
        .prefetch_related("days")
        .order_by("-created_at", "pk")
    )


def proposals(_user: Employee, held: Authority, words: Sequence[str]) -> QuerySet[Proposal]:
    """Proposals one may open, by the number of the letter or the name of the OPD; newest first."""
    found = workflows.visible_proposals(held).filter(_all(words, _proposal))
    return found.order_by("-created_at", "pk")


def decrees(user: Employee, held: Authority, words: Sequence[str]) -> QuerySet[Document]:
    """Decrees one may open, by number, subject, or somebody of one's scope who stands in them."""
    if papers.sees_all(held):
        inside = Q()
    else:
        inside = under(held.paths("view_decree"), "request__opd__path")
        inside |= Q(request__applicant=user)

    def holds(word: str) -> Q:
        named = DocumentItem.objects.filter(inside, request__applicant__in=_named(word))
        by_name = Q(pk__in=named.values("document"))
        return by_name | Q(number__icontains=word) | Q(title__icontains=word)

    found = papers.visible_to(user, held).filter(_all(words, holds), kind__in=papers.DECREES)
    return found.order_by("-drafted_at", "pk")


def _all(words: Sequence[str], holds: Any) -> Q:
    condition = Q()
    for word in words:
        condition &= holds(word)
    return condition


def _names(word: str) -> Q:
    found = Q(name__icontains=word) | Q(login=word.lower())
    return found | Q(nip__startswith=word) if word.isdecimal() else found


def _named(word: str) -> QuerySet[Employee]:
    return Employee.objects.filter(_names(word)).order_by()


def _case(word: str) -> Q:
    by_name = Q(applicant__in=_named(word))
    has_digit = any(letter.isdecimal() for letter in word)
    return by_name | Q(number__icontains=word) if has_digit else by_name


def _proposal(word: str) -> Q:
    opd = Q(opd__name__icontains=word) | Q(opd__short_name__icontains=word)
    return opd | Q(letter_number__icontains=word)
