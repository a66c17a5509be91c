"""The named people hold exactly what their role says."""

import pytest

from wfa.people.authority import Role
from wfa.people.permissions import authority

# Fixtures that are asked for by name need the mark: their own `db` comes too late.
pytestmark = pytest.mark.django_db

ROLES = {
    "ani": set(),
    "dewi": set(),
    "dodi": set(),
    "budi": {Role.ASSESSOR},
    "pandu": {Role.PERSONNEL},
    "fitri": {Role.FRONT_OFFICE},
    "bambang": {Role.OPD_HEAD},
    "plh_tri": {Role.OPD_HEAD},
    "citra": {Role.VERIFIER},
    "endah": {Role.OPD_HEAD, Role.BKD_HEAD},
    "rani": {Role.ARCHIVIST},
    "ines": {Role.INSPECTOR},
    "adi": {Role.ADMINISTRATOR},
    "bupati": {Role.REGION_HEAD},
}


@pytest.mark.parametrize("name", ROLES)
def test_each_named_person_holds_the_roles_of_the_story(name, request):
    person = request.getfixturevalue(name)
    assert authority(person).roles() == ROLES[name]


@pytest.mark.parametrize("name", ROLES)
def test_user_groups_stay_empty(name, request):
    assert not request.getfixturevalue(name).groups.exists()
