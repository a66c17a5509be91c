from django.apps import AppConfig


class PeerConfig(AppConfig):
    name = "bench.peers.approval"
    label = "leave"
    verbose_name = "django-approval-workflow"
