"""Files that are named on the command line."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext as _

from lutra.cli import Refused


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises Refused with the reason when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            _("%(file)s tidak dapat dibaca: %(why)s") % {"file": path, "why": error.strerror}
        ) from None


def write_whole(path: Path, pieces: Iterable[bytes], /, *, mode: int = 0o600) -> str:
    """Write the file wholly or not at all, readable by its owner only unless ``mode`` says more; returns its SHA-256.

    Raises Refused with the reason when it cannot be written.
    """
    beside = path.with_name(f"{path.name}.part")
    digest = hashlib.sha256()
    try:
        # What lies there under this name may be somebody else's, or a link that leads elsewhere.
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        beside.replace(path)
    except OSError as error:
        raise Refused(
            _("%(path)s tidak dapat ditulis: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink()
    return digest.hexdigest()
