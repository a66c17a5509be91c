"""Addresses of the day of duty, by who uses them."""

from django.urls import path

from wfa.attendance.views import notice

urlpatterns = [
    # one's own day
    path("presensi-saya/pemberitahuan/", notice.notice, name="presensi-pemberitahuan"),
    # supervision
    # calls and steps of guidance
]
