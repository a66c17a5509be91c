from django.apps import AppConfig

from wfa.audit.labels import register, register_details


class AttendanceConfig(AppConfig):
    name = "wfa.attendance"
    label = "attendance"
    verbose_name = "Presensi"

    def ready(self) -> None:
        register(
            {
                "window_extended": "Jendela presensi diperpanjang",
                "day_verified": "Hari dinyatakan sah",
                "day_questioned": "Klarifikasi hari diminta",
                "day_rejected": "Hari dinyatakan tidak sah",
                "day_explained": "Pegawai memberi penjelasan",
                "account_sent": "Rekap hari dikirim ke BKD",
                "call_started": "Panggilan dimulai",
                "call_closed": "Panggilan ditutup",
                "call_answered_back": "Pegawai menjawab panggilan",
                "roll_call_drawn": "Panggilan diundi",
                "reprimand_proposed": "Pembinaan diusulkan",
                "reprimand_confirmed": "Pembinaan diputus",
                "reprimand_issued": "Pembinaan diterbitkan",
                "reprimand_dropped": "Usul pembinaan tidak dilanjutkan",
                "reprimand_objected": "Keberatan atas pembinaan",
                "reprimand_upheld": "Keberatan ditolak",
                "reprimand_lifted": "Pembinaan dicabut",
                "reprimand_handed_over": "Berkas usul pemeriksaan diunduh",
                "photo_viewed": "Foto presensi dibuka",
                "photos_purged": "Foto presensi dihapus",
                "coordinates_purged": "Koordinat presensi dihapus",
                "numbers_purged": "Nomor pada catatan panggilan dihapus",
                "privacy_notice_read": "Pemberitahuan data pribadi dibaca",
            }
        )
        register_details(
            {
                "window": "jendela",
                "minutes": "menit",
                "dates": "tanggal",
                "until": "sampai",
                "level": "langkah",
                "reprimand": "langkah pembinaan",
                "outcome": "hasil",
                "count": "jumlah",
                "round": "putaran",
                "pool": "yang dapat diundi",
            }
        )
