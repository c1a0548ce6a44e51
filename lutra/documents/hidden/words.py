"""What a Word document hides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from lutra.documents.hidden import office, properties
from lutra.documents.hidden.colours import is_same
from lutra.documents.hidden.findings import Hidden, hidden
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading import words
from lutra.documents.reading.archive import Package
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text

_OFF = ("0", "false", "off", "none")
_TINY = 5  # half points
_CHANGES = {
    "ins": "tracked_insertion",
    "cellIns": "tracked_insertion",
    "del": "tracked_deletion",
    "cellDel": "tracked_deletion",
    "moveFrom": "tracked_move",
    "moveTo": "tracked_move",
    "rPrChange": "tracked_format",
    "pPrChange": "tracked_format",
    "sectPrChange": "tracked_format",
    "tblPrChange": "tracked_format",
    "trPrChange": "tracked_format",
    "tcPrChange": "tracked_format",
    "numberingChange": "tracked_format",
}
_CONTENT = r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|glossary/document)\.xml"


def look(source: Source) -> Looked:
    """Read and look. Raises NotRead when the document itself cannot be opened."""
    package = source.package
    looked = Looked.of(words.read(source))
    parts = [words.main_part(package), *package.matching(_CONTENT)]
    for name in dict.fromkeys(parts):
        try:
            looked.hidden.extend(_story(package, name))
        except Unreadable as error:
            looked.errors.append(str(error))
    for check in (_edges_beside, _comments, _settings):
        try:
            looked.hidden.extend(check(package, looked))
        except Unreadable as error:
            looked.errors.append(str(error))
    office.look(package, looked, "word")
    return looked


def _story(package: Package, name: str) -> Iterator[Hidden]:
    root = package.xml(name)
    place = name.removeprefix("word/")
    yield from _changes(root, place)
    yield from _unseen(package, root, place)
    yield from office.drawing_parts(root, place)


def _edges_beside(package: Package, _looked: Looked) -> Iterator[Hidden]:
    """Headers and footers that travel in the file and that no section names, so no page shows them."""
    main = words.main_part(package)
    named = {
        str(value)
        for each in package.xml(main).iter("{*}headerReference", "{*}footerReference")
        for name, value in each.attrib.items()
        if str(name).endswith("}id")
    }
    for key, (kind, target, external) in package.relationships(main).items():
        if kind in ("header", "footer") and not external and key not in named and target in package:
            yield hidden("unreferenced_member", target, text(package.xml(target)))


def _changes(root: etree._Element, place: str) -> Iterator[Hidden]:
    counted: Counter[str] = Counter()
    said: dict[str, str] = {}
    for element in root.iter():
        kind = _CHANGES.get(local(element))
        if kind is None:
            continue
        counted[kind] += 1
        said[kind] = said.get(kind, "") + " " + text(element)
    for kind, count in counted.items():
        yield hidden(kind, place, f"{count}: {said[kind].strip()}")


def _unseen(package: Package, root: etree._Element, place: str) -> Iterator[Hidden]:
    styles = Styles(package)
    ground = _page_ground(root)
    found: dict[str, list[str]] = {}
    for run in root.iter("{*}r"):
        said = "".join(text(each) for each in run if local(each) in ("t", "delText"))
        if not said.strip():
            continue
        kind = _fault(run, styles, ground)
        if kind:
            found.setdefault(kind, []).append(said)
    for kind, texts in found.items():
        yield hidden(kind, place, f"{len(texts)}: {' '.join(texts)}")


def _fault(run: etree._Element, styles: Styles, ground: str | None) -> str | None:
    own = _child(run, "rPr")
    if styles.is_on(run, own, "vanish") or styles.is_on(run, own, "webHidden"):
        return "hidden_text"
    size = styles.value(run, own, "sz")
    if size is not None and size.isdigit() and 0 < int(size) <= _TINY:
        return "tiny_text"
    colour = styles.value(run, own, "color")
    if colour is None or colour == "auto":
        return None
    behind = _behind(run, own, ground, styles)
    return "same_colour_text" if behind is not None and is_same(colour, behind) else None


def _behind(
    run: etree._Element, own: etree._Element | None, ground: str | None, styles: Styles
) -> str | None:
    """The colour behind a run: its own, its paragraph's, its cell's, the page's; None where it cannot be told."""
    mark = _child(own, "highlight") if own is not None else None
    if mark is not None:
        return {"white": "FFFFFF", "black": "000000", "yellow": "FFFF00"}.get(attribute(mark, "val") or "")
    shade = _fill(own)
    if shade:
        return shade
    for ancestor in run.iterancestors():
        name = local(ancestor)
        if name == "p":
            shade = _fill(_child(ancestor, "pPr")) or styles.fill_of(ancestor)
        elif name == "tc":
            shade = _fill(_child(ancestor, "tcPr"))
        elif name == "tbl":
            properties_of_table = _child(ancestor, "tblPr")
            shade = _fill(properties_of_table)
            if (
                not shade
                and properties_of_table is not None
                and _child(properties_of_table, "tblStyle") is not None
            ):
                style = attribute(_child(properties_of_table, "tblStyle"), "val") or ""
                if styles.paints(style):
                    return None  # the table's style paints some cells; which ones only Word knows
        elif name in ("txbxContent", "textbox"):
            return None  # inside of a shape with a ground of its own
        if shade:
            return shade
    return ground


