from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "wfa.audit"
    label = "audit"
    verbose_name = "Jejak audit"
