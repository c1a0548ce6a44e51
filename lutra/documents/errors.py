"""Why a file was not taken, or not given."""


class DocumentError(Exception):
    """A file was refused; the message says what to do."""


class WrongFile(DocumentError):
    """Empty, too large, or of a type that is not accepted."""


class FilePurged(DocumentError):
    """The content was destroyed by the retention schedule; only the digest is left."""


class FileDamaged(DocumentError):
    """What lies in the store no longer has the content its name promises, or the key that sealed it is gone."""
