"""Questions about what goes to attendance applications, and about what came back."""

from wfa.exchange.selectors.days import Ask, count_rows, next_moment
from wfa.exchange.selectors.layouts import COLUMNS, headings, records

__all__ = ["COLUMNS", "Ask", "count_rows", "headings", "next_moment", "records"]
