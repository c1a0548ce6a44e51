"""Why a file was not taken, or not given."""


class DocumentError(Exception):
    """A file was refused; the message says what to do."""


class WrongFile(DocumentError):
    """Empty, too large, or of a type that is not accepted."""


class FilePurged(DocumentError):
    """The content was destroyed by the retention schedule; only the digest is left."""


class FileDamaged(DocumentError):
    """What lies in the store no longer has the content its name promises, or the key that sealed it is gone."""


class UploadError(DocumentError):
    """A piece of an upload was not taken."""


class UploadBusy(UploadError):
    """Another window writes to the same upload at this moment."""


class WrongOffset(UploadError):
    """The piece does not begin where the last one ended."""


class ChecksumWrong(UploadError):
    """The piece is not what its sender sent."""


class PieceTooLarge(UploadError):
    """More at once than the server takes."""


class UploadEnded(UploadError):
    """The upload is stored, refused or stopped already."""


class NoRoom(UploadError):
    """The officer's share, or the disk, is full."""


class NotReleasable(DocumentError):
    """The file has not passed the gate; nothing may be published of it."""


class DecisionIncomplete(DocumentError):
    """A finding was decided without what the decision needs; ``problems`` says what, by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class NotExaminable(DocumentError):
    """A sealed, purged or missing file cannot be examined."""


class CannotClean(DocumentError):
    """No clean copy can be made of this file."""
