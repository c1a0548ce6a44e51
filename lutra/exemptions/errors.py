"""Why a deed on the exempt list was refused."""

from lutra.catalogue.errors import CatalogueError


class ExemptionError(CatalogueError):
    """A deed on the exempt list, the other half of the catalogue, was refused; the message says what to do."""


class ExemptionIncomplete(ExemptionError):
    """Fields are missing or wrong: ``problems`` says by field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class AlreadyOpen(ExemptionError):
    """What ended or was opened is open for good; withholding it again needs a new test and a new row."""


class SessionIncomplete(ExemptionError):
    """A session lacks something or says something wrong: ``problems`` says by field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class SessionFinal(ExemptionError):
    """A session that was closed or called off changes no more."""
