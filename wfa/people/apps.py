from django.apps import AppConfig

from wfa.audit.labels import register


class PeopleConfig(AppConfig):
    name = "wfa.people"
    label = "people"
    verbose_name = "Pegawai"

    def ready(self) -> None:
        register(
            {
                "account_added": "Akun dibuat",
                "account_closed": "Akun dinonaktifkan",
                "account_opened": "Akun diaktifkan",
                "contact_changed": "Kontak diubah",
                "duty_given": "Tugas diberikan",
                "first_sign_in_issued": "Kode masuk pertama dibuat",
                "first_sign_in_used": "Kode masuk pertama dipakai",
                "held_ended": "Tugas atau jabatan diakhiri",
                "letterhead_changed": "Kepala surat diubah",
                "mandate_set": "Dasar kewenangan ditetapkan",
                "office_given": "Jabatan diberikan",
                "password_changed": "Kata sandi diubah",
                "people_imported": "Pegawai diimpor dari SIASN",
                "region_changed": "Pengaturan daerah diubah",
            }
        )
