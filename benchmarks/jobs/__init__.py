"""What the children of benchmarks do; see ``benchmarks.work``."""
