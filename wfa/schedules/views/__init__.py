"""The pages of schedules; one module per group of pages, wired in `urls.py`."""
