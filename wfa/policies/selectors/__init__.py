"""Which rules hold for a unit on a day, how two versions differ, and what is set up ahead."""

from wfa.policies.parameters import PARAMETERS, TASK_CRITERIA, Parameter
from wfa.policies.rules import RuleSet, exclusion
from wfa.policies.selectors.along import rules_along, rules_along_ids
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
    switching_units,
    unit_names,
    units_below,
    version_before,
    versions,
    versions_to_choose,
)
from wfa.policies.selectors.phases import Phase, Timeline, headline, timeline, versions_of
from wfa.policies.selectors.trials import Outlook, outlook, planned_versions
from wfa.policies.selectors.units import opds_with_versions, units_with_versions, versions_along

__all__ = [
    "PARAMETERS",
    "TASK_CRITERIA",
    "Change",
    "Outlook",
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
    "opds_with_versions",
    "outlook",
    "planned_versions",
    "preview",
    "preview_many",
    "rules_along",
    "rules_along_ids",
    "rules_for",
    "rules_for_cases",
    "rules_for_many",
    "source_of",
    "switching_units",
    "timeline",
    "unit_names",
    "units_below",
    "units_with_versions",
    "version_before",
    "versions",
    "versions_along",
    "versions_of",
    "versions_to_choose",
]
