"""Who works where, in which office, with which duty, on which date."""

from wfa.people.models.employees import Employee, EmployeeManager, FirstSignIn, Position
from wfa.people.models.held import Appointment, Dated, Duty, Mandate
from wfa.people.models.region import ImportRun, Region
from wfa.people.models.units import Unit, UnitGroupPermission

__all__ = [
    "Appointment",
    "Dated",
    "Duty",
    "Employee",
    "EmployeeManager",
    "FirstSignIn",
    "ImportRun",
    "Mandate",
    "Position",
    "Region",
    "Unit",
    "UnitGroupPermission",
]
