from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "wfa.calendars"
    label = "calendars"
    verbose_name = "Kalender kerja"
