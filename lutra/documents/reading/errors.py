"""Why a file could not be read; the message tells the one who uploaded it what to do."""

from __future__ import annotations


class NotRead(Exception):
    """``code`` names the reason for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Unreadable(NotRead):
    """Damaged, exploding, too large, or of a kind that nobody here reads."""


class Encrypted(NotRead):
    """Locked with a password."""

    def __init__(self) -> None:
        super().__init__(
            "encrypted",
            "Berkas terkunci kata sandi. Buka dengan kata sandinya, simpan tanpa kata sandi, lalu unggah lagi.",
        )
