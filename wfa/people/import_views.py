"""Pages of the import of UNOR.csv and SIASN.xlsx (being written)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def runs(request: HttpRequest) -> HttpResponse:
    return redirect("beranda")


def run(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("impor")


save = discard = rejected = run
