"""Opening office files, which are zip archives, without falling for what a zip can do."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from functools import cached_property

from lxml import etree

from lutra.documents.reading.errors import Encrypted, Unreadable
from lutra.documents.reading.xml import parse

_MOST_MEMBERS = 10_000
_LARGE = 100 * 1024 * 1024  # bytes unpacked that any archive may have
_MOST_PACKED = 100  # so many times its packed size beyond that
_LARGEST_MEMBER = 256 * 1024 * 1024
_END = b"PK\x05\x06"
_LOCAL = b"PK\x03\x04"
_GAP = 64  # bytes between members that a writer's padding may take

BROKEN = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    zlib.error,
    struct.error,
    NotImplementedError,
    OverflowError,
)


class Package:
    """A zip archive with its limits checked. Nothing is ever unpacked to the disk, so its names can do no harm."""

    def __init__(self, content: bytes) -> None:
        """Raises Unreadable for a damaged or exploding archive, Encrypted for a locked one."""
        self.content = content
        if content.count(b"PK\x01\x02") > _MOST_MEMBERS:
            raise Unreadable("bomb", "Arsip berisi terlalu banyak bagian; berkas seperti ini tidak dibuka.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except BROKEN as error:
            raise Unreadable(
                "damaged", "Berkas rusak: arsipnya tidak dapat dibuka. Simpan ulang, lalu unggah lagi."
            ) from error
        unpacked = sum(member.file_size for member in members)
        if unpacked > max(_LARGE, _MOST_PACKED * len(content)) or any(
            member.file_size > _LARGEST_MEMBER for member in members
        ):
            raise Unreadable("bomb", "Isi arsip membengkak tidak wajar; berkas seperti ini tidak dibuka.")
        if any(member.flag_bits & 1 for member in members):
            raise Encrypted()
        self.members = members
        self.names = tuple(member.filename for member in members)
        self._by_lower = {member.filename.lower(): member for member in members}
        self._parsed: dict[str, etree._Element] = {}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_lower

    def read(self, name: str) -> bytes:
        """The bytes of one member. Raises Unreadable, also when it is not there."""
        member = self._by_lower.get(name.lower())
        if member is None:
            raise Unreadable(
                "damaged", "Berkas rusak: ada bagian yang hilang. Simpan ulang, lalu unggah lagi."
            )
        try:
            with self._zip.open(member) as file:
                content = file.read(member.file_size + 1)
        except BROKEN as error:
            raise Unreadable(
                "damaged", "Berkas rusak: ada bagian yang tidak dapat dibaca. Simpan ulang, lalu unggah lagi."
            ) from error
        if len(content) > member.file_size:
            raise Unreadable("bomb", "Isi arsip lebih besar daripada yang dikatakannya.")
        return content

    def xml(self, name: str) -> etree._Element:
        """The root of one member; parsed once. Raises Unreadable."""
        if name not in self._parsed:
            self._parsed[name] = parse(self.read(name))
        return self._parsed[name]

    def xml_if_there(self, name: str) -> etree._Element | None:
        """As ``xml``, None when there is no such member."""
        return self.xml(name) if name in self else None

    def matching(self, pattern: str) -> list[str]:
        """Names that the pattern fits as a whole, in the order of their numbers."""
        wanted = re.compile(pattern, re.IGNORECASE)
        found = [name for name in self.names if wanted.fullmatch(name)]
        return sorted(found, key=lambda name: [int(part) for part in re.findall(r"\d+", name)] or [0])

    def relationships(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Of an OPC part ("" for the package): id -> (last word of the type, target name or address, is external)."""
        folder, base = posixpath.split(part)
        root = self.xml_if_there(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str, bool]] = {}
        for each in root if root is not None else ():
            if not isinstance(each.tag, str):
                continue
            target = each.get("Target", "")
            external = each.get("TargetMode", "").lower() == "external"
            if not external:
                target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                target = posixpath.normpath(target)
            found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], target, external)
        return found

    @cached_property
    def all_relationships(self) -> tuple[tuple[str, str, str, bool], ...]:
        """Of all parts: (part, last word of the type, target name or address, is external). Raises Unreadable."""
        found = []
        for name in self.names:
            if not name.lower().endswith(".rels"):
                continue
            folder, base = posixpath.split(name)
            part = posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])
            found += [(part, *each) for each in self.relationships(part).values()]
        return tuple(found)

    def of_kind(self, *kinds: str) -> list[str]:
        """The parts to which relationships of these kinds lead, whatever their writer called them."""
        found = (
            target
            for _part, kind, target, external in self.all_relationships
            if kind in kinds and not external and target in self
        )
        return list(dict.fromkeys(found))

    def main_part(self, otherwise: str) -> str:
        """The part that the package says is its document; ``otherwise`` when it names none that is there."""
        found = (target for kind, target, _out in self.relationships("").values() if kind == "officeDocument")
        part = next(found, otherwise)
        return part if part in self else otherwise

    @cached_property
    def before(self) -> int:
        """Bytes before the first member: something stands in front of the archive."""
        return min((member.header_offset for member in self.members), default=0)

    @cached_property
    def after(self) -> int:
        """Bytes after the archive's end, its comment included."""
        end = self.content.rfind(_END)
        return len(self.content) - end - 22 if end >= 0 else 0

    @cached_property
    def gap(self) -> int:
        """The most bytes between two members: a removed member, or one that no list names."""
        spans = []
        for member in self.members:
            at = member.header_offset
            if self.content[at : at + 4] != _LOCAL:
                continue
            names, extras = struct.unpack_from("<HH", self.content, at + 26)
            spans.append((at, at + 30 + names + extras + member.compress_size))
        spans.sort()
        start = self._zip.start_dir
        gaps = [
            after - end
            for (_begin, end), after in zip(spans, [b for b, _e in spans[1:]] + [start], strict=True)
        ]
        most = max(gaps, default=0)
        return most if most > _GAP else 0
