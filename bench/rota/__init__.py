"""Rosters: the generator of the product beside OR-tools CP-SAT, on the same instances."""
