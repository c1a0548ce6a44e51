"""Accounts of applicants: optional, opened by a link in one's mailbox. Start with README.md, then actions.py."""
