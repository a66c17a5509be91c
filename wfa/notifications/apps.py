from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "wfa.notifications"
    label = "notifications"
    verbose_name = "Pemberitahuan"
