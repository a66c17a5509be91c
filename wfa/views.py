"""The shell: home by role, menu, help, and whether the server is well."""

from __future__ import annotations

import sys
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from wfa import guide as guidance
from wfa import home as desk
from wfa.context import shell
from wfa.setup.heartbeat import is_alive
from wfa.templatetags import meanings


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """First what to do, then where one's own requests are."""
    return render(request, "shell/home.html", desk.contents(request))


@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/menu.html")


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Short tasks, those of one's own roles first; open to strangers too."""
    frame = shell(request)["shell"]
    sections = guidance.sections(frame.visitor if frame else None)
    context = {"sections": sections, **meanings.all_of_them()}
    return render(request, "shell/help.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/privacy.html")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/gallery.html")


def server_error(_request: HttpRequest) -> HttpResponse:
    """An uncaught error; of a database that doesn't answer it says that nothing was kept."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    name, status = ("503.html", 503) if away else ("500.html", 500)
    headers = {"Retry-After": "60"} if away else {}
    return HttpResponse(get_template(name).render(), status=status, headers=headers)


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """For the operator's probe: the database answers, and whether the worker gave a sign of life."""
    answer: dict[str, Any] = {"status": "ok", "worker": "alive" if is_alive() else "silent"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse(answer)
