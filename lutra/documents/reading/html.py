"""Text of a page of the web, and what of it no reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import Source, decoded
from lutra.documents.types import HTML

_SILENT = {"script", "style", "noscript", "template", "head", "title", "meta", "link"}
_BLOCKS = {
    "p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "header", "footer",
    "ul", "ol", "blockquote", "pre", "hr", "dt", "dd", "address", "form", "body",
}  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w\-]+)", re.IGNORECASE)
_DEEPEST = 250
_BLANKS = re.compile(r"[ \t\x0b\x0c]*\n[ \t\n]*")


def parse(content: bytes) -> etree._Element:
    """The root element; repaired where it is broken. Raises Unreadable."""
    found = _CHARSET.search(content[:2048])
    text = decoded(content, [found[1].decode("ascii", "replace")] if found else ())
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, recover=True)
    try:
        root = lxml_html.document_fromstring(text or "<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", "Halaman HTML tidak dapat dibaca.") from error
    return root


def read(source: Source) -> Reading:
    """One page."""
    return Reading(HTML, (Page(1, "", said(source.content)),))


def said(content: bytes) -> str:
    """As ``shown``, for a page that is not yet parsed. Raises Unreadable."""
    return shown(parse(content))


def shown(root: etree._Element) -> str:
    """What stands on the page, hidden elements included, programs and styles not."""
    return _BLANKS.sub("\n", "".join(_letters(root))).strip()


def _letters(root: etree._Element) -> Iterator[str]:
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SILENT:
                silent += 1
            if not silent:
                if tag in _BLOCKS:
                    yield "\n"
                elif tag in ("td", "th"):
                    yield "\t"
                yield re.sub(r"\s+", " ", element.text or "")
            continue
        if event == "end":
            if tag in _SILENT:
                silent -= 1
            if tag in _BLOCKS and not silent:
                yield "\n"
        if not silent:
            yield re.sub(r"\s+", " ", element.tail or "")
