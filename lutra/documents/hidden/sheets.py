"""What an Excel workbook hides."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lutra.documents.hidden import office, properties, slides
from lutra.documents.hidden.colours import is_same
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading.archive import Package
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.sheets import Cell, Sheet, Workbook, column_letters, column_number, read_workbook
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text

_TRUE = ("1", "true", "on")
_OWN_NAMES = ("_xlnm.", "_xlfn", "_xlpm", "_xlws", "_xleta")
_TINY = 2.5  # points
_HINTS = ("promptTitle", "prompt", "errorTitle", "error", "tooltip", "display", "location")


def look(source: Source) -> Looked:
    """Read and look. Raises NotRead when the workbook itself cannot be opened."""
    workbook = Workbook(source.package)
    looked = Looked.of(read_workbook(workbook))
    looked.hidden.extend(_window(workbook))
    looked.aside(1, "nama lembar", "\n".join(sheet.name for sheet in workbook.sheets))
    for sheet in workbook.sheets:
        looked.hidden.extend(_sheet(workbook, sheet))
        looked.aside(sheet.number, f"{sheet.name}: rumus dan pilihan", "\n".join(_formulas(sheet)))
    for check in (_names, _parts, _comments, _strings, _drawings):
        try:
            looked.hidden.extend(check(workbook, looked))
        except Unreadable as error:
            looked.errors.append(str(error))
    office.look(source.package, looked, "xl")
    return looked


def _window(workbook: Workbook) -> Iterator[Hidden]:
    """A workbook that opens without a window."""
    for each in workbook.root.iter("{*}workbookView"):
        if (attribute(each, "visibility") or "visible") != "visible":
            yield hidden("hidden_sheet", "jendela buku kerja")


def _sheet(workbook: Workbook, sheet: Sheet) -> Iterator[Hidden]:
    place = f"lembar {sheet.name}"
    if sheet.state == "hidden":
        yield hidden("hidden_sheet", place, f"{len(sheet.cells)} sel")
    elif sheet.state != "visible":
        yield hidden("very_hidden_sheet", place, f"{len(sheet.cells)} sel")
    yield from _columns(sheet, place)
    yield from _rows(sheet, place)
    yield from _cells(workbook, sheet, place)
    yield from _rules(workbook, sheet, place)
    names = {local(each) for each in sheet.root}
    if "scenarios" in names:
        yield hidden("scenario", place)
    if "customSheetViews" in names:
        yield note("metadata", place, "tampilan lembar tersimpan")


def _columns(sheet: Sheet, place: str) -> Iterator[Hidden]:
    filled = {cell.column for cell in sheet.cells}
    told: set[int] = set()
    for each in sheet.root.iter("{*}col"):
        width = attribute(each, "width")
        is_hidden = attribute(each, "hidden") in _TRUE or (width is not None and _float(width) < 0.3)
        collapsed = attribute(each, "collapsed") in _TRUE
        first, last = int(attribute(each, "min") or 0), int(attribute(each, "max") or 0)
        within = sorted(column for column in filled if first <= column <= last)
        told.update(within)
        if is_hidden and within:
            grouped = int(attribute(each, "outlineLevel") or 0) > 0
            kind = "collapsed_group" if grouped else "hidden_columns"
            yield hidden(kind, place, "kolom " + ", ".join(column_letters(column) for column in within))
        elif is_hidden or collapsed:
            continue  # nothing lies in them
    usual = next(sheet.root.iter("{*}sheetFormatPr"), None)
    width = attribute(usual, "defaultColWidth") if usual is not None else None
    if width is not None and _float(width) < 0.3 and filled - told:
        names = ", ".join(column_letters(column) for column in sorted(filled - told))
        yield hidden("hidden_columns", place, f"kolom {names}")


def _rows(sheet: Sheet, place: str) -> Iterator[Hidden]:
    filled = {cell.row for cell in sheet.cells}
    filtered = any(local(each) == "autoFilter" and len(each) for each in sheet.root)
    filtered = filtered or any(local(each) == "filterColumn" for each in sheet.root.iter("{*}filterColumn"))
    all_hidden = any(
        local(each) == "sheetFormatPr" and attribute(each, "zeroHeight") in _TRUE for each in sheet.root
    )
    found: dict[str, list[int]] = {}
    told: set[int] = set()
    number = 0
    for each in sheet.root.iter("{*}row"):
        number = int(attribute(each, "r") or number + 1)
        told.add(number)
        height = attribute(each, "ht")
        if number not in filled:
            continue
        if attribute(each, "hidden") in _TRUE or (height is not None and _float(height) < 0.3):
            kind = "filtered_rows" if filtered else "hidden_rows"
            if int(attribute(each, "outlineLevel") or 0) > 0:
                kind = "collapsed_group"
            found.setdefault(kind, []).append(number)
    if all_hidden and filled - told:
        found.setdefault("hidden_rows", []).extend(sorted(filled - told))
    for kind, rows in found.items():
        yield hidden(kind, place, f"{len(rows)} baris, mulai baris {rows[0]}")


def _cells(workbook: Workbook, sheet: Sheet, place: str) -> Iterator[Hidden]:
    faults = _style_faults(workbook)
    dressed = _table_cells(workbook, sheet)
    found: dict[str, list[Cell]] = {}
    for cell in sheet.cells:
        fault = faults.get(cell.style)
        if fault and (cell.row, cell.column) not in dressed:
            found.setdefault(fault, []).append(cell)
    for kind, cells in found.items():
        said = " ".join(cell.text for cell in cells[:20])
        yield hidden(
            kind, place, f"{len(cells)} sel mulai {column_letters(cells[0].column)}{cells[0].row}: {said}"
        )


def _rules(workbook: Workbook, sheet: Sheet, place: str) -> Iterator[Hidden]:
    """Rules that paint the letters of filled cells like their ground, or show no value at all."""
    looks = workbook.rule_looks
    for block in sheet.root.iter("{*}conditionalFormatting"):
        numbers = [attribute(rule, "dxfId") for rule in block if local(rule) == "cfRule"]
        kinds = {_rule_fault(_at(looks, number)) for number in numbers if number and number.isdigit()} - {
            None
        }
        areas = [_area(each) for each in (attribute(block, "sqref") or "").split()]
        said = [
            cell.text
            for cell in (sheet.cells if kinds else ())
            if any(
                top <= cell.row <= bottom and left <= cell.column <= right
                for top, left, bottom, right in areas
            )
        ]
        if said:
            for kind in sorted(kind for kind in kinds if kind):
                yield hidden(kind, place, f"aturan atas {len(said)} sel: {' '.join(said[:20])}")


def _rule_fault(look: etree._Element | None) -> str | None:
    if look is None:
        return None
    code = _child(look, "numFmt")
    if code is not None and (attribute(code, "formatCode") or "").replace(" ", "") in (";;;", ";;"):
        return "hidden_by_format"
    font = _child(look, "font")
    colour = _colour(_child(font, "color")) if font is not None else None
    fill = _child(look, "fill")
    pattern = _child(fill, "patternFill") if fill is not None else None
    # In a rule the ground of a plain fill stands in bgColor.
    ground = _colour(_child(pattern, "bgColor")) if pattern is not None else "FFFFFF"
    return "same_colour_text" if colour and ground and is_same(colour, ground) else None


def _area(reference: str) -> tuple[int, int, int, int]:
    """(top, left, bottom, right) of "A1:C9"; whole rows and columns reach to the end."""
    first, _colon, last = reference.replace("$", "").partition(":")
    top, left = _place(first)
    bottom, right = _place(last or first)
    return top, left, bottom or 1 << 20, right or 1 << 14


def _formulas(sheet: Sheet) -> Iterator[str]:
    """Words inside of formulas, lists to choose from, hints and links."""
    for each in sheet.root.iter("{*}f", "{*}formula1", "{*}formula2", "{*}formula"):
        if '"' in (each.text or ""):
            yield each.text or ""
    for each in sheet.root.iter("{*}dataValidation", "{*}hyperlink"):
        said = (attribute(each, name) for name in _HINTS)
        yield from (value for value in said if value)


def _table_cells(workbook: Workbook, sheet: Sheet) -> set[tuple[int, int]]:
    """Cells in the heads of tables, whose style paints the ground under white letters."""
    found: set[tuple[int, int]] = set()
    for kind, target, external in workbook.package.relationships(sheet.part).values():
        if kind == "table" and not external and target in workbook.package:
            first, _colon, last = (attribute(workbook.package.xml(target), "ref") or "A1").partition(":")
            row, left = _place(first)
            _row, right = _place(last or first)
            found |= {(row, column) for column in range(left, min(right, left + 500) + 1)}
    return found


def _style_faults(workbook: Workbook) -> dict[int, str]:
    """Cell style -> what makes its text unseen."""
    if workbook.styles is None:
        return {}
    blocks = {local(block): list(block) for block in workbook.styles}
    fonts, fills = blocks.get("fonts", []), blocks.get("fills", [])
    found: dict[int, str] = {}
    for number, style in enumerate(each for each in blocks.get("cellXfs", []) if local(each) == "xf"):
        font = _at(fonts, attribute(style, "fontId"))
        fill = _at(fills, attribute(style, "fillId"))
        code = workbook.own_formats.get(int(attribute(style, "numFmtId") or 0), "")
        if code.replace(" ", "").strip('"') in (";;;", ";;"):
            found[number] = "hidden_by_format"
            continue
        if font is None:
            continue
        colour = _colour(_child(font, "color"))
        ground = _ground(fill)
        if colour is not None and ground is not None and is_same(colour, ground):
            found[number] = "same_colour_text"
        size = _child(font, "sz")
        if size is not None and _float(attribute(size, "val") or "11") < _TINY:
            found[number] = "tiny_text"
    return found


def _ground(fill: etree._Element | None) -> str | None:
    """The colour behind a cell; white where nothing is painted, None where it cannot be told."""
    pattern = _child(fill, "patternFill") if fill is not None else None
    if fill is not None and pattern is None and len(fill):
        return None  # a gradient
    kind = attribute(pattern, "patternType") if pattern is not None else None
    if kind in (None, "none"):
        return "FFFFFF"
    if kind != "solid" or pattern is None:
        return None
    return _colour(_child(pattern, "fgColor"))


def _colour(element: etree._Element | None) -> str | None:
    """RRGGBB; None for the automatic colour and for themes other than the ground's."""
    if element is None:
        return None
    rgb = attribute(element, "rgb")
    if rgb:
        return rgb[-6:].upper()
    theme = attribute(element, "theme")
    if theme in ("0", "1") and not _float(attribute(element, "tint") or "0"):
        return "FFFFFF" if theme == "0" else "000000"
    return {"9": "FFFFFF", "1": "FFFFFF", "8": "000000", "0": "000000"}.get(
        attribute(element, "indexed") or ""
    )


