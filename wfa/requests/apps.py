from django.apps import AppConfig

from wfa.audit.labels import register, register_details


class RequestsConfig(AppConfig):
    name = "wfa.requests"
    label = "requests"
    verbose_name = "Pengajuan"

    def ready(self) -> None:
        register(
            {
                "evidence_added": "Bukti dukung diunggah",
                "evidence_removed": "Bukti dukung dihapus",
                "draft_discarded": "Draf pengajuan dibuang",
                "file_read": "Berkas dibuka",
            }
        )
        from wfa.requests.models import State

        register_details({}, {str(s.value): s.label[:1].lower() + s.label[1:] for s in State})
