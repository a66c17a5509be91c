"""Before and after every view: who may open this address, and how a "no" is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from wfa.access import FETCHED, OPERATOR, PUBLIC, SIGNED_IN, Rule, rule_for
from wfa.people.permissions import Authority, authority
from wfa.refusals import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]


NO_DEVICES = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "display-capture", "payment", "usb")
)
"""Nothing of the visitor's device is used; a page that needs a part opens it for itself."""


class HeadersMiddleware:
    """What Django has no setting for: no devices, and no copy of personal pages in any cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class AccessMiddleware:
    """Sign-in by default; `request.authority` for all; 404 where one has no right at all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.authority = SimpleLazyObject(lambda: _authority(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        rule = rule_for(match.url_name or "", match.namespace) if match else None
        if rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            if is_fetched(request):
                said = "Anda belum masuk. Masuk lagi, lalu kirim ulang."
                return JsonResponse({"hasil": "masuk", "kalimat": said}, status=401)
            return redirect_to_login(_where_to_go_on(request))
        request.found_user = True  # type: ignore[attr-defined]  # see ServiceMinutesMiddleware
        if not _allows(rule, request):
            raise Http404
        return None


def is_fetched(request: HttpRequest) -> bool:
    """Whether a script asked, who can do nothing with a page."""
    match = request.resolver_match
    return match is not None and not match.namespace and match.url_name in FETCHED


def _where_to_go_on(request: HttpRequest) -> str:
    """After signing in: this page, or the page whose form was sent (its address takes no GET)."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return urlsplit(back).path if safe else "/"


def _allows(rule: Rule | None, request: HttpRequest) -> bool:
    """Whether somebody who signed in may open it; without a rule nobody may."""
    if rule is None:
        return False
    if rule == SIGNED_IN:
        return True
    if rule == OPERATOR:
        return bool(request.user.is_staff and getattr(request.user, "is_superuser", False))
    held: Authority = request.authority  # type: ignore[attr-defined]
    return any(held.may_somewhere(action) for action in rule)


def _authority(request: HttpRequest) -> Authority:
    if request.user.is_authenticated:
        return authority(request.user)
    return Authority((), frozenset())


class RefusalMiddleware:
    """Turns a `Refused` that no form caught, and a bare 405, into a page that says what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render(request, "405.html").content
            response.headers["Content-Type"] = "text/html; charset=utf-8"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if is_fetched(request):
            told = {"hasil": "ditolak", "kalimat": exception.message}
            return JsonResponse(told, status=409)
        back = request.headers.get("Referer", "")
        safe = url_has_allowed_host_and_scheme(
            back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        if request.method == "POST" and safe:
            messages.error(request, exception.message)
            return HttpResponseRedirect(back)
        return render(request, "shell/refused.html", {"message": exception.message}, status=409)
