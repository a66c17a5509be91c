from django.urls import path

from wfa.exchange.views import answers, export, feeds, homes, locations, machine, systems

_SYSTEM = "presensi/sambungan/<uuid:pk>/"

urlpatterns = [
    path("lokasi/", locations.own, name="lokasi-saya"),
    path("lokasi/pegawai/", locations.people, name="lokasi-pegawai"),
    path("lokasi/pegawai/<int:pk>/", locations.of_person, name="lokasi-catat"),
    path("lokasi/impor/", homes.read, name="lokasi-impor"),
    path("lokasi/impor/<int:pk>/", homes.show, name="lokasi-impor-lihat"),
    path("lokasi/impor/<int:pk>/simpan/", homes.save, name="lokasi-impor-simpan"),
    path("lokasi/impor/<int:pk>/buang/", homes.discard, name="lokasi-impor-buang"),
    path("presensi/", export.choose, name="presensi"),
    path("presensi/unduh/", export.download, name="presensi-unduh"),
    path("presensi/pengakuan/", answers.read, name="presensi-pengakuan"),
    path("presensi/pengakuan/<int:pk>/", answers.show, name="presensi-pengakuan-lihat"),
    path("presensi/pengakuan/<int:pk>/xlsx/", answers.download, name="presensi-pengakuan-xlsx"),
    path("presensi/sambungan/", systems.systems, name="presensi-sambungan"),
    path("presensi/sambungan/baru/", systems.add, name="presensi-sambungan-baru"),
    path(_SYSTEM, systems.system, name="presensi-sambungan-lihat"),
    path(f"{_SYSTEM}kunci/", systems.renew_key, name="presensi-sambungan-kunci"),
    path(f"{_SYSTEM}tutup/", systems.close, name="presensi-sambungan-tutup"),
    path(f"{_SYSTEM}kirim/", systems.send, name="presensi-kirim"),
    path("presensi/kiriman/<uuid:pk>/ulangi/", systems.retry, name="presensi-kiriman-ulangi"),
    path("presensi/tarik/<uuid:pk>/", machine.pull, name="presensi-tarik"),
    path("kalender-langganan/", feeds.feed, name="kalender-langganan"),
    path("kalender-langganan/cabut/", feeds.revoke, name="kalender-langganan-cabut"),
    path("kalender/<str:secret>.ics", feeds.calendar, name="kalender-ics"),
]
