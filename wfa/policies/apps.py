from django.apps import AppConfig

from wfa.audit.labels import register, register_details


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
        from wfa.policies.parameters import PARAMETERS

        register_details({key: p.label[:1].lower() + p.label[1:] for key, p in PARAMETERS.items()})
