"""Habits of the tables that hold for all of them."""

import itertools

from django.apps import apps
from django.db.models import CheckConstraint

ROOMS = ("wfa", "workflows", "documents")
ALONE = {
    ("FirstSignIn", "issued"): "the server itself issues codes too",
    ("Document", "voided"): "the time stands in the audit log; void_reason is compulsory",
}


def _models():
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in ROOMS]


def test_nullable_at_and_by_stand_or_fall_together():
    """Each pair x_at/x_by has a CHECK: nobody did it without a time, nothing without a name."""
    bare = []
    for model in _models():
        fields = {field.name: field for field in model._meta.fields}
        for stem in sorted(name[:-3] for name in fields if name.endswith("_at")):
            by = fields.get(f"{stem}_by")
            if by is None or not fields[f"{stem}_at"].null or (model.__name__, stem) in ALONE:
                continue
            if not any(_names(c) >= {f"{stem}_at", f"{stem}_by"} for c in _checks(model)):
                bare.append(f"{model.__name__}.{stem}")
    assert bare == []


def test_people_are_never_deleted_with_what_they_did():
    """Deleting an account takes no record along: only its own sign-in codes may go with it."""
    cascades = {
        f"{model.__name__}.{field.name}"
        for model in _models()
        for field in model._meta.fields
        if field.is_relation
        and field.related_model.__name__ == "Employee"
        and field.remote_field.on_delete.__name__ == "CASCADE"
    }
    assert cascades == {"FirstSignIn.employee"}


def _checks(model):
    return [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]


def _names(constraint):
    """Names of the fields that a CHECK speaks of."""
    flat, waiting = set(), [constraint.condition]
    while waiting:
        node = waiting.pop()
        for child in node.children:
            if isinstance(child, tuple):
                flat.add(child[0].split("__")[0])
            else:
                waiting.append(child)
    return flat


def test_the_walk_above_sees_models():
    assert len(list(itertools.islice(_models(), 20))) == 20