def _names(workbook: Workbook, looked: Looked) -> Iterator[Hidden]:
    for each in workbook.root.iter("{*}definedName"):
        name = attribute(each, "name") or ""
        if '"' in text(each):
            looked.aside(1, "nama rentang", text(each))
        if attribute(each, "hidden") in _TRUE and not name.startswith(_OWN_NAMES):
            looked.aside(1, "nama tersembunyi", text(each))
            yield hidden("hidden_name", name, text(each))
    for each in workbook.root.iter("{*}absPath"):
        yield from properties.path(attribute(each, "url") or "", "workbook.xml")


def _parts(workbook: Workbook, looked: Looked) -> Iterator[Hidden]:
    package = workbook.package
    for name in _parts_of(
        package, r"xl/pivotCache/pivotCache\w*\.xml", "pivotCacheDefinition", "pivotCacheRecords"
    ):
        root = package.xml(name)
        said = _values(root)
        looked.aside(1, "salinan tabel pivot", "\n".join(said))
        if local(root) == "pivotCacheDefinition":
            yield hidden("pivot_cache", name, f"{len(said)} nilai")
    for name in package.matching(r"xl/slicerCaches/.*\.xml|xl/model/.*|xl/timelineCaches/.*\.xml"):
        yield hidden("pivot_cache", name)
    for name in _parts_of(package, r"xl/externalLinks/externalLink\d*\.xml", "externalLink"):
        said = _values(package.xml(name), "v")
        looked.aside(1, "salinan berkas lain", "\n".join(said))
        targets = [target for _kind, target, external in package.relationships(name).values() if external]
        yield hidden("external_link", name, f"{', '.join(targets)} ({len(said)} nilai tersimpan)")
    for name in _parts_of(
        package, r"xl/connections\.xml|xl/queryTables/.*\.xml", "connections", "queryTable"
    ):
        yield hidden("data_connection", name, " ".join(_names_of(package.xml(name))))
    if package.matching(r"xl/revisions/.*\.xml"):
        yield hidden("change_history", "xl/revisions")
    if _parts_of(package, r"xl/charts/chart\d*\.xml", "chart"):
        yield note("chart_data", "grafik")


