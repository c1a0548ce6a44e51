"""What can go wrong when people and their posts are concerned."""

from __future__ import annotations

from django.utils.translation import gettext as _


class DirectoryError(Exception):
    """A deed on the directory was refused; the message says what would be right."""


class NotPermitted(DirectoryError):
    """The actor has no role that may do this."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(
            _(
                "Anda tidak berwenang melakukan ini. Mintalah PPID Utama atau administrator bila tugas ini milik Anda."
            )
        )


class PostTaken(DirectoryError):
    """Two people cannot hold one post definitively on the same day."""


class UnknownRole(DirectoryError):
    """A role that the glossary does not know."""


class WrongEntry(DirectoryError):
    """Something of a government, a body or an officer is missing or wrong: ``problems`` says what to do, by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class WrongTerm(DirectoryError):
    """A term of office ends before it starts, or lacks its decree."""
