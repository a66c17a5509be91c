from django.urls import path

from documents import views

urlpatterns = [
    path("surat-keputusan/", views.index, name="surat-keputusan"),
    path("surat-keputusan/susun/", views.compose, name="sk-susun"),
    path("surat-keputusan/pemanggilan/<int:pk>/", views.recall, name="sk-panggil"),
    path("naskah/usulan/<uuid:pk>/", views.letter, name="naskah-usulan"),
    path("naskah/jadwal/<uuid:pk>/", views.roster_paper, name="naskah-jadwal"),
    path("naskah/pembinaan/<uuid:pk>/", views.guidance_letter, name="naskah-pembinaan"),
    path("pembinaan/<uuid:pk>/berkas/", views.hand_off, name="pembinaan-berkas"),
    path("naskah/<uuid:pk>/", views.show, name="naskah"),
    path("naskah/<uuid:pk>/pratinjau.pdf", views.draft_pdf, name="naskah-pratinjau"),
    path("naskah/<uuid:pk>/tanda-tangan/", views.sign, name="naskah-tanda-tangan"),
    path("naskah/<uuid:pk>/buang/", views.discard, name="naskah-buang"),
    path("naskah/<uuid:pk>/ulangi/", views.retry, name="naskah-ulangi"),
    path("naskah/<uuid:pk>/batal-terbit/", views.void, name="naskah-batal-terbit"),
    path("naskah/<uuid:pk>/unduh/", views.download, name="naskah-unduh"),
    path("naskah/<uuid:pk>/cabut/", views.revoke, name="naskah-cabut"),
    path("v/", views.verify_search, name="verifikasi-cari"),
    path("v/<str:token>/", views.verify, name="verifikasi"),
    path("kinerja/pdf/", views.month_pdf, name="kinerja-pdf"),
    path("arsip/", views.archive, name="arsip"),
    path("arsip/kasus/", views.archive_cases, name="arsip-kasus"),
]
