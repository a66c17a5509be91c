"""What may stand on a day, and what is said when it may not. Pure."""

from wfa.schedules.rules.seats import (
    Claim,
    Limits,
    Office,
    Seats,
    Shortage,
    free_days,
    full_sentence,
    limits_for,
    seats_for,
    tightest,
)

__all__ = [
    "Claim",
    "Limits",
    "Office",
    "Seats",
    "Shortage",
    "free_days",
    "full_sentence",
    "limits_for",
    "seats_for",
    "tightest",
]
