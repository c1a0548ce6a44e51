"""Writing an office file anew: only parts that were asked for, with their relations and kinds."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from lutra.documents.reading.archive import Package
from lutra.documents.reading.xml import local

Picture = Callable[[bytes], bytes | None]
Cleaner = Callable[[etree._Element, str], None]

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WHEN = (1980, 1, 1, 0, 0, 0)  # of every member: when a file was saved is nobody's business
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}
_ID = f"{{{_OFFICE}}}"
# Parts that are only shown where the part before names them; its list of relations alone shows nothing.
_NAMED = frozenset({"image", "slide", "header", "footer"})
_PATH = re.compile(r"[A-Za-z]:\\|\\\\|file:|/(home|Users)/", re.IGNORECASE)
_WHO = frozenset({"author", "date", "initials", "paraId", "textId"})


def zipped(parts: dict[str, bytes], first: tuple[str, bytes] | None = None) -> bytes:
    """An archive of these members; ``first`` lies unpacked in front."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        if first:
            out.writestr(zipfile.ZipInfo(first[0], _WHEN), first[1])
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
    return made.getvalue()


def written(root: etree._Element) -> bytes:
    """The XML of a part, without comments and processing instructions."""
    for each in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        drop(each)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def drop(element: etree._Element) -> None:
    """Take an element out; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Take an element out and put its children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in list(element):
        parent.insert(at, child)
        at += 1
    drop(element)


def forget_who(element: etree._Element) -> None:
    """Take away who wrote an element and when, folders in descriptions, and names given to objects."""
    for name, value in list(element.attrib.items()):
        word = str(name).rpartition("}")[2]
        is_path = word in {"descr", "title"} and _PATH.search(str(value)) is not None
        if is_path or word.startswith("rsid") or word in _WHO:
            del element.attrib[name]
    if local(element) in {"docPr", "cNvPr"}:
        element.set("name", f"Objek {element.get('id', '')}".strip())


@dataclass
class Opc:
    """An Open Packaging file that is walked from its main part over the relations of ``follows`` only.

    ``follows``: last words of relation types; ``tidy``: cleans the root of a part, given the relation that led to it;
    ``refuses``: says which parts stay out whatever leads to them, given the part and the relation.
    """

    package: Package
    follows: frozenset[str]
    tidy: Cleaner
    picture: Picture
    refuses: Callable[[str, str], bool] = lambda _part, _kind: False
    parts: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    kinds_before: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.package.xml("[Content_Types].xml"):
            if local(each) == "Override":
                self.kinds_before[each.get("PartName", "").lstrip("/").lower()] = each.get("ContentType", "")

    def add(self, part: str, kind: str) -> bool:
        """Take a part and all it may lead to; False when it cannot be taken."""
        if part in self.parts:
            return True
        if part not in self.package or self.refuses(part, kind):
            return False
        if kind == "image":
            content = self.picture(self.package.read(part))
            form = next(
                (form for mark, form in _PICTURES.items() if content and content.startswith(mark)), None
            )
            if content is None or form is None:
                return False
            self.parts[part], self.kinds[part] = content, f"image/{form}"
            return True
        self.parts[part] = b""  # parts lead to one another in circles
        self.kinds[part] = self.kinds_before.get(part.lower(), "")
        root = self.package.xml(part)
        self.tidy(root, kind)
        named = {str(value) for each in root.iter() for value in each.attrib.values()}
        kept, lost = [], set()
        for key, (word, target, external) in self.package.relationships(part).items():
            shown_link = word == "hyperlink" and external and target.startswith(("http://", "https://"))
            if shown_link and key in named:
                kept.append((key, word, target, True))
            elif (
                not external
                and word in self.follows
                and (key in named or word not in _NAMED)
                and self.add(target, word)
            ):
                kept.append((key, word, posixpath.relpath(target, posixpath.dirname(part) or "."), False))
            else:
                lost.add(key)
        self._forget(root, lost)
        self.parts[part] = written(root)
        if kept:
            folder, base = posixpath.split(part)
            self.parts[posixpath.join(folder, "_rels", f"{base}.rels")] = relations(kept)
        return True

    @staticmethod
    def _forget(root: etree._Element, lost: set[str]) -> None:
        """Take out what points to a part that is left out."""
        for each in list(root.iter()):
            named = [
                name for name, value in each.attrib.items() if str(name).startswith(_ID) and value in lost
            ]
            if not named:
                continue
            if local(each) == "hyperlink" and len(each):
                for name in named:
                    del each.attrib[name]
            elif local(each) in _LINKS:
                drop(each)
            else:
                drop(_whole(each))

    def packed(self, main: str) -> bytes:
        """The file."""
        root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
        for extension, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        ):
            etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=extension, ContentType=kind)
        for part, kind in self.kinds.items():
            if kind:
                etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)
        top = relations([("rId1", "officeDocument", main, False)])
        return zipped({"[Content_Types].xml": written(root), "_rels/.rels": top, **self.parts})


# A link of a shape or of its letters: it goes alone, and what it stands on stays.
_LINKS = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})
_FRAMES = frozenset(
    {"drawing", "pict", "object", "graphicFrame", "pic", "control", "oleObj", "AlternateContent"}
)


def _whole(element: etree._Element) -> etree._Element:
    """The outermost frame around an element, so that no empty one stays."""
    found = element
    above = element.getparent()
    while above is not None:
        if local(above) in _FRAMES:
            found = above
        above = above.getparent()
    return found


def relations(rows: list[tuple[str, str, str, bool]]) -> bytes:
    """A list of relations: (id, last word of the type, target, whether it lies outside)."""
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    for key, word, target, external in rows:
        each = etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=key, Type=f"{_OFFICE}/{word}", Target=target
        )
        if external:
            each.set("TargetMode", "External")
    return written(root)
