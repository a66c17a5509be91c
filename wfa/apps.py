from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "wfa"
    label = "wfa"
    verbose_name = "Luwes"

    def ready(self) -> None:
        from wfa import checks  # noqa: F401  (registers the checks)
