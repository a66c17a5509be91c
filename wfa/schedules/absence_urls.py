"""Leave, duty travel and training."""

from django.urls import path

from wfa.schedules.views import absence_imports, absences

urlpatterns = [
    path("ketidakhadiran/", absences.index, name="ketidakhadiran"),
    path("ketidakhadiran/catat/", absences.choose, name="ketidakhadiran-catat"),
    path("ketidakhadiran/catat/<int:pk>/", absences.write, name="ketidakhadiran-isi"),
    path("ketidakhadiran/<int:pk>/cabut/", absences.withdraw, name="ketidakhadiran-cabut"),
    path("ketidakhadiran/impor/", absence_imports.runs, name="ketidakhadiran-impor"),
    path("ketidakhadiran/impor/<int:pk>/", absence_imports.run, name="ketidakhadiran-impor-lihat"),
    path(
        "ketidakhadiran/impor/<int:pk>/simpan/",
        absence_imports.save,
        name="ketidakhadiran-impor-simpan",
    ),
    path(
        "ketidakhadiran/impor/<int:pk>/buang/",
        absence_imports.discard,
        name="ketidakhadiran-impor-buang",
    ),
    path(
        "ketidakhadiran/impor/<int:pk>/ditolak/",
        absence_imports.refused,
        name="ketidakhadiran-impor-ditolak",
    ),
]
