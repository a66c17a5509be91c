from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "wfa.decisions"
    label = "decisions"
    verbose_name = "Keputusan"
