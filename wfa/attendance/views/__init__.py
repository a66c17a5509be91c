"""Pages of the day of duty."""
