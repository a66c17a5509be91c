"""Addresses for tests of the shell alone: the names are those of the product."""

from django.http import HttpResponse
from django.urls import path
from django.views.generic import TemplateView

from wfa.places import PLACES

NAMES = [
    *[place.name for place in PLACES if place.name != "beranda"],
    "akun",
    "keluar",
    "pemberitahuan",
]


def page(request, **kwargs):
    return HttpResponse(request.path)


urlpatterns = [
    path("", page, name="beranda"),
    path("menu/", TemplateView.as_view(template_name="shell/menu.html"), name="menu"),
    path("bantuan/", TemplateView.as_view(template_name="shell/help.html"), name="bantuan"),
    path("privasi/", TemplateView.as_view(template_name="shell/privacy.html"), name="privasi"),
    *[path(f"{name}/", page, name=name) for name in NAMES],
]
