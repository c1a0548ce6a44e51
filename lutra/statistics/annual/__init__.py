"""The yearly report of PERKI 1/2021 Pasal 56. Start with ``cases.py``: which case counts where."""
