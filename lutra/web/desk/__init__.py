"""The officers' pages: the queue, one case on one screen, and the deeds on it."""
