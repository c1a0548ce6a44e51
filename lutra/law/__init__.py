"""The statute book: law as dated data beside pure functions. Imports no Django; start in README.md."""
