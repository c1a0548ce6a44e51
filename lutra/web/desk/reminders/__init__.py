"""Reminders: each officer's own wish, and the government's rules."""
