"""Why a consequence test does not stand, or a deed on the list of public information was refused."""


class CatalogueError(Exception):
    """A deed on the catalogue was refused; the message says what to do."""


class TestIncomplete(CatalogueError):
    """A step of the consequence test, the ground, the end date or the Act is missing or wrong."""

    __test__ = False  # the name is the field's, not pytest's

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class SamePerson(CatalogueError):
    """Who made a test may not approve it."""


class AlreadyApproved(CatalogueError):
    """A test is approved once, and sent back only while it waits."""


class TestChangedMeanwhile(CatalogueError):
    """Somebody wrote the test anew after it was shown."""

    __test__ = False  # the name is the field's, not pytest's


class NoTeamAdvice(CatalogueError):
    """The government wants the considerations team heard before a test is approved, and it was not."""


class ItemIncomplete(CatalogueError):
    """Fields of an item, a file or a signing are missing or wrong: ``problems`` says by field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class ItemChangedMeanwhile(CatalogueError):
    """Somebody else changed the item after it was shown."""


class ItemNotNow(CatalogueError):
    """The deed does not fit the item's state: publish what is listed, restore what was not withdrawn."""


class NotReleasable(CatalogueError):
    """A file has not passed the release gate."""


class UnreadableFile(CatalogueError):
    """A file for import cannot be read at all; the message says why. ``english`` says it again."""

    def __init__(self, message: str, english: str) -> None:
        self.english = english
        super().__init__(message)


class ImportNotNow(CatalogueError):
    """The run was done or undone already, or could not be read."""
