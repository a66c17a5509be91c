from django.urls import path

from wfa.performance.views import downloads, evidence, months, planning, reporting, reviewing

urlpatterns = [
    path("rencana/<uuid:pk>/", planning.plan, name="rencana"),
    path("laporan-harian/<uuid:pk>/", reporting.report, name="laporan-harian"),
    path("laporan-harian/bukti/<uuid:pk>/", evidence.read, name="laporan-bukti"),
    path("kinerja/", months.own, name="kinerja"),
    path("kinerja/tim/", reviewing.index, name="kinerja-tim"),
    path("kinerja/tim/nilai/", reviewing.bulk, name="kinerja-tim-nilai"),
    path("kinerja/rekap/", months.of_units, name="kinerja-rekap"),
    path("kinerja/orang/<int:pk>/", months.of_somebody, name="kinerja-orang"),
    path("kinerja/unduh/", downloads.download, name="kinerja-unduh"),
    path("kinerja/<uuid:pk>/nilai/", reviewing.rate, name="kinerja-nilai"),
]
