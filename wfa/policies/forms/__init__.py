"""The pages of policies as forms; what is typed stays on an error."""

from wfa.policies.forms.phases import PhaseForm, TrialForm, TrialForms
from wfa.policies.forms.rules import OWN, PolicyForm
from wfa.policies.forms.versions import CompareForm, EnforceForm, NewForm, ReasonForm

__all__ = [
    "OWN",
    "CompareForm",
    "EnforceForm",
    "NewForm",
    "PhaseForm",
    "PolicyForm",
    "ReasonForm",
    "TrialForm",
    "TrialForms",
]
