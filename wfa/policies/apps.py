from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "wfa.policies"
    label = "policies"
    verbose_name = "Kebijakan"
