"""One box for people, cases, proposals and decrees: a few of each, or one kind page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.search import selectors, wording
from wfa.search.forms import SearchForm
from wfa.search.wording import Hit

FEW, PER_PAGE = 10, 50
Find = Callable[[Employee, Authority, list[str]], QuerySet[Any]]
KINDS: dict[str, tuple[str, Find]] = {
    "pegawai": ("Pegawai", selectors.people),
    "pengajuan": ("Pengajuan", selectors.cases),
    "usulan": ("Usulan", selectors.proposals),
    "sk": ("Surat keputusan", selectors.decrees),
}


@dataclass(frozen=True)
class Group:
    """The first results of one kind; `has_more` = there are others."""

    kind: str
    label: str
    hits: list[Hit]
    has_more: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = request.GET.get("q", "").strip()
    all_url = f"{reverse('cari')}?{urlencode({'q': text})}"
    context: dict[str, Any] = {"form": form, "text": text, "all_url": all_url}
    if form.is_valid():
        words, kind = form.cleaned_data["q"], request.GET.get("bagian", "")
        context |= _page(request, words, kind) if kind in KINDS else _groups(request, words)
    return render(request, "search/results.html", context)


def _groups(request: HttpRequest, words: list[str]) -> dict[str, Any]:
    groups = []
    for kind, (label, _) in KINDS.items():
        rows = list(_found(request, kind, words)[: FEW + 1])
        groups.append(Group(kind, label, _hits(request, kind, rows[:FEW]), len(rows) > FEW))
    return {"groups": [group for group in groups if group.hits], "is_asked": True}


def _page(request: HttpRequest, words: list[str], kind: str) -> dict[str, Any]:
    rows = Paginator(_found(request, kind, words), PER_PAGE)
    page: Page[Any] = rows.get_page(request.GET.get("halaman"))
    hits = _hits(request, kind, list(page.object_list))
    return {"page": page, "hits": hits, "label": KINDS[kind][0], "is_asked": True}


def _found(request: HttpRequest, kind: str, words: list[str]) -> QuerySet[Any]:
    _, find = KINDS[kind]
    return find(*_who(request), words)


def _hits(request: HttpRequest, kind: str, rows: list[Any]) -> list[Hit]:
    return [wording.OF[kind](row, *_who(request)) for row in rows]


def _who(request: HttpRequest) -> tuple[Employee, Authority]:
    return cast(Employee, request.user), cast(Authority, request.authority)  # type: ignore[attr-defined]
