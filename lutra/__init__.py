"""Lutra: open public information for local governments."""
