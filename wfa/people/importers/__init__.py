"""Import of units and people from the files that SIASN gives out: UNOR.csv and SIASN.xlsx.

`read` looks and tells, `apply` saves: a bad row costs a sentence, never the file.
"""

from pathlib import Path

from django.conf import settings

from wfa.people.importers.run import Plan, apply, read
from wfa.people.models import Employee

__all__ = ["Plan", "apply", "load_sample", "read", "system_account"]


def system_account() -> Employee:
    """The account in whose name the server itself acts; nobody can sign in with it."""
    account, created = Employee.objects.get_or_create(
        login="sistem",
        defaults={"name": "Sistem", "kind": Employee.Kind.SERVICE, "is_active": False},
    )
    if created:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


def load_sample() -> Plan:
    """Units and people of the made-up region that the repository ships."""
    folder = Path(settings.BASE_DIR) / "sample"
    plan = read(folder / "UNOR.csv", folder / "SIASN.xlsx")
    apply(plan, by=system_account())
    return plan
