"""A file in memory with what several readers need of it, opened once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePath

from lutra.documents.reading.archive import Package
from lutra.documents.reading.errors import Unreadable
from lutra.documents.types import detect

LARGEST = 256 * 1024 * 1024  # bytes that are looked through
DEEPEST = 4  # files inside files inside files


class Source:
    """Bytes, the name they came under, and how deep inside another file they lie."""

    def __init__(self, content: bytes, name: str = "", depth: int = 0) -> None:
        if len(content) > LARGEST:
            raise Unreadable(
                "too_large", "Berkas lebih dari 256 MB tidak dapat diperiksa; bagi menjadi beberapa berkas."
            )
        self.content = content
        self.name = name
        self.depth = depth

    @cached_property
    def media_type(self) -> str | None:
        """What the content is, whatever it is called."""
        return detect(self.content, self.name)

    @cached_property
    def package(self) -> Package:
        """The archive of an office file."""
        return Package(self.content)

    @property
    def extension(self) -> str:
        """The name's extension in small letters, with its dot."""
        return PurePath(self.name).suffix.lower()


def decoded(content: bytes, encodings: Sequence[str] = ()) -> str:
    """Text in the encoding it declares or seems to have; never fails."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", *encodings):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")
