"""Filing, the OPD's inbox, proposals and their examination."""

from django.urls import path

from workflows.views import examination, filing, inbox, proposals

urlpatterns = [
    path("pengajuan/<uuid:pk>/ajukan/", filing.submit, name="pengajuan-ajukan"),
    path("pengajuan/<uuid:pk>/batal/", filing.withdraw, name="pengajuan-batal"),
    path("kotak-masuk/", inbox.index, name="kotak-masuk"),
    path("kotak-masuk/putuskan/", inbox.decide, name="kotak-masuk-putuskan"),
    path("kotak-masuk/<uuid:pk>/", inbox.case, name="kotak-masuk-kasus"),
    path("kotak-masuk-bkd/", examination.index, name="kotak-masuk-bkd"),
    path("usulan/", proposals.index, name="usulan"),
    path("usulan/baru/", proposals.create, name="usulan-baru"),
    path("usulan/<uuid:pk>/", proposals.show, name="usulan-lihat"),
    path("usulan/<uuid:pk>/putuskan/", examination.decide, name="usulan-putuskan"),
    path("usulan/<uuid:pk>/urungkan/", examination.undo, name="usulan-urungkan"),
    path("usulan/<uuid:pk>/selesai/", examination.close, name="usulan-selesai"),
]
