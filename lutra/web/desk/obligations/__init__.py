"""The desk's pages on what must be published: the matrix and all that stands beside the catalogue."""
