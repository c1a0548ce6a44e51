"""Journeys through a real installation with a real browser: `pytest e2e`."""
