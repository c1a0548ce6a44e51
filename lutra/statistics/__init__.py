"""Figures and registers, read from the book. Start with README.md, then queries.py."""
