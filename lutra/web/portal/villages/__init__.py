"""What villages show, for everybody: which of them, how much, and each village's own page."""
