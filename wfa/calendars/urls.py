from django.urls import path

from wfa.calendars import views

urlpatterns = [
    path("kalender/", views.calendar, name="kalender"),
    path("kalender/tambah/", views.add, name="kalender-tambah"),
    path("kalender/isi/", views.fill, name="kalender-isi"),
    path("kalender/ramadan/", views.ramadan, name="kalender-ramadan"),
    path("kalender/<int:pk>/ubah/", views.change, name="kalender-ubah"),
    path("kalender/<int:pk>/hapus/", views.remove, name="kalender-hapus"),
]
