"""All addresses, by noun; each app keeps its own list."""

from django.contrib import admin
from django.urls import include, path

from wfa import views

APPS = [
    "wfa.people.urls",
    "wfa.calendars.urls",
    "wfa.policies.urls",
    "wfa.exchange.urls",
    "wfa.schedules.absence_urls",
    "wfa.requests.urls",
    "wfa.schedules.urls",
    "wfa.attendance.urls",
    "wfa.home.urls",
    "workflows.urls",
    "wfa.performance.urls",
    "documents.urls",
    "wfa.notifications.urls",
    "wfa.audit.urls",
    "wfa.setup.urls",
    "wfa.search.urls",
]
handler500 = "wfa.views.server_error"
urlpatterns = [
    path("", views.home, name="beranda"),
    path("menu/", views.menu, name="menu"),
    path("bantuan/", views.guide, name="bantuan"),
    path("pelindungan-data/", views.privacy, name="privasi"),
    path("komponen/", views.gallery, name="komponen"),
    path("sehat/", views.health, name="sehat"),
    *[path("", include(name)) for name in APPS],
    path("admin/", admin.site.urls),
]