def _parts_of(package: Package, usual: str, *kinds: str) -> list[str]:
    """Parts of these kinds of relation, and those that bear the usual name."""
    return list(dict.fromkeys([*package.matching(usual), *package.of_kind(*kinds)]))


def _values(root: etree._Element, attribute_or_tag: str = "") -> list[str]:
    """What the parts of a cache hold: in attributes "v", or in elements "v"."""
    if attribute_or_tag:
        return [text(each) for each in root.iter("{*}v")]
    found = [attribute(each, "v") for each in root.iter() if isinstance(each.tag, str)]
    return [each for each in found if each]


def _names_of(root: etree._Element) -> list[str]:
    return [
        attribute(each, "name") or attribute(each, "connection") or "" for each in root.iter() if local(each)
    ]


def _comments(workbook: Workbook, looked: Looked) -> Iterator[Hidden]:
    for name in _parts_of(
        workbook.package, r"xl/(?:comments.*|threadedComments/.*)\.xml", "comments", "threadedComment"
    ):
        root = workbook.package.xml(name)
        said = [text(each) for each in root.iter() if local(each) in ("comment", "threadedComment")]
        authors = [text(each) for each in root.iter("{*}author")]
        looked.aside(1, "komentar", "\n".join([*said, *authors]))
        if said:
            yield hidden("comment", name, f"{len(said)}: {' | '.join(said)}")


