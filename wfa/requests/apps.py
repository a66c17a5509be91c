from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "wfa.requests"
    label = "requests"
    verbose_name = "Pengajuan"
