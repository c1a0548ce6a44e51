"""The reading room: answers that were given to somebody and are offered to everybody, without the one who asked."""
