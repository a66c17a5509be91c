"""The public check: no sign-in, minimal data, not for search engines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents import selectors
from documents.forms import CodeForm
from documents.verification import TOKEN, UNKNOWN, Word, clean

ICONS = {
    Word.VALID: "check",
    Word.REVOKED: "stop",
    Word.REPLACED: "stop",
    Word.OVER: "archive",
    Word.NOT_YET: "hourglass",
    Word.UNKNOWN: "help",
}


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    answer = selectors.status(token, timezone.localdate())
    known = answer.word != Word.UNKNOWN
    return _answer(
        request,
        {
            "answer": answer,
            "icon_name": ICONS[answer.word],
            "now": timezone.now(),
            "form": None if known else CodeForm(initial={"code": token[:80]}),
            "sha256": dict(answer.facts).get("SHA-256 berkas", ""),
            "facts": [fact for fact in answer.facts if fact[0] != "SHA-256 berkas"],
        },
        404 if answer is UNKNOWN else 200,
    )


@require_safe
def verify_search(request: HttpRequest) -> HttpResponse:
    """Type the code instead of scanning it."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        code = clean(form.cleaned_data["code"])
        if TOKEN.fullmatch(code):
            return redirect("verifikasi", code)
        form.add_error("code", "Kode harus 32 huruf dan angka. Periksa lagi di bawah gambar QR.")
    return _answer(request, {"form": form}, 422 if form.errors else 200)


def _answer(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, "documents/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
