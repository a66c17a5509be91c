from django.urls import path

from wfa.people import import_views

urlpatterns = [
    path("impor/", import_views.runs, name="impor"),
    path("impor/<int:pk>/", import_views.run, name="impor-lihat"),
    path("impor/<int:pk>/simpan/", import_views.save, name="impor-simpan"),
    path("impor/<int:pk>/buang/", import_views.discard, name="impor-buang"),
    path("impor/<int:pk>/ditolak/", import_views.rejected, name="impor-ditolak"),
]
