from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "wfa.schedules"
    label = "schedules"
    verbose_name = "Jadwal dan kuota"
