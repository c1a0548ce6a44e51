"""Handing a case, message or alert to a body, with instruction, sub-deadline and result."""
