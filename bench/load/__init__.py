"""One check-in window of a whole region: can everybody get in, and is nobody wrongly missing?"""
