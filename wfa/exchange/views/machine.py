"""The door for attendance applications: signed requests, answers in pages, refusals as JSON."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wfa.exchange.rules.signing import Message, given
from wfa.exchange.services import pulling

TITLES = {
    400: "Permintaan tidak terbaca",
    401: "Permintaan tidak dipercaya",
    403: "Sambungan tidak dibuka",
    410: "Sambungan ditutup",
    429: "Terlalu sering",
}


@never_cache
@require_GET
def pull(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    signature, stamp, nonce = given(request.headers)
    message = Message("GET", request.path, request.META.get("QUERY_STRING", ""), stamp, nonce)
    try:
        page = pulling.pull(pk, message, signature, request.GET.dict())
    except pulling.PullRefusedError as refusal:
        return _problem(refusal)
    response = HttpResponse(page.body, content_type=f"{page.content_type}; charset=utf-8")
    response["X-Luwes-Baris"] = str(page.rows)
    response["X-Luwes-Kursor"] = page.cursor
    response["X-Luwes-Sejak-Berikut"] = page.next_since
    return response


def _problem(refusal: pulling.PullRefusedError) -> HttpResponse:
    """RFC 9457."""
    told = {
        "type": "about:blank",
        "title": TITLES[refusal.status],
        "status": refusal.status,
        "detail": refusal.why,
    }
    answer = JsonResponse(told, status=refusal.status, content_type="application/problem+json")
    if refusal.status == 429:
        answer["Retry-After"] = "60"
    return answer
