"""The officers' pages of the villages: coverage, what waits to be let out, sites, and the policy."""
