"""The pages of people; one module per group of pages, wired in `urls.py`."""
