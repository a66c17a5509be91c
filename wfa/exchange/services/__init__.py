"""What leaves for attendance applications and calendars, and what comes back."""

from wfa.exchange.services.pushing import deliver_due

__all__ = ["deliver_due"]
