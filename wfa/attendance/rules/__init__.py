"""Pure: what is expected on a day, when a check-in counts, what is missing, what to look at."""
