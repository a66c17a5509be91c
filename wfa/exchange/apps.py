from django.apps import AppConfig

from wfa.audit.labels import register, register_details


class ExchangeConfig(AppConfig):
    name = "wfa.exchange"
    label = "exchange"
    verbose_name = "Pertukaran dengan aplikasi presensi"

    def ready(self) -> None:
        register(
            {
                "location_recorded": "Lokasi kerja dicatat",
                "locations_imported": "Lokasi kerja diimpor",
                "schedule_exported": "Jadwal diekspor",
                "schedule_pulled": "Jadwal ditarik aplikasi presensi",
                "schedule_pushed": "Jadwal dikirim ke aplikasi presensi",
                "delivery_begun": "Pengiriman jadwal diminta",
                "delivery_failed": "Pengiriman jadwal dihentikan",
                "delivery_retried": "Pengiriman jadwal diulang",
                "exchange_added": "Sambungan presensi dibuat",
                "exchange_changed": "Sambungan presensi diubah",
                "exchange_key_renewed": "Kunci sambungan presensi diganti",
                "exchange_closed": "Sambungan presensi ditutup",
                "acknowledgement_read": "Pengakuan presensi dibaca",
                "calendar_feed_made": "Langganan kalender dibuat",
                "calendar_feed_revoked": "Langganan kalender dicabut",
            }
        )
        register_details(
            {
                "layout": "tata letak",
                "rows": "baris",
                "first": "dari",
                "last": "sampai",
                "since": "perubahan sejak",
                "format": "format",
                "mode": "cara",
                "name": "nama",
                "push_url": "alamat kirim",
                "people": "pegawai",
                "differences": "selisih",
                "refused": "ditolak",
                "units": "unit",
            }
        )
