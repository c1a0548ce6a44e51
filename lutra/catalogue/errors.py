"""Why a consequence test does not stand."""


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
    """A test is approved once."""
