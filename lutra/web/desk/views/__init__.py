"""Views of the desk: find, check, call, answer."""
