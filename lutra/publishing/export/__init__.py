"""Tables as files: CSV, JSON, XLSX and PDF. Start with ``table.py``, then ``formats.py``."""
