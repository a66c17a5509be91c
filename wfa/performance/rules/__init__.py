"""Pure: what a plan and a report hold, until when they may change, what a rating needs."""
