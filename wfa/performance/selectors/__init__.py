"""What is asked about plans, reports and reviews; other apps call these."""
