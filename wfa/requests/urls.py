"""One's own requests, and those one may see."""

from django.urls import path

from wfa.requests.views import behalf, case, evidence, filling, mine

urlpatterns = [
    path("pengajuan-saya/", mine.index, name="pengajuan-saya"),
    path("pengajuan/baru/", mine.new, name="pengajuan-baru"),
    path("pengajuan/untuk/", behalf.choose, name="pengajuan-untuk"),
    path("pengajuan/<uuid:pk>/", case.show, name="pengajuan"),
    path("pengajuan/<uuid:pk>/isi/<int:step>/", filling.fill, name="pengajuan-isi"),
    path("pengajuan/<uuid:pk>/periksa/", filling.check, name="pengajuan-periksa"),
    path("pengajuan/<uuid:pk>/ganti-hari/", filling.swap, name="pengajuan-ganti-hari"),
    path("pengajuan/<uuid:pk>/buang/", mine.discard, name="pengajuan-buang"),
    path("pengajuan/<uuid:pk>/perpanjang/", behalf.renew, name="pengajuan-perpanjang"),
    path("pengajuan/<uuid:pk>/bukti/", filling.upload, name="bukti-unggah"),
    path("bukti/<uuid:pk>/", evidence.read, name="bukti"),
    path("bukti/<uuid:pk>/hapus/", filling.remove, name="bukti-hapus"),
]
