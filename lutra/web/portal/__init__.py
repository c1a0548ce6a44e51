"""The citizen's pages: ask, follow, read the register, check a letter. Everything works without JavaScript."""
