from django.apps import AppConfig


class PeerConfig(AppConfig):
    name = "bench.peers.viewflow"
    label = "leave"
    verbose_name = "django-viewflow"
