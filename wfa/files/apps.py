from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "wfa.files"
    label = "files"
    verbose_name = "Berkas"
