"""Pages: portal (citizen), desk (officer) and what they share."""
