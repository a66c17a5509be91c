from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "wfa.schedules"
    label = "schedules"
    verbose_name = "Jadwal dan kuota"

    def ready(self) -> None:
        from wfa.audit.labels import register

        register(
            {
                "absence_recorded": "Ketidakhadiran dicatat",
                "absence_withdrawn": "Catatan ketidakhadiran dicabut",
                "absences_imported": "Daftar ketidakhadiran diimpor",
            }
        )
