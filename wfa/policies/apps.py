from django.apps import AppConfig

from wfa.audit.labels import register


class PoliciesConfig(AppConfig):
    name = "wfa.policies"
    label = "policies"
    verbose_name = "Kebijakan"

    def ready(self) -> None:
        register(
            {
                "policy_drafted": "Rancangan kebijakan dibuat",
                "policy_edited": "Rancangan kebijakan diubah",
                "policy_discarded": "Rancangan kebijakan dibuang",
                "policy_enforced": "Kebijakan diberlakukan",
                "policy_taken_back": "Fase kebijakan ditarik sebelum berlaku",
                "flexible_work_closed": "Kerja fleksibel ditutup",
                "flexible_work_opened": "Kerja fleksibel dibuka lagi",
            }
        )
