"""Pages of the exchange with attendance applications and calendars."""
