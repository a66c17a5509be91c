"""A year of days of a whole region: how long it takes to plan and write, to show, to keep."""
