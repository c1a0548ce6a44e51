"""Taking in an exempt list of before, as proposals: cells and table are read by ``catalogue.importing``, what they mean
here is in ``reading``, and doing and undoing are in ``runs``. The headings are data: ``words.yaml``."""
