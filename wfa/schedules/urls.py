"""The months of offices: /jadwal/…"""

from django.urls import path

from wfa.schedules.views import changes, line, matrix, months, workbook

urlpatterns = [
    path("jadwal/", months.index, name="jadwal"),
    path("jadwal/buat/", months.start, name="jadwal-buat"),
    path("jadwal/tambahan/", changes.extra, name="jadwal-tambahan"),
    path("jadwal/<uuid:pk>/", matrix.show, name="jadwal-matriks"),
    path("jadwal/<uuid:pk>/isi/", matrix.fill, name="jadwal-isi"),
    path("jadwal/<uuid:pk>/simpan/", matrix.save, name="jadwal-simpan"),
    path("jadwal/<uuid:pk>/segarkan/", matrix.refresh, name="jadwal-segarkan"),
    path("jadwal/<uuid:pk>/pegawai/<int:employee>/", line.show, name="jadwal-baris"),
    path("jadwal/<uuid:pk>/xlsx/", workbook.download, name="jadwal-xlsx"),
    path("jadwal/<uuid:pk>/unggah/", workbook.upload, name="jadwal-unggah"),
    path("jadwal/<uuid:pk>/ubah/", changes.amend, name="jadwal-ubah"),
    path("jadwal/<uuid:pk>/buang/", matrix.discard, name="jadwal-buang"),
]
