"""A urlconf in which somebody forgot the rule of one address."""

from django.http import HttpResponse
from django.urls import path

from wfa.urls import urlpatterns as ours


def forgotten(request):
    return HttpResponse("rahasia")


urlpatterns = [
    *ours,
    path("lupa/", forgotten, name="lupa-aturan"),
    path("tanpa-nama/", forgotten),
]