def _fill(properties_of: etree._Element | None) -> str | None:
    """The fill of a shading, when it is a colour."""
    shading = _child(properties_of, "shd") if properties_of is not None else None
    fill = attribute(shading, "fill") if shading is not None else None
    return fill if fill and fill != "auto" and len(fill) == 6 else None


def _page_ground(root: etree._Element) -> str | None:
    for each in root:
        if local(each) == "background":
            colour = attribute(each, "color")
            return colour if colour and colour != "auto" else None
    return "FFFFFF"


class Styles:
    """What the styles of a document say about runs."""

    def __init__(self, package: Package) -> None:
        root = package.xml_if_there("word/styles.xml")
        self._styles: dict[str, etree._Element] = {}
        for each in root if root is not None else ():
            if local(each) == "style":
                self._styles[attribute(each, "styleId") or ""] = each

    def value(self, run: etree._Element, own: etree._Element | None, name: str) -> str | None:
        """The value of a property of a run, from itself or the styles it names."""
        for properties_of in self._chain(run, own):
            element = _child(properties_of, name)
            if element is not None:
                return attribute(element, "val")
        return None

    def is_on(self, run: etree._Element, own: etree._Element | None, name: str) -> bool:
        """Whether a property that needs no value is switched on."""
        for properties_of in self._chain(run, own):
            element = _child(properties_of, name)
            if element is not None:
                return (attribute(element, "val") or "1") not in _OFF
        return False

    def fill_of(self, paragraph: etree._Element) -> str | None:
        """The shading of a paragraph's style."""
        own = _child(paragraph, "pPr")
        named = _child(own, "pStyle") if own is not None else None
        style = self._styles.get(attribute(named, "val") or "") if named is not None else None
        return _fill(_child(style, "pPr")) if style is not None else None

    def paints(self, style: str) -> bool:
        """Whether a table's style has a shading anywhere."""
        element = self._styles.get(style)
        return element is None or next(element.iter("{*}shd"), None) is not None

    def _chain(self, run: etree._Element, own: etree._Element | None) -> Iterator[etree._Element]:
        names: list[str] = []
        if own is not None:
            yield own
            named = _child(own, "rStyle")
            names += [attribute(named, "val") or ""] if named is not None else []
        paragraph = next(run.iterancestors("{*}p"), None)
        properties_of = _child(paragraph, "pPr") if paragraph is not None else None
        named = _child(properties_of, "pStyle") if properties_of is not None else None
        names += [attribute(named, "val") or ""] if named is not None else []
        for name in names:
            seen: set[str] = set()
            while name and name not in seen and name in self._styles:
                seen.add(name)
                style = self._styles[name]
                inner = _child(style, "rPr")
                if inner is not None:
                    yield inner
                based = _child(style, "basedOn")
                name = (attribute(based, "val") or "") if based is not None else ""


def _comments(package: Package, _looked: Looked) -> Iterator[Hidden]:
    for name in package.matching(r"word/comments\.xml"):
        entries = list(package.xml(name).iter("{*}comment"))
        if entries:
            yield hidden("comment", name, f"{len(entries)}: {' | '.join(text(each) for each in entries)}")


def _settings(package: Package, looked: Looked) -> Iterator[Hidden]:
    settings = package.xml_if_there("word/settings.xml")
    for element in settings.iter() if settings is not None else ():
        name = local(element)
        if name == "docVar":
            value = attribute(element, "val") or ""
            looked.aside(1, "variabel dokumen", value)
            yield hidden("document_variable", attribute(element, "name") or "", value)
        elif name == "mailMerge":
            yield hidden("data_connection", "settings.xml", "gabungan surat")
    for kind, target, external in package.relationships("word/settings.xml").values():
        if kind == "attachedTemplate" and external:
            yield from properties.path(target, "templat")


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    if element is None:
        return None
    return next((each for each in element if local(each) == name), None)
