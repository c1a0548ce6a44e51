"""Taking in many items from one messy file: what the cells say, what is wrong row by row, and what would change.

Read in this order: ``sheets`` (bytes to cells), ``tables`` (where the table is and what its columns mean), ``values``
and ``bodies`` (what a cell says), ``rows`` (one row), ``planning`` (against what is there), ``runs`` (do and undo).
The words that people use for columns, classes, forms and times are data: ``words.yaml``; the faults: ``faults.yaml``.
"""
