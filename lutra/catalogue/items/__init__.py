"""The items of the list of public information: what one holds, the deeds on it, its files, and how they are found."""
