from django.apps import AppConfig

from wfa.audit.labels import register, register_details


class PerformanceConfig(AppConfig):
    name = "wfa.performance"
    label = "performance"
    verbose_name = "Kinerja harian"

    def ready(self) -> None:
        from wfa.performance.models import Rating

        register(
            {
                "report_reviewed": "Laporan harian dinilai",
                "report_evidence_added": "Bukti laporan ditambahkan",
                "report_evidence_removed": "Bukti laporan dihapus",
                "evidence_purged": "Berkas bukti laporan dihapus sesuai masa simpan",
                "performance_exported": "Rekap kinerja diunduh",
            }
        )
        register_details(
            {
                "employee": "pegawai",
                "rating": "penilaian",
                "month": "bulan",
                "layout": "susunan",
                "format": "bentuk",
            },
            {str(value): str(label) for value, label in Rating.choices},
        )
