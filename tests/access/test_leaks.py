"""G10: nobody sees another OPD's people. Each page is searched for the words of all others."""

import re
from functools import cache

import pytest

from tests.access.expected import EVERYBODY, EXPECTED, EXTRA
from tests.access.knocking import address, get
from tests.access.world import words
from wfa.people.models import Employee
from wfa.requests.models import WorkRequest

pytestmark = pytest.mark.django_db
ROWS = {name: row for name, row in {**EXPECTED, **EXTRA}.items() if "GET" in row.methods}

OPDS = {"diskominfo", "dinkes", "bkpsdm"}
REGION = dict.fromkeys("cEiu", OPDS)
NAMES = {**REGION, "r": OPDS, "s": OPDS}
"""Role → OPDs whose people it may read about; everybody else: the own OPD."""
CASES = {**REGION, **{letter: {"diskominfo"} for letter in "bpB"}, "t": {"dinkes"}}
"""Role → OPDs whose cases it may read; everybody else: only the own cases."""
NUMBERS = {**CASES, "r": OPDS}
"""Role → OPDs whose case numbers it may see (the archivist files cases without reading them)."""
IN_OFFICE = "cE"
"""Who decides and signs for the region is named on every case and paper."""
OF_ONESELF = {"masuk-pertama-kode"}
"""The code is the person's own: who has it is greeted by name."""


@pytest.fixture(scope="package")
def secrets(world):
    """{text: (class, OPD, letter of the person)}: nobody outside may find it on a page."""
    found = {}
    for letter, actor in world.actors.items():
        if actor.opd:
            for kind, texts in _of(actor.user, letter).items():
                found |= {text: (kind, actor.opd, letter) for text in texts if text}
    assert len(found) > 100
    return found


def _of(user: Employee, letter):
    numbers = WorkRequest.objects.filter(applicant=user).values_list("number", flat=True)
    public = letter in IN_OFFICE
    return {
        "name": [user.phone, user.email, *([] if public else [user.name, user.nip])],
        "case": list(words(user).values()),
        "number": list(numbers),
    }


def hidden(letter, kind, opd, whose, own_opd):
    """Whether this role must not find that text."""
    if letter == whose:
        return False
    allowed = {"name": NAMES, "case": CASES, "number": NUMBERS}[kind]
    default = {own_opd} if kind == "name" else set()
    return opd not in allowed.get(letter, default)


@pytest.fixture(scope="package")
def told_by(secrets):
    """A function: the secrets in a text; numbers are found however they are spaced."""

    @cache
    def find(html):
        text = _BETWEEN_DIGITS.sub("", html)
        return [secret for secret in secrets if secret in text]

    return find


_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?:[ \u00a0]|&nbsp;)(?=\d)")


@pytest.mark.parametrize("name", ROWS)
def test_no_page_tells_of_another_opds_people(world, secrets, told_by, name):
    leaks = leaks_of(world, secrets, told_by, visits(world, name))
    assert name in OF_ONESELF or not leaks, "\n".join(sorted(leaks))


QUERIES = [
    ("pegawai", "cari={name}"),
    ("pegawai", "unit={unit}"),
    ("tugas-beri", "cari={name}"),
    ("tugas-beri", "pegawai={person}"),
    ("tugas", "unit={unit}"),
    ("kotak-masuk", "kasus={case}"),
    ("kotak-masuk", "tampilan=semua&q={name}"),
    ("kotak-masuk", "tampilan=semua&unit={unit}"),
    ("usulan", "bagian=bkd"),
    ("usulan-baru", "opd={unit}"),
    ("kotak-masuk-bkd", "opd={unit}"),
    ("surat-keputusan", "tab=siap"),
    ("surat-keputusan", "tab=menunggu"),
    ("surat-keputusan", "tab=proses"),
    ("arsip", "isi=kasus"),
    ("slip", "unit={unit}"),
    ("jejak-audit", "cari={name}"),
]
"""Searches and filters that ask for somebody of the other OPD."""


@pytest.mark.parametrize(("name", "query"), QUERIES)
def test_no_search_tells_of_another_opds_people(world, secrets, told_by, name, query):
    answers = []
    for letter in EVERYBODY:
        other = world.find("case", letter, "other")
        asked = query.format(
            name=other.applicant.name,
            person=other.applicant_id,
            case=other.pk,
            unit=other.opd_id,
        )
        answers.append((letter, other.applicant, get(world, letter, f"{address(name)}?{asked}")))
    echoed = {person.name for _, person, _ in answers}  # what was typed stands in the search box
    kept = {text: what for text, what in secrets.items() if text not in echoed}
    leaks = leaks_of(world, kept, told_by, ((letter, answer) for letter, _, answer in answers))
    assert not leaks, "\n".join(sorted(leaks))


def leaks_of(world, secrets, told_by, answers):
    found = set()
    for letter, answer in answers:
        own_opd = "" if letter in "n-" else world.actors[letter].opd
        for secret in told_by(answer.text):
            kind, opd, person = secrets.get(secret, ("", "", letter))
            if hidden(letter, kind, opd, person, own_opd):
                found.add(f"{letter}: {secret} ({kind} of {person}, {opd})")
    return found


def visits(world, name):
    """(letter, answer) of everybody at everything of this address."""
    row = ROWS[name]
    for letter in EVERYBODY:
        things = [world.find(row.on, letter, whose) for whose in ("own", "same", "other")]
        found = [thing for thing in things if thing is not None]
        for thing in found if row.on and not row.picked else [None]:
            yield letter, get(world, letter, address(name, thing))


def test_the_search_would_find_a_leak(world, secrets, told_by):
    """The region's verifier does see the people of both OPDs on the pages of their decrees."""
    pages = [get(world, "c", address("naskah", decree)) for _, _, decree in world.things["decree"]]
    seen = {secrets[secret][1] for page in pages for secret in told_by(page.text)}
    assert {"diskominfo", "dinkes"} <= seen
