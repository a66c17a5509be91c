from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "wfa.people"
    label = "people"
    verbose_name = "Pegawai"
