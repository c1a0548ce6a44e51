"""What a Word document hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from lutra.documents.hidden import office, properties, words_off_page
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
_CODES_WITH_TEXT = re.compile(
    r"(?:SET|ADDIN|PRIVATE|IF|QUOTE|DATABASE|DDE|DDEAUTO|COMMENTS|DOCVARIABLE)\b", re.IGNORECASE
)
_CODES_OUTSIDE = re.compile(r"(?:INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD)\b\s*(.*)", re.IGNORECASE)
_HIGHLIGHTS = {
    "white": "FFFFFF", "black": "000000", "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF",
    "blue": "0000FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_THEME = {"background1": "FFFFFF", "light1": "FFFFFF", "text1": "000000", "dark1": "000000"}
_NARROW = 10  # per cent of a letter's width
_LOW = 60  # twentieths of a point: the height of a line or row


def look(source: Source) -> Looked:
    """Read and look. Raises NotRead when the document itself cannot be opened."""
    package = source.package
    looked = Looked.of(words.read(source))
    styles = Styles(package)
    for name in dict.fromkeys([words.main_part(package), *words.stories(package)]):
        try:
            root = package.xml(name)
            looked.hidden.extend(_story(root, styles, name.removeprefix("word/")))
            looked.aside(1, "teks pengganti", "\n".join(office.alternative_texts(root)))
        except Unreadable as error:
            looked.errors.append(str(error))
    for check in (_edges_beside, _comments, _building_blocks, _settings):
        try:
            looked.hidden.extend(check(package, looked))
        except Unreadable as error:
            looked.errors.append(str(error))
    office.look(package, looked, "word")
    return looked


def _story(root: etree._Element, styles: Styles, place: str) -> Iterator[Hidden]:
    yield from _changes(root, place)
    yield from _unseen(root, styles, place)
    yield from _codes(root, place)
    yield from words_off_page.look(root, place)
    yield from office.drawing_parts(root, place)


def _codes(root: etree._Element, place: str) -> Iterator[Hidden]:
    """Fields that carry words of their own beside what they show, or take in another file."""
    for code in words.field_codes(root):
        if _CODES_WITH_TEXT.match(code):
            yield hidden("hidden_field", place, code)
        elif found := _CODES_OUTSIDE.match(code):
            yield hidden("external_link", place, found[1])


def _building_blocks(package: Package, looked: Looked) -> Iterator[Hidden]:
    """Pieces of text kept for later use; what only stands in for an empty control is nothing to hide."""
    for name in package.of_kind("glossaryDocument"):
        for part in package.xml(name).iter("{*}docPart"):
            kinds = {attribute(each, "val") for each in part.iter("{*}type")}
            said = " ".join(text(each) for each in part.iter("{*}t"))
            looked.aside(1, "blok bangunan", said)
            if said.strip() and "bbPlcHdr" not in kinds:
                yield hidden("hidden_text", name, said)


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


def _unseen(root: etree._Element, styles: Styles, place: str) -> Iterator[Hidden]:
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
    if is_hidden(run, styles):
        return "hidden_text"
    size = _whole(styles.value(run, own, "sz"))
    width = _whole(styles.value(run, own, "w"))
    if (0 < size <= _TINY) or 0 < width <= _NARROW or _is_low(run):
        return "tiny_text"
    colour = _colour(styles.element(run, own, "color"))
    if colour is None:
        return None
    behind = _behind(run, own, ground, styles)
    return "same_colour_text" if behind is not None and is_same(colour, behind) else None


def is_hidden(run: etree._Element, styles: Styles) -> bool:
    """Whether a run is not shown at all, by itself or by any style it is under.

    Hidden on the web only, as the page numbers of a table of contents are, is shown on paper and does not count.
    """
    own = _child(run, "rPr")
    if styles.is_on(run, own, "vanish"):
        return True
    outline = styles.element(run, own, "textOutline")
    is_drawn = outline is not None and not _is_transparent(outline)
    return not is_drawn and _is_transparent(styles.element(run, own, "textFill"))


def _behind(
    run: etree._Element, own: etree._Element | None, ground: str | None, styles: Styles
) -> str | None:
    """The colour behind a run: its own, its paragraph's, its cell's, the page's; None where it cannot be told."""
    mark = _child(own, "highlight") if own is not None else None
    if mark is not None:
        return _HIGHLIGHTS.get(attribute(mark, "val") or "")
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
    if shading is None:
        return None
    # A full pattern covers the fill with its own colour.
    fill = attribute(shading, "color" if attribute(shading, "val") == "solid" else "fill")
    return fill if fill and fill != "auto" and len(fill) == 6 else None


def _colour(element: etree._Element | None) -> str | None:
    """RRGGBB; None for the automatic colour and for a theme's own."""
    if element is None:
        return None
    value = attribute(element, "val")
    if value and value != "auto":
        return value
    return None if attribute(element, "themeTint") else _THEME.get(attribute(element, "themeColor") or "")


def _is_transparent(fill: etree._Element | None) -> bool:
    """Whether letters are filled with nothing, or with something nine tenths see-through."""
    if fill is None:
        return False
    return any(
        local(each) == "noFill" or (local(each) == "alpha" and _whole(attribute(each, "val")) >= 90_000)
        for each in fill.iter()
    )


def _is_low(run: etree._Element) -> bool:
    """Whether the line or the row of a table that holds a run has next to no height."""
    for ancestor in run.iterancestors("{*}p", "{*}tr"):
        is_row = local(ancestor) == "tr"
        mark = _child(_child(ancestor, "trPr" if is_row else "pPr"), "trHeight" if is_row else "spacing")
        if mark is None or attribute(mark, "hRule" if is_row else "lineRule") != "exact":
            continue
        if 0 < _whole(attribute(mark, "val" if is_row else "line")) <= _LOW:
            return True
    return False


def _whole(value: str | None) -> int:
    """A whole number, 0 for anything else."""
    value = (value or "").removesuffix("%")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


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
        self._usual = ""  # the style of a paragraph that names none
        self._defaults: etree._Element | None = None
        for each in root if root is not None else ():
            if local(each) == "style":
                name = attribute(each, "styleId") or ""
                self._styles[name] = each
                if attribute(each, "type") == "paragraph" and attribute(each, "default") in (
                    "1",
                    "true",
                    "on",
                ):
                    self._usual = name
            elif local(each) == "docDefaults":
                self._defaults = next(each.iter("{*}rPr"), None)

    def element(self, run: etree._Element, own: etree._Element | None, name: str) -> etree._Element | None:
        """A property of a run, from itself or the styles it is under."""
        return next(
            (
                found
                for properties_of in self._chain(run, own)
                if (found := _child(properties_of, name)) is not None
            ),
            None,
        )

    def value(self, run: etree._Element, own: etree._Element | None, name: str) -> str | None:
        """The value of a property of a run."""
        element = self.element(run, own, name)
        return None if element is None else attribute(element, "val")

    def is_on(self, run: etree._Element, own: etree._Element | None, name: str) -> bool:
        """Whether a property that needs no value is switched on."""
        element = self.element(run, own, name)
        return element is not None and (attribute(element, "val") or "1") not in _OFF

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
        names.append((attribute(named, "val") or "") if named is not None else self._usual)
        table = next(run.iterancestors("{*}tbl"), None)
        named = _child(_child(table, "tblPr"), "tblStyle")
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
        if self._defaults is not None:
            yield self._defaults


def _comments(package: Package, _looked: Looked) -> Iterator[Hidden]:
    for name in words.comments(package):
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
