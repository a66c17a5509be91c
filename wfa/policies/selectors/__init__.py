"""Which rules hold for a unit on a day, how two versions differ, and what is set up ahead."""

from wfa.policies.parameters import PARAMETERS, TASK_CRITERIA, Parameter
from wfa.policies.rules import RuleSet, exclusion
from wfa.policies.selectors.comparison import Change, changes, compare
from wfa.policies.selectors.effective import (
    closures_for,
    current_version,
    drafting_units,
    effective,
    in_force,
    inherited,
    preview,
    preview_many,
    rules_for,
    rules_for_cases,
    rules_for_many,
    source_of,
    unit_names,
    units_below,
    version_before,
    versions,
    versions_to_choose,
)
from wfa.policies.selectors.phases import Phase, Timeline, headline, timeline, versions_of

__all__ = [
    "PARAMETERS",
    "TASK_CRITERIA",
    "Change",
    "Parameter",
    "Phase",
    "RuleSet",
    "Timeline",
    "changes",
    "closures_for",
    "compare",
    "current_version",
    "drafting_units",
    "effective",
    "exclusion",
    "headline",
    "in_force",
    "inherited",
    "preview",
    "preview_many",
    "rules_for",
    "rules_for_cases",
    "rules_for_many",
    "source_of",
    "timeline",
    "unit_names",
    "units_below",
    "version_before",
    "versions",
    "versions_of",
    "versions_to_choose",
]
