"""What comes in from other systems, normalised; see README.md."""
