"""Filing, the OPD's inbox, proposals and their examination."""

from django.urls import path

from workflows.views import (
    cancellations,
    examination,
    filing,
    inbox,
    late,
    nudge,
    objections,
    proposals,
    recall,
    superior,
    switch,
)

urlpatterns = [
    path("pengajuan/<uuid:pk>/ajukan/", filing.submit, name="pengajuan-ajukan"),
    path("pengajuan/<uuid:pk>/batal/", filing.withdraw, name="pengajuan-batal"),
    path("pengajuan/<uuid:pk>/minta-batal/", cancellations.ask, name="pembatalan-minta"),
    path("pembatalan/", cancellations.index, name="pembatalan-daftar"),
    path("pembatalan/lewat/<uuid:pk>/", cancellations.expire, name="pembatalan-lewat"),
    path("pembatalan/<uuid:pk>/", cancellations.show, name="pembatalan"),
    path("pembatalan/<uuid:pk>/tarik/", cancellations.withdraw, name="pembatalan-tarik"),
    path("pengajuan/<uuid:pk>/keberatan/", objections.file, name="keberatan-ajukan"),
    path("keberatan/", objections.index, name="keberatan-daftar"),
    path("keberatan/<uuid:pk>/", objections.show, name="keberatan"),
    path("pertimbangan/", superior.index, name="pertimbangan-daftar"),
    path("pertimbangan/<uuid:pk>/", superior.show, name="pertimbangan"),
    path("panggil-kembali/", recall.call, name="panggil-kembali"),
    path("pengajuan/<uuid:pk>/ingatkan/", nudge.remind, name="ingatkan"),
    path("lewat-batas/", late.index, name="lewat-batas"),
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
    path("kebijakan/<int:pk>/dampak/", switch.effect, name="kebijakan-dampak"),
    path("kebijakan/sakelar/", switch.index, name="sakelar"),
    path("kebijakan/sakelar/tutup/", switch.close, name="sakelar-tutup"),
    path("kebijakan/sakelar/<int:pk>/buka/", switch.reopen, name="sakelar-buka"),
]
