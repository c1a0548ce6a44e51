"""Why something may not go out. Each message tells the officer what would be right."""

from __future__ import annotations


class PublishingError(Exception):
    """A deed of publishing was refused."""


class NothingToPublish(PublishingError):
    """The summary is empty or too long to be read at a glance."""


class PersonalDataFound(PublishingError):
    """The summary still says something by which a person can be recognised; ``kinds`` names what was found."""

    def __init__(self, message: str, kinds: frozenset[str]) -> None:
        self.kinds = kinds
        super().__init__(message)
