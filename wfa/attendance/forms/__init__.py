"""What people fill in about the day of duty."""
