"""Lists that come in from files: first a dry run that tells, then saved by a click."""

from wfa.schedules.importers.absences import AbsencePlan, read_absences

__all__ = ["AbsencePlan", "read_absences"]
