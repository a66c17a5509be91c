"""The pages of policies, by the names that the addresses use."""

from wfa.policies.views.overview import index, of_unit
from wfa.policies.views.phases import phases
from wfa.policies.views.versions import (
    compare,
    discard,
    edit,
    enforce,
    new,
    show,
    take_back,
)

__all__ = [
    "compare",
    "discard",
    "edit",
    "enforce",
    "index",
    "new",
    "of_unit",
    "phases",
    "show",
    "take_back",
]
