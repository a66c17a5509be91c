"""Drafting rules and putting them in force, one version or a whole trial at once."""

from wfa.policies.services.phases import set_up_phases
from wfa.policies.services.versions import discard, draft, edit, enforce, take_back

__all__ = ["discard", "draft", "edit", "enforce", "set_up_phases", "take_back"]
