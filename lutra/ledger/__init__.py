"""The book: one append-only, hash-chained ledger per government. Start with README.md, then actions.py."""
