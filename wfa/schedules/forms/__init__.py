"""What is asked on the pages of schedules; one module per group of pages."""
