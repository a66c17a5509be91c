from django.urls import path

from wfa.notifications import views

urlpatterns = [
    path("pemberitahuan/", views.notification_list, name="pemberitahuan"),
    path("pemberitahuan/baca-semua/", views.read_all, name="pemberitahuan-baca-semua"),
    path("pemberitahuan/<uuid:message_id>/baca/", views.read, name="pemberitahuan-baca"),
    path("pemberitahuan/cara/", views.choose_mode, name="pemberitahuan-cara"),
    path("surat-mati/", views.dead_letter_list, name="surat-mati"),
    path("surat-mati/<uuid:message_id>/ulangi/", views.retry, name="surat-mati-ulangi"),
]
