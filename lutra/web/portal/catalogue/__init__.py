"""The citizen's pages of what is published: the list of public information, the reading room, one search over all."""
