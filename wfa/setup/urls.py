from django.urls import path

from wfa.setup import views

urlpatterns = [
    path("penyiapan/", views.task_list, name="penyiapan"),
    path("penyiapan/pejabat/", views.officials, name="penyiapan-pejabat"),
    path("penyiapan/penilai/", views.assessors, name="penyiapan-penilai"),
    path("penyiapan/kalender/", views.fill_calendar, name="penyiapan-kalender"),
    path("penyiapan/kebijakan/", views.first_policy, name="penyiapan-kebijakan"),
    path("penyiapan/pemeriksaan/", views.examination, name="penyiapan-pemeriksaan"),
]
