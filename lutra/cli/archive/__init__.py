"""What ``lutra backup`` writes and ``lutra restore`` reads: one tar archive with a portable copy of everything.

``container`` is the archive with its manifest and digests, ``tables`` the rows in a form that either database reads,
``vault`` the keys under a passphrase, ``snapshot`` the one moment that is copied; ``writing`` and ``restoring`` are the
two journeys.
"""
