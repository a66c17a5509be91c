from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    verbose_name = "Naskah dinas"

    def ready(self) -> None:
        from wfa.audit.labels import register

        register(
            {
                "document.drafted": "Naskah disusun",
                "document.discarded": "Rancangan naskah dibuang",
                "document.signed": "Naskah ditandatangani",
                "document.issued": "Naskah terbit",
                "document.retried": "Penerbitan naskah diulang",
                "document.voided": "Penerbitan naskah dibatalkan",
                "document.read": "Naskah diunduh",
                "case.archived": "Berkas pengajuan diarsipkan",
            }
        )
