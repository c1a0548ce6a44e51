"""The page on which the considerations team advises before a decision."""
