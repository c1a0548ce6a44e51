"""The officers' pages of the reading room: deciding about each answer, and texts of items that stay closed."""
