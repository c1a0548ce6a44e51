"""The list as a whole: its rows in the law's columns, signed versions and their differences, deliveries by bodies."""
