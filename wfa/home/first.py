"""Before any policy was in force, setting the installation up is the one thing to do."""

from __future__ import annotations

from django.urls import reverse

from wfa.home.tasks import Task
from wfa.people.permissions import Authority
from wfa.policies.rules import RuleSet
from wfa.setup.selectors import is_unfinished


def tasks(held: Authority, rules: RuleSet | None) -> list[Task]:
    """The way to the task list of the set-up, for those who work on it; at most 1 query.

    `rules` are those of the visitor's own unit: where a policy has set them, nothing is asked.
    """
    has_policy = rules is not None and not rules.is_default("open")
    if has_policy or not held.may_somewhere("manage_region") or not is_unfinished():
        return []
    return [
        Task(
            "Lanjutkan penyiapan",
            "Tujuh langkah dari server kosong sampai pengajuan pertama.",
            reverse("penyiapan"),
            "Buka penyiapan",
        )
    ]
