"""The tree of units, and one unit with its heads and its letterhead."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wfa.people import selectors, services
from wfa.people.forms import EndForm, LetterheadForm
from wfa.people.views import scope

_RIGHT = "manage_people"


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    rows = selectors.unit_tree(scope.units(request, _RIGHT), timezone.localdate())
    asked = request.GET.get("cari", "").strip()[:100]
    only_vacant = request.GET.get("pimpinan") == "kosong"
    shown = [
        row
        for row in rows
        if _fits(row.unit.name, row.unit.short_name, asked) and not (only_vacant and row.head)
    ]
    context = {
        "rows": shown,
        "asked": asked,
        "only_vacant": only_vacant,
        "total": len(rows),
        "vacant": sum(1 for row in rows if row.head is None),
        **scope.doors(request),
    }
    return render(request, "people/units.html", context)


def _fits(name: str, short: str, asked: str) -> bool:
    text = f"{name} {short}".casefold()
    return all(word in text for word in asked.casefold().split())


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    found = scope.unit(request, pk, _RIGHT)
    initial = {name: getattr(found, name) for name in LetterheadForm.base_fields}
    form = LetterheadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_letterhead(found, by=scope.me(request), **form.cleaned_data)
        messages.success(request, "Kepala surat tersimpan. Surat berikutnya memakainya.")
        return redirect("unit-lihat", pk=pk)
    today = timezone.localdate()
    context = {
        "unit": found,
        "form": form,
        "head": selectors.head_of(found, today),
        "offices": selectors.held_office(found),
        "children": selectors.children(found),
        "people": selectors.search_people("")
        .filter(unit__path__startswith=found.path or "-")
        .count(),
        "today": today,
        "end_form": EndForm(initial={"ends": today}, auto_id=False),
    }
    return render(request, "people/unit.html", context)
