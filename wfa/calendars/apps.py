from django.apps import AppConfig

from wfa.audit.labels import register


class CalendarsConfig(AppConfig):
    name = "wfa.calendars"
    label = "calendars"
    verbose_name = "Kalender kerja"

    def ready(self) -> None:
        register(
            {
                "calendar_seeded": "Kalender nasional diisi",
                "holiday_added": "Hari libur ditambah",
                "holiday_changed": "Hari libur diubah",
                "holiday_removed": "Hari libur dihapus",
                "ramadan_saved": "Ramadan dicatat",
            }
        )
