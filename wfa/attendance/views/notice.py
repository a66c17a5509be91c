"""What is done with camera and place: read before the first check-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from wfa.attendance.selectors import privacy
from wfa.attendance.services.notice import read_notice
from wfa.people.models import Employee

View = Callable[..., HttpResponse]


def after_notice(view: View) -> View:
    """Whoever hasn't read the present notice reads it first, and then comes back; 1 query."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if privacy.has_read(cast(Employee, request.user)):
            return view(request, *args, **kwargs)
        back = urlencode({"lanjut": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('presensi-pemberitahuan')}?{back}")

    return told


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    person = cast(Employee, request.user)
    onward = _onward(request)
    if request.method == "POST":
        read_notice(person)
        return HttpResponseRedirect(onward)
    context = {
        "kept": privacy.kept_for(person),
        "is_read": privacy.has_read(person),
        "onward": onward,
        "viewings": privacy.viewings_of(person),
        "purges": privacy.purges(),
    }
    return render(request, "attendance/notice.html", context)


def _onward(request: HttpRequest) -> str:
    """Where the visitor was going: a page of ours, else today's check-ins."""
    asked = request.POST.get("lanjut") or request.GET.get("lanjut", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if asked and safe else reverse("beranda")
