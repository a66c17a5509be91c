"""What is asked about places, exports and connections."""
