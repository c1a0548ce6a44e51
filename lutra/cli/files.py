"""Files that are named on the command line."""

from __future__ import annotations

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