def _strings(workbook: Workbook, looked: Looked) -> Iterator[Hidden]:
    used = {cell.shared for sheet in workbook.sheets for cell in sheet.cells}
    left = [said for number, said in enumerate(workbook.strings) if number not in used and said.strip()]
    if left:
        looked.aside(1, "teks sisa", "\n".join(left))
        yield hidden("unused_strings", "sharedStrings.xml", f"{len(left)}: {' | '.join(left)}")


def _drawings(workbook: Workbook, looked: Looked) -> Iterator[Hidden]:
    for name in _parts_of(workbook.package, r"xl/drawings/drawing\d*\.xml", "drawing"):
        root = workbook.package.xml(name)
        looked.aside(1, "teks pengganti", "\n".join(office.alternative_texts(root)))
        yield from office.drawing_parts(root, name)
        yield from slides.runs(root, "FFFFFF", name)


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((each for each in element if local(each) == name), None)


def _at(elements: list[etree._Element], number: str | None) -> etree._Element | None:
    place = int(number) if number and number.isascii() and number.isdigit() else 0
    return elements[place] if place < len(elements) else None


def _float(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 1.0


def _place(reference: str) -> tuple[int, int]:
    """(row, column) of "B7"."""
    letters = "".join(letter for letter in reference if letter.isalpha())
    digits = "".join(letter for letter in reference if letter.isdigit())
    return int(digits or 0), column_number(letters.upper())
