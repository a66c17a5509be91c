"""Reading the day of duty."""
