"""The button of the BKD that drafts a month for every OPD that hasn't begun."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from wfa.calendars.wording import month as month_words
from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.refusals import Refused
from wfa.schedules.services import Drafted, draft_months
from workflows.forms.rosters import month_of
from workflows.views.rosters import month_url
from workflows.views.scope import held, person


@require_POST
def draft_all(request: HttpRequest) -> HttpResponse:
    """Drafts from the pattern of the policy; OPDs that have begun keep what they have."""
    first = month_of(request.POST.get("bulan", ""), timezone.localdate())
    here = under(held(request).paths("approve_roster"), "path")
    opds = Unit.objects.filter(here, kind=Unit.Kind.OPD, is_active=True).select_related("opd")
    try:
        drafted = draft_months(opds, first, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(month_url(first, "belum"))
    _tell(request, drafted, month_words(first))
    return redirect(month_url(first, "belum"))


def _tell(request: HttpRequest, drafted: Drafted, month: str) -> None:
    if count := len(drafted.rosters):
        text = f"Rancangan {month} disusun untuk {count} OPD. OPD memeriksa lalu mengajukannya."
        messages.success(request, text)
    elif not drafted.without:
        messages.info(request, f"Semua OPD sudah menyusun jadwal {month}.")
    if count := len(drafted.without):
        text = f"{count} OPD menyusun sendiri: kebijakan belum menetapkan pola, atau belum ada pegawai."
        messages.info(request, text)
