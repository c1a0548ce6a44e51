"""Making a copy of a file without what it hides: pure, done inside the sandbox, by lists of what may stay.

Whatever is not on a list is left out. A copy is examined like any other file, so what this package cannot take out is
found there and holds the copy back.
"""
