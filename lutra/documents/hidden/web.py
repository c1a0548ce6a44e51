"""What a page of the web hides."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from lutra.documents.hidden import properties
from lutra.documents.hidden.colours import is_same
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.hidden.looked import Looked
from lutra.documents.personal import find
from lutra.documents.reading import html
from lutra.documents.reading.pages import Picture
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import text
from lutra.documents.types import HTML

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt)?\s*(?:;|$)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(0|clip-path\s*:\s*inset\(100%|scale[xy]?\(\s*0(?:\.0+)?\s*[,)]"
    r"|(?:^|;|\s)(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_CLEAR = re.compile(
    r"(?:^|;|\s)color\s*:\s*(?:transparent|(?:rgba|hsla)\([^)]*,\s*0?\.?0+%?\s*\))", re.IGNORECASE
)
_COLOUR = re.compile(r"(?:^|;|\s)color\s*:\s*([^;]+)", re.IGNORECASE)
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_NAMED = {"white": "FFFFFF", "black": "000000", "transparent": "FFFFFF", "red": "FF0000"}
_CONDITIONAL = re.compile(r"^\s*\[(?:if|endif)|^\s*<?!?\[endif")
_DATA = re.compile(r"data:image/[\w+.\-]+;base64,([A-Za-z0-9+/=\s]+)")
# Attributes with words of their own.
_SPEAKING = ("href", "alt", "title", "content", "value", "placeholder", "aria-label", "label", "summary")
_STYLE_NOTE = re.compile(r"/\*.*?\*/", re.DOTALL)
_FOR_PRINT = re.compile(r"@media\s+print\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_NAME = re.compile(r"[.#][\w\-]+$")
_TAG = re.compile(r"[a-z][a-z0-9]*")
_LONG = 40  # letters of an attribute that are more than a switch
_MOST_PICTURES = 50


def look(source: Source) -> Looked:
    """Read and look."""
    root = html.parse(source.content)
    looked = Looked(HTML)
    looked.pages.extend(html.read(source).pages)
    looked.hidden.extend(_elements(root, looked))
    looked.hidden.extend(_comments(root, looked))
    looked.aside(1, "atribut dan judul", "\n".join(_said_beside(root)))
    looked.pictures.extend(_pictures(root))
    return looked


def _said_beside(root: etree._Element) -> Iterator[str]:
    """Words of a page that stand in its head, its links and the descriptions of its pictures."""
    yield from (text(each) for each in root.iter("title"))
    for element in root.iter():
        for name in _names(element):
            if name.lower() in _SPEAKING or name.lower().startswith("on"):
                yield unquote(element.get(name) or "")


def visible(content: bytes) -> str:
    """The text of a page without the elements that no reader sees. Raises Unreadable."""
    root = html.parse(content)
    rules = _rules(root)
    for element in list(root.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _is_hidden(element, rules):
            tail = element.tail
            element.clear()
            element.tail = tail
    return html.shown(root)


def _comments(root: etree._Element, looked: Looked) -> Iterator[Hidden]:
    # Comments before the root are children of the document.
    tree = [*root.itersiblings(preceding=True), *root.iter(etree.Comment)]
    for each in tree:
        said = (each.text or "").strip()
        if isinstance(each, etree._Comment) and said and not _CONDITIONAL.match(said):
            looked.aside(1, "komentar HTML", said)
            yield hidden("html_comment", "halaman", said)


def _elements(root: etree._Element, looked: Looked) -> Iterator[Hidden]:
    rules = _rules(root)
    scripts = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        if tag == "script":
            scripts += 1
            looked.aside(1, "skrip", _said(element))
        elif tag in ("template", "noscript") and (said := _said(element)):
            looked.aside(1, f"<{tag}>", said)
            yield hidden("hidden_element", f"<{tag}>", said)
        elif tag == "input" and (element.get("type") or "").lower() == "hidden" and element.get("value"):
            looked.aside(1, "isian tersembunyi", element.get("value") or "")
            yield hidden("hidden_field", element.get("name") or "<input>", element.get("value") or "")
        elif tag == "meta" and (element.get("name") or "").lower() == "author":
            yield from properties.person(element.get("content") or "", "meta author")
        elif tag in ("iframe", "object", "embed", "applet"):
            yield hidden("external_link", f"<{tag}>", element.get("src") or element.get("data") or "")
        elif _is_hidden(element, rules) and (said := _said(element)):
            yield hidden("hidden_element", f"<{tag}>", said)
        yield from _attributes(element, looked)
    if scripts or any(str(name).lower().startswith("on") for each in root.iter() for name in _names(each)):
        yield hidden("script", "halaman", f"{scripts} skrip")


def _said(element: etree._Element) -> str:
    return " ".join(text(element).split())


def _rules(root: etree._Element) -> dict[str, str]:
    """What style sheets say of a class, an id or a kind of element, for the screen; by the last name of a selector."""
    found: dict[str, str] = {}
    for style in root.iter("style"):
        for selectors, body in _RULE.findall(_FOR_PRINT.sub("", _STYLE_NOTE.sub("", text(style)))):
            for selector in (each.strip().lower() for each in selectors.split(",")):
                name = _NAME.search(selector)
                if name or _TAG.fullmatch(selector):
                    key = name[0] if name else selector
                    found[key] = f"{found.get(key, '')};{body}"
    return found


def _names(element: etree._Element) -> list[str]:
    return [str(name) for name in element.attrib] if isinstance(element.tag, str) else []


def _is_hidden(element: etree._Element, rules: dict[str, str]) -> bool:
    if element.get("hidden") is not None:
        return True
    styles = [element.get("style") or ""]
    styles += [rules.get(f".{name.lower()}", "") for name in (element.get("class") or "").split()]
    styles += [rules.get(f"#{element.get('id') or ''}".lower(), ""), rules.get(str(element.tag).lower(), "")]
    style = ";".join(each for each in styles if each)
    if _UNSEEN.search(style) or _CLEAR.search(style):
        return True
    colour = _hex(_COLOUR.search(style), element.get("color"))
    if colour is None:
        return False
    ground = _hex(_GROUND.search(style), element.get("bgcolor"))
    for ancestor in element.iterancestors():
        if ground is not None:
            break
        ground = _hex(_GROUND.search(ancestor.get("style") or ""), ancestor.get("bgcolor"))
    if ground is None:
        # A style sheet may paint any ground; only without one it is the white of the page.
        ground = (
            "FFFFFF"
            if not rules and next(element.getroottree().iter("link", "style"), None) is None
            else None
        )
    return ground is not None and is_same(colour, ground)


def _hex(found: re.Match[str] | None, plain: str | None) -> str | None:
    value = (found[1] if found else plain or "").strip().lower().removesuffix("!important").strip()
    if not value:
        return None
    if value in _NAMED:
        return _NAMED[value]
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return value[1:].upper()
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "".join(letter * 2 for letter in value[1:]).upper()
    match = re.fullmatch(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+).*\)", value)
    return "".join(f"{min(int(part), 255):02X}" for part in match.groups()) if match else None


def _attributes(element: etree._Element, looked: Looked) -> Iterator[Hidden]:
    for name in _names(element):
        if not name.lower().startswith("data-"):
            continue
        value = element.get(name) or ""
        if find(value):
            looked.aside(1, name, value)
            yield hidden("data_attribute", name, value)
        elif len(value) >= _LONG:
            looked.aside(1, name, value)
            yield note("data_attribute", name, value)


def _pictures(root: etree._Element) -> Iterator[Picture]:
    count = 0
    for element in root.iter("img"):
        match = _DATA.match(element.get("src") or "")
        if match and count < _MOST_PICTURES:
            try:
                content = base64.b64decode("".join(match[1].split()), validate=False)
            except (binascii.Error, ValueError):
                continue
            count += 1
            yield Picture(1, "gambar", content)
