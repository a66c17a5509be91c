from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "wfa.schedules"
    label = "schedules"
    verbose_name = "Jadwal dan kuota"

    def ready(self) -> None:
        from wfa.audit.labels import register, register_details
        from wfa.schedules import lookups  # noqa: F401  (registers itself)

        register(
            {
                "absence_recorded": "Ketidakhadiran dicatat",
                "absence_withdrawn": "Catatan ketidakhadiran dicabut",
                "absences_imported": "Daftar ketidakhadiran diimpor",
                "locations_blanked": "Titik lokasi lama dihapus",
                "roster_started": "Rancangan jadwal dibuat",
                "roster_edited": "Rancangan jadwal diisi",
                "roster_painted": "Pola jadwal diisikan",
                "roster_refreshed": "Rancangan jadwal disegarkan",
                "roster_reasoned": "Alasan jadwal ditulis",
                "roster_discarded": "Rancangan jadwal dibuang",
            }
        )
        register_details(
            {
                "amends": "mengubah",
                "came": "datang",
                "cells": "hari diubah",
                "first_day": "mulai",
                "left": "pergi",
                "people": "pegawai",
                "seed": "acuan pola",
            },
            {"reported": "dilaporkan ke BKD"},
        )
