"""The superior's desk: reports that wait, one report with its evidence, Baik for many at once."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.attendance.models import Expectation
from wfa.attendance.selectors.days import days_of
from wfa.calendars.wording import clock
from wfa.performance.forms.review import CONFIRM_ABOVE, BulkForm, ReviewForm
from wfa.performance.models import Rating
from wfa.performance.selectors import days, team
from wfa.performance.selectors.team import Asked
from wfa.performance.services import Chosen, Receipt, review
from wfa.performance.services.reviewing import Outcome
from wfa.performance.views.scope import PER_PAGE, held, me, of_performance, page_of, tabs
from wfa.refusals import Refused

_KEPT = "hasil-penilaian"
"""Where the receipts wait in the session until the list has shown them once."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Baik, without a word, for all that were ticked; a receipt for each."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        texts = [str(text) for found in form.errors.values() for text in found]
        return _page(request, problems=texts, status=422)
    chosen: list[Chosen] = form.cleaned_data["pilih"]
    mine = team.day_of(held(request), me(request))
    if mine.filter(report__in=[each.report for each in chosen]).count() != len(chosen):
        raise Http404
    if form.lacks_number():
        if "jumlah" in request.POST and request.POST.get("ditanya"):
            form.add_error("jumlah", f"Angka belum sama. Ketik {len(chosen)}.")
        return _confirm(request, form, chosen)
    receipts = review(chosen, by=me(request), rating=Rating.GOOD)
    request.session[_KEPT] = {
        "title": f"Hasil {len(receipts)} laporan, pukul {clock(timezone.now())}",
        "groups": _groups(receipts),
    }
    return redirect(_back(request))


def _confirm(request: HttpRequest, form: BulkForm, chosen: Sequence[Chosen]) -> HttpResponse:
    context = {
        "form": form,
        "count": len(chosen),
        "kept": [f"{each.report}.{each.version}" for each in chosen],
        "query": request.POST.get("kembali", ""),
        "back": _back(request),
    }
    of_performance(request)
    status = 422 if form.errors else 200
    return render(request, "performance/bulk_confirm.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The list as it was left; only its own questions come back."""
    query = request.POST.get("kembali", "")[:200]
    return f"{reverse('kinerja-tim')}?{query}" if query else reverse("kinerja-tim")


def _groups(receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """Lines for components/receipts.html: how many done; the others by name and reason."""
    done = Counter(r.sentence for r in receipts if r.outcome is Outcome.DONE)
    found: list[dict[str, Any]] = [
        {"tone": "ok", "title": f"{number} laporan {sentence[:1].lower()}{sentence[1:]}"}
        for sentence, number in done.items()
    ]
    for outcome, tone, title in (
        (Outcome.SAME, "same", "sudah dinilai."),
        (Outcome.REFUSED, "bad", "tidak dapat dinilai."),
    ):
        lines = [_line(r) for r in receipts if r.outcome is outcome]
        if lines:
            found.append({"tone": tone, "title": f"{len(lines)} {title}", "lines": lines})
    return found


def _line(receipt: Receipt) -> str:
    return f"{receipt.report.expectation.employee.full_name}: {receipt.sentence}"


def _page(request: HttpRequest, *, problems: Sequence[str] = (), status: int = 200) -> HttpResponse:
    of_performance(request)
    user, found, asked = me(request), held(request), _asked(request)
    rows = team.counted(team.reports_for(found, user, asked))
    page = page_of(rows, request.GET.get("halaman"), PER_PAGE)
    reports = list(page.object_list)
    context = {
        "tabs": tabs(request, "kinerja-tim"),
        "views": _views(asked),
        "asked": asked,
        "page": page,
        "reports": reports,
        "reviews": team.last_reviews(reports) if asked.is_rated else {},
        "outcome": request.session.pop(_KEPT, None),
        "problems": problems,
        "query": request.GET.urlencode() if request.method == "GET" else "",
        "confirm_above": CONFIRM_ABOVE,
    }
    return render(request, "performance/team.html", context, status=status)


_VIEWS = {
    "menunggu": ("Menunggu Anda", Asked()),
    "semua": ("Semua yang menunggu", Asked(everybody=True)),
    "dinilai": ("Sudah dinilai", Asked(is_rated=True, everybody=True)),
}
"""{name in the address: (what people read, what is shown)}"""


def _asked(request: HttpRequest) -> Asked:
    return _VIEWS.get(request.GET.get("tampilan", ""), _VIEWS["menunggu"])[1]


def _views(asked: Asked) -> list[dict[str, Any]]:
    base = reverse("kinerja-tim")
    return [
        {"label": label, "url": f"{base}?tampilan={name}", "current": shown == asked}
        for name, (label, shown) in _VIEWS.items()
    ]


# --- one report ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One day's plan, report and evidence, with the form of the rating."""
    day_of = get_object_or_404(team.day_of(held(request), me(request)), pk=pk)
    report = days.report_of(day_of)
    if request.method != "POST":
        return _one(request, day_of, None)
    if report is None:
        raise Http404
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _one(request, day_of, form, status=422)
    kept = form.cleaned_data
    seen = Chosen(report.pk, kept["versi"] or 0, kept["ke"] or 0)
    try:
        [receipt] = review([seen], by=me(request), rating=kept["rating"], feedback=kept["feedback"])
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _one(request, day_of, form, status=422)
    if receipt.outcome is Outcome.REFUSED:
        form.add_error(None, receipt.sentence)
        return _one(request, day_of, form, status=422)
    say = messages.success if receipt.outcome is Outcome.DONE else messages.info
    say(request, _line(receipt))
    return redirect("kinerja-tim")


def _one(
    request: HttpRequest, day_of: Expectation, form: ReviewForm | None, *, status: int = 200
) -> HttpResponse:
    of_performance(request)
    report = days.report_of(day_of)
    reviews = list(report.reviews.order_by("-number")) if report else []
    of_version = [row for row in reviews if report and row.version == report.version]
    [day] = days_of([day_of], timezone.now())
    context = {
        "day_of": day_of,
        "person": day_of.employee,
        "plan": days.plan_of(day_of),
        "planned": days.planned_rows(day_of),
        "report": report,
        "rows": list(report.rows.order_by("order")) if report else [],
        "evidence": list(days.evidence_of(day_of)),
        "missing": [gap.sentence for gap in day.found.gaps],
        "awaited": day.found.waiting,
        "reviews": reviews,
        "versions": list(report.versions.order_by("-number")[1:]) if report else [],
        "form": form or ReviewForm(initial=_seen(report, len(of_version))),
    }
    return render(request, "performance/review.html", context, status=status)


def _seen(report: Any, count: int) -> dict[str, int]:
    return {"versi": report.version, "ke": count} if report else {}
