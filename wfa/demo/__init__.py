"""The demo region: made-up people, real ways. Everything goes through the services."""
