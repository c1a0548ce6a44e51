"""Plain texts and tables hide nothing but letters without a body, which are looked for in every text."""

from __future__ import annotations

from lutra.documents.hidden.findings import hidden
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading import plain
from lutra.documents.reading.source import Source


def look(source: Source) -> Looked:
    """Read; a control sign amid the text is told."""
    looked = Looked.of(plain.read(source))
    strange = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in source.content)
    if strange and not source.content.startswith((b"\xff\xfe", b"\xfe\xff")):
        looked.hidden.append(hidden("invisible_characters", "berkas", f"{strange} tanda kendali"))
    return looked
