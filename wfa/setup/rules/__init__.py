"""What is in order and what isn't, as sentences: pure functions from facts to findings."""

from wfa.setup.rules.findings import Finding, Group, Level, Page, worst
from wfa.setup.rules.tasks import State, Task, next_step, tasks

__all__ = ["Finding", "Group", "Level", "Page", "State", "Task", "next_step", "tasks", "worst"]
