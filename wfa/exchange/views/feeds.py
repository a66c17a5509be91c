"""One's own calendar: the page about its address, and the calendar itself."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.exchange.selectors import feeds as selectors
from wfa.exchange.services import feeds as services
from wfa.exchange.views.scope import me


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """The address is shown once, on the answer to the click: it is kept nowhere."""
    address = ""
    if request.method == "POST":
        secret = services.make_feed(by=me(request))
        address = settings.BASE_URL + reverse("kalender-ics", args=[secret])
    context = {"feed": selectors.open_feed(me(request)), "address": address}
    return render(request, "exchange/feed.html", context)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    if services.revoke_feed(by=me(request)):
        messages.success(request, "Alamat kalender dicabut. Kalender yang memakainya berhenti.")
    else:
        messages.info(request, "Tidak ada alamat kalender yang terbuka.")
    return redirect("kalender-langganan")


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever holds the secret; an unknown or revoked one isn't there."""
    found = selectors.feed_of(services.hash_of(secret))
    if found is None:
        raise Http404
    body = selectors.calendar_of(found.employee, timezone.localdate())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {
        tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))
    }
    response = (
        HttpResponseNotModified()
        if etag in known
        else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"] = etag
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # a browser of ours keeps nothing
        response["Cache-Control"] = "private, max-age=900"
    return response
