"""What a person keeps at their desk: named views of a list, and whether the keyboard is on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wfa.refusals import Refused
from workflows import services
from workflows.forms.desks import ViewForm
from workflows.models import SavedView
from workflows.views.scope import held, person

_KEYS = "pintasan"
FIELDS = ("tampilan", "q", "unit", "hari", "tenggat", "jenis", "dasar", "opd", "halaman")
"""What describes a list."""
_PLACES = {
    SavedView.Place.OPD: ("assess_request", "propose_request"),
    SavedView.Place.BKD: ("examine_request",),
}


def query_of(data: QueryDict) -> str:
    """Only what describes the list, so that nothing foreign travels along."""
    kept = QueryDict(mutable=True)
    for key in FIELDS:
        if value := data.get(key):
            kept[key] = value[:100]
    return kept.urlencode()


def has_keys(request: HttpRequest) -> bool:
    """Whether this person has turned the keys on since signing in."""
    return bool(request.session.get(_KEYS))


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list that is open under a name; the same name again replaces what it held."""
    data = QueryDict(request.POST.get("kembali", "")).copy()
    data.pop("halaman", None)
    query = query_of(data)
    place = _place(request)
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for each in form.errors.values() for e in each))
        return redirect(_url(place, query))
    try:
        view = services.save_view(
            by=person(request), place=place, name=form.cleaned_data["nama"], query=query
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Tampilan “{view.name}” tersimpan.")
    return redirect(_url(place, query))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own views."""
    view = get_object_or_404(SavedView.objects.filter(owner=person(request)), pk=pk)
    services.remove_view(view, by=person(request))
    messages.success(request, f"Tampilan “{view.name}” dihapus.")
    return redirect(_url(view.place, ""))


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Turn the keys of the inbox on or off, for this person until they sign out."""
    request.session[_KEYS] = not has_keys(request)
    query = query_of(QueryDict(request.POST.get("kembali", "")))
    return redirect(_url(_place(request), query))


def _place(request: HttpRequest) -> str:
    """The list it is about: the one named, if it is one of this person's."""
    wanted = request.POST.get("tempat", "")
    mine = [p for p, actions in _PLACES.items() if any(map(held(request).may_somewhere, actions))]
    return next((str(p) for p in mine if p == wanted), str(mine[0]))


def _url(place: str, query: str) -> str:
    return f"{reverse(place)}?{query}" if query else reverse(place)
