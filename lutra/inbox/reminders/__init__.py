"""Reminders to officers: what is due, of what was not yet told, in one message a day at most."""
