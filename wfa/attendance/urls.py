"""Addresses of the day of duty, by who uses them."""

from django.urls import path

from wfa.attendance.views import (
    accounts,
    board,
    calls,
    checking_in,
    day,
    installable,
    mine,
    month,
    notice,
    own,
    own_reprimands,
    recording,
    reprimands,
    verifying,
    workbook,
)

urlpatterns = [
    # one's own day
    path("presensi-saya/", mine.today, name="presensi-saya"),
    path("presensi-saya/sinkron/", checking_in.sync, name="presensi-sinkron"),
    path("presensi-saya/foto/<uuid:pk>/", checking_in.photo, name="presensi-foto"),
    path("presensi-saya/<uuid:pk>/", checking_in.show, name="presensi-isi"),
    path("presensi-saya/<uuid:pk>/hadir/", checking_in.present, name="presensi-hadir"),
    path("presensi-saya/<uuid:pk>/unggah/", checking_in.upload, name="presensi-unggah"),
    path("presensi-saya/pemberitahuan/", notice.notice, name="presensi-pemberitahuan"),
    path("presensi-saya/bulan/", own.month, name="presensi-bulan"),
    path("presensi-saya/hari/<uuid:pk>/", own.day, name="presensi-hari"),
    path("presensi-saya/hari/<uuid:pk>/jelaskan/", own.give_explanation, name="presensi-jelaskan"),
    # the application on the home screen, the same for everybody
    path("luring/", installable.offline, name="presensi-luring"),
    path("sw.js", installable.worker, name="pekerja-layanan"),
    path("manifest.webmanifest", installable.manifest, name="manifes"),
    # supervision
    path("pengawasan/", board.now, name="pengawasan"),
    path("pengawasan/unit/<int:pk>/", board.unit, name="pengawasan-unit"),
    path("pengawasan/hari/<uuid:pk>/", day.show, name="pengawasan-hari"),
    path("pengawasan/foto/<uuid:pk>/", day.photo, name="pengawasan-foto"),
    path("pengawasan/verifikasi/", verifying.index, name="verifikasi-hari"),
    path("pengawasan/putuskan/", verifying.decide, name="verifikasi-putuskan"),
    path("pengawasan/rekap/", accounts.index, name="rekap-hari"),
    path("pengawasan/rekap/kirim/", accounts.send, name="rekap-kirim"),
    path("pengawasan/rekap/<int:pk>/", accounts.show, name="rekap-lihat"),
    path("pengawasan/bulan/", month.show, name="pengawasan-bulan"),
    path("pengawasan/xlsx/", workbook.download, name="pengawasan-xlsx"),
    # calls and steps of guidance
    path("panggilan/", calls.index, name="panggilan"),
    path("panggilan/undi/", calls.draw, name="panggilan-undi"),
    path("panggilan/<uuid:pk>/mulai/", calls.start, name="panggilan-mulai"),
    path("panggilan/<uuid:pk>/tutup/", calls.close, name="panggilan-tutup"),
    path("panggilan/<uuid:pk>/jawab/", calls.answer, name="panggilan-jawab"),
    path("pembinaan/", reprimands.index, name="pembinaan"),
    path("pembinaan/catat/", recording.record, name="pembinaan-catat"),
    path("pembinaan/<uuid:pk>/", reprimands.show, name="pembinaan-lihat"),
    path("pembinaan/<uuid:pk>/putuskan/", reprimands.decide, name="pembinaan-putuskan"),
    path(
        "pembinaan/<uuid:pk>/keberatan/", own_reprimands.file_objection, name="pembinaan-keberatan"
    ),
    path("pembinaan/<uuid:pk>/jawab/", reprimands.answer, name="pembinaan-jawab"),
    path("pembinaan/<uuid:pk>/cabut/", reprimands.lift, name="pembinaan-cabut"),
    path("pembinaan-saya/", own_reprimands.index, name="pembinaan-saya"),
]
