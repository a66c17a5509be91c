"""What people's data can have done to it. Each change asks for the right and is audited by name.

`by=None` is the server itself (set-up, demo, import on the command line).
"""

from wfa.people.services.accounts import (
    add_account,
    change_contact,
    change_password,
    set_active,
)
from wfa.people.services.first import open_first_administrator
from wfa.people.services.grants import ensure_grants, require
from wfa.people.services.held import appoint, end_held, give_duty
from wfa.people.services.home import change_letterhead, save_region, set_mandate
from wfa.people.services.sign_in import (
    FIRST_SIGN_IN_DAYS,
    Slip,
    find_first_sign_in,
    is_own_password,
    issue_first_sign_in,
    issue_slips,
    use_first_sign_in,
)

__all__ = [
    "FIRST_SIGN_IN_DAYS",
    "Slip",
    "add_account",
    "appoint",
    "change_contact",
    "change_letterhead",
    "change_password",
    "end_held",
    "ensure_grants",
    "find_first_sign_in",
    "give_duty",
    "is_own_password",
    "issue_first_sign_in",
    "issue_slips",
    "open_first_administrator",
    "require",
    "save_region",
    "set_active",
    "set_mandate",
    "use_first_sign_in",
]
