"""What only the rooms above know of a case: they gather it, the words are made of it. Values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Around:
    """The procedure and the papers around a case, as far as its applicant is told of them."""

    bkd: str = "BKD"
    received_at: datetime.datetime | None = None
    """When the BKD got the signed letter with this case."""
    superiors: str = ""
    """Names of whom the policy wants to be heard first; "" = nobody, or not asked."""
    heard_by: str = ""
    heard_at: datetime.datetime | None = None
    held: str = ""
    """Why the case stands still while flexible work is switched off; "" = it doesn't."""
    giving_back: tuple[datetime.date, ...] = ()
    """Days whose cancellation was asked for and isn't decided yet."""
    giving_back_id: str = ""
    giving_back_at: datetime.datetime | None = None
    answerer: str = ""
    """Who answers an objection."""
    objected: bool = False
    no_objection: str = ""
    """Why the viewer can't object now; "" = they can."""
    object_until: datetime.date | None = None
    no_reminder: str = ""
    """Why the viewer can't remind now; "" = they can."""
    can_remind: bool = False
    """Whether reminding is offered at all."""
    decree: str = ""
    """The address of the decree's page."""
    decree_number: str = ""
