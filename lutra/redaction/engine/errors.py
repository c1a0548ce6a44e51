"""Why nothing was made; the message never holds the matter itself."""

from __future__ import annotations


class NotRedacted(Exception):
    """``code`` names the reason for programs: not_found, survived, pattern, box, too_large."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
