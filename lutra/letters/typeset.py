"""From a template and a context to a PDF: tagged (PDF/UA-1), archival (PDF/A-2a), the same bytes for the same input.

What people wrote reaches the typesetter as JSON beside the template and never as markup. Only the worker imports this
module: the typesetter takes some sixty megabytes that no web process needs.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal

import segno
import typst
from django.utils.translation import gettext as _

from lutra.letters import forms
from lutra.letters.errors import WrongTemplate
from lutra.letters.printable import printable_all

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]

# Where the typesetter begins to repeat what it was given.
_QUOTES = re.compile(r"[:`\"]")

# What the letterhead itself reads; a template need not list these.
LETTERHEAD = frozenset(
    ["applicant", "code", "government", "issued_on", "labels", "law", "reference", "signer", "verify_url"]
)


def typeset(template: forms.Template, context: Mapping[str, Any], *, at: datetime) -> bytes:
    """The letter as PDF. ``context`` holds what ``template.uses`` and ``LETTERHEAD`` name; ``at`` dates the file.

    Texts ending in ``_url`` with a ``_qr`` beside them are drawn as QR codes. Raises WrongTemplate when something
    that the template uses is missing, or the template itself is wrong.
    """
    wanted = template.uses | LETTERHEAD
    if missing := wanted - context.keys():
        raise WrongTemplate(
            _("Surat %(kind)s tidak diberi: %(names)s.")
            % {"kind": template.kind, "names": ", ".join(sorted(missing))}
        )
    given = {name: context[name] for name in sorted(wanted)} | {
        "title": template.title,
        "language": template.language,
    }
    pictures = {f"{name}_qr": qr(url) for name, url in given.items() if name.endswith("_url")}
    try:
        return _compile(template, {**printable_all(given), **pictures}, at=at)
    except typst.TypstError:
        # A mark that no font draws on just this letter: the rare text is simplified, the letter goes out.
        try:
            return _compile(template, {**printable_all(given, plain=True), **pictures}, at=at)
        except typst.TypstError as error:
            # What follows may be an applicant's words, so it stays out of the log.
            raise WrongTemplate(
                _("Templat surat %(kind)s.%(language)s tidak dapat dicetak: %(reason)s")
                % {
                    "kind": template.kind,
                    "language": template.language,
                    "reason": _QUOTES.split(error.message)[0].strip(),
                }
            ) from None


def qr(text: str) -> str:
    """A QR code as SVG, without border (the letter leaves room around it)."""
    buffer = io.BytesIO()
    # Every mask can be read; trying all eight for the prettiest takes as long as typesetting the letter.
    segno.make(text, error="m", micro=False, mask=2).save(buffer, kind="svg", border=0, xmldecl=False)
    return buffer.getvalue().decode("ascii")


def _compile(template: forms.Template, letter: Mapping[str, Any], *, at: datetime) -> bytes:
    made = _compiler().compile(
        input=template.source.encode(),
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
        pdf_standards=[*STANDARDS],
        timestamp=at.replace(microsecond=0),  # PDF knows whole seconds, and the typesetter refuses more
    )
    if not isinstance(made, bytes):
        raise WrongTemplate(_("Pencetak surat tidak menghasilkan PDF."))
    return made


@cache
def _compiler() -> typst.Compiler:
    # The fonts inside the typesetter only: the same letter on every machine, and nothing to install.
    return typst.Compiler(
        root=str(forms.FOLDER),
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
    )
