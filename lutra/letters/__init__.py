"""Letters: typeset, numbered, signed, sealed, and open to anybody's check. Start with README.md, then actions.py."""
