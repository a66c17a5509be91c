"""Long lives of cases: every actor does anything at any time, and the promises hold.

A hypothesis state machine: each rule is something that somebody tries, the promises are its
invariants, and a failure is shrunk to the shortest story that breaks one. Derandomized, so that
every run of the same code tells the same stories; `make lives` tells many more, at random.
"""

import itertools
import os
import uuid

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.actors import add_employee, appoint, give
from tests.workflows.walking import LOOPS, Walk, promises_hold

LIVES = int(os.environ.get("LIVES", "6"))
chances = st.randoms(use_true_random=False)


class Keys:
    """Keys one after the other: rows that are locked by key are locked alike in every telling."""

    def __init__(self, patch):
        self.begin_again()
        for model in apps.get_models():
            for field in model._meta.local_concrete_fields:
                if field.default is uuid.uuid4:
                    patch.setitem(field.__dict__, "_get_default", self.take)

    def begin_again(self):
        self.numbers = itertools.count(1)

    def take(self):
        return uuid.UUID(int=next(self.numbers))


def anew(people):
    """As they stand in the database: nothing of the story before is left in memory."""
    found = {
        p.pk: type(p).objects.get(pk=p.pk) for p in [*people["officials"], *people["applicants"]]
    }
    return {
        name: [found[p.pk] for p in who] if isinstance(who, list) else found[who.pk]
        for name, who in people.items()
    }


class Region(RuleBasedStateMachine):
    """One small region; everything in one transaction, undone when the story is over."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.walk = None

    @initialize(chance=chances)
    def begin(self, chance):
        self.keys.begin_again()
        self.walk = Walk(chance, self.region, anew(self.people))
        for name in ("file", "submit"):
            self.walk.do(name)

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def _do(self, chance, name):
        self.walk.chance = chance
        self.walk.do(name)

    @rule(chance=chances)
    def what_is_useful(self, chance):
        self.walk.chance = chance
        for _ in range(3):
            self.walk.do(chance.choice(self.walk.useful()))

    @rule(chance=chances)
    def the_way_ahead(self, chance):
        """As in an ordinary week: assessed, proposed, signed, examined, decreed."""
        for name in ("assess", "propose", "letter", "issue", "examine", "close", "draft", "sign"):
            self._do(chance, name)

    @rule(chance=chances, name=st.sampled_from(LOOPS))
    def a_loop(self, chance, name):
        self._do(chance, name)

    @rule(
        chance=chances,
        name=st.sampled_from(["withdraw", "discard", "void", "revoke", "archive", "issue", "file"]),
    )
    def something_odd(self, chance, name):
        self._do(chance, name)

    @rule(chance=chances, name=st.sampled_from(["transfer", "time_passes", "change_policy"]))
    def the_world_moves(self, chance, name):
        self._do(chance, name)

    @invariant()
    def the_promises_hold(self):
        if self.walk is not None:
            promises_hold(self.walk)


@pytest.fixture
def people(region, ani, dewi, budi, bambang, citra, endah, rani, pandu, bupati):
    sari = add_employee(region.aplikasi, "Sari Kepala Bidang", echelon="31")
    appoint(sari, region.aplikasi)
    more = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(4)]
    give(endah, "penilai", region.diskominfo)
    officials = {"budi": budi, "bambang": bambang, "citra": citra, "endah": endah, "rani": rani}
    others = {"pandu": pandu, "bupati": bupati, "sari": sari}
    named = {**officials, **others}
    return {**named, "officials": list(named.values()), "applicants": [ani, dewi, *more]}


def test_the_promises_hold_in_every_life(region, people, monkeypatch):
    told = {"region": region, "people": people, "keys": Keys(monkeypatch)}
    machine = type("Life", (Region,), told)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=25,
            deadline=None,
            derandomize="LIVES" not in os.environ,
            database=None,
            print_blob=False,
            phases=[Phase.generate, Phase.shrink] if "LIVES" in os.environ else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happened_before_a_decree_comes_out_in_the_end(seed, region, people):
    import random

    walk = Walk(random.Random(seed), region, people)
    for _ in range(40):
        walk.go()
        promises_hold(walk)
    went = walk.home()
    promises_hold(walk)
    assert {"submit", "recommend", "propose", "approve", "enact"} <= went, (went, walk.trail)
