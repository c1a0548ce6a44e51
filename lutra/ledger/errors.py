"""What the book refuses. Messages name the place and the rule, never a person or a value."""

from __future__ import annotations


class LedgerError(Exception):
    """Everything that the book refuses."""


class OutsideTransaction(LedgerError):
    """An entry, a lock or a number was asked for without a transaction around it."""


class KindNotUnderstood(LedgerError):
    """The kind of an entry is not of the form ``noun.participle``."""


class ActorNotUnderstood(LedgerError):
    """The reference to the actor is not of the form ``officer:12``, ``applicant``, ``clock``."""


class MomentWithoutZone(LedgerError):
    """A moment came without its time zone, so nobody could say later when it was."""


class DataNotJson(LedgerError):
    """The data of an entry would not come back from both databases exactly as it was written."""


class DataHoldsIdentity(LedgerError):
    """The data of an entry has a key that stands for a person's identity."""


class NoSuchFollower(LedgerError):
    """No follower of this name is named in ``settings.LUTRA_FOLLOWERS``."""


class FollowersShareName(LedgerError):
    """Two followers have one name; they would share one cursor and each would lose entries."""
