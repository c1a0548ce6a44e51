"""What the public sees of the list of public information: rows that one function makes, deny by default."""
