"""Why a deed on a redaction was refused."""


class RedactionError(Exception):
    """A deed on a redaction was refused; the message says what to do."""


class NotNow(RedactionError):
    """The redaction does not stand where this deed is done."""


class CannotRedact(RedactionError):
    """The file cannot be opened, searched or blacked out."""


class RedactionIncomplete(RedactionError):
    """Fields are missing or wrong: ``problems`` says by field what to do."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class SamePerson(RedactionError):
    """Whoever drew the boxes may not approve them."""
