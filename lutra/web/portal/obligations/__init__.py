"""The citizen's pages on what must be published: promises, completeness, packages, wealth reports, dangers."""
