"""What a file hides, one module per family of formats; see ``kinds`` for the list."""
