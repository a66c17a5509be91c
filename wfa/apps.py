from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "wfa"
    label = "wfa"
    verbose_name = "Luwes"
