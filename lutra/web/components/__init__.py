"""The pieces pages are made of: one look, one behaviour, one place to change either."""
