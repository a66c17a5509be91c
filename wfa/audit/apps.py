from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "wfa.audit"
    label = "audit"
    verbose_name = "Jejak audit"

    def ready(self) -> None:
        post_migrate.connect(_restore_triggers, sender=self, dispatch_uid="audit.triggers")


def _restore_triggers(*, using: str, **_kwargs: Any) -> None:
    """Whatever a migration rebuilt, the tables are append-only again afterwards."""
    from wfa.audit import triggers

    triggers.create_all(connections[using])
