#!/usr/bin/env python3
"""Keep the English of the house complete: ``scripts/messages.py`` gathers, ``--check`` only looks.

Every text in gettext calls and ``{% translate %}`` tags is Indonesian and is its own id; English stands in
``lutra/locale/en/LC_MESSAGES/django.po``. Gathering adds new texts, drops vanished ones and writes the ``.mo`` that the
programs read. It needs Django, Babel and polib, and no GNU gettext. The check fails when a text is missing or not
translated, when the placeholders of a translation differ, or when the ``.mo`` is older than the ``.po``.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "lutra" / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HOLES = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")
# context, singular, plural
Message = tuple[str | None, str, str | None]


def sources() -> Iterator[Path]:
    """Python and templates of the package, tests left out."""
    for path in sorted((ROOT / "lutra").rglob("*")):
        if (
            path.suffix in {".py", ".html", ".txt"}
            and "tests" not in path.parts
            and "migrations" not in path.parts
        ):
            yield path


def found() -> dict[Message, list[tuple[str, str]]]:
    """Every message and where it stands: (file, line)."""
    messages: dict[Message, list[tuple[str, str]]] = {}
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = templatize(text, origin=str(path))
        # Keywords are read by Babel from the names of the functions; templatize writes gettext, ngettext and pgettext.
        for line, name, words, _comments in extract_python(
            io.BytesIO(text.encode()), list(KEYWORDS), [], {"encoding": "utf-8"}
        ):
            if message := _message(name, words):
                messages.setdefault(message, []).append((str(path.relative_to(ROOT)), str(line)))
    return messages


def _message(name: str, words: object) -> Message | None:
    parts = list(words) if isinstance(words, tuple | list) else [words]
    context = parts.pop(0) if name.startswith(("pgettext", "npgettext")) else None
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        return None
    plural = parts[1] if name.startswith(("ngettext", "npgettext")) and len(parts) > 1 else None
    return context, parts[0], plural


def problems(po: polib.POFile, messages: dict[Message, list[tuple[str, str]]]) -> list[str]:
    """What keeps the English from being complete, a line each."""
    held = {(entry.msgctxt, entry.msgid): entry for entry in po}
    wrong = []
    for (context, text, plural), places in messages.items():
        entry = held.get((context, text))
        where = f"{places[0][0]}:{places[0][1]}"
        if entry is None:
            wrong.append(f"{where}: not gathered yet: {text!r}")
            continue
        said = list(entry.msgstr_plural.values()) if plural else [entry.msgstr]
        if not all(said) or entry.fuzzy:
            wrong.append(f"{where}: no English: {text!r}")
        holes = set(HOLES.findall(text))
        differing = [one for one in said if one and set(HOLES.findall(one)) != holes]
        wrong += [f"{where}: other placeholders in English: {text!r} -> {one!r}" for one in differing]
    gathered = {(context, text) for context, text, _plural in messages}
    wrong += [f"no longer in the code: {text!r}" for context, text in held if (context, text) not in gathered]
    if not (mo := PO.with_suffix(".mo")).exists() or po.to_binary() != mo.read_bytes():
        wrong.append("django.mo differs from django.po: run scripts/messages.py")
    return wrong


def gather(po: polib.POFile, messages: dict[Message, list[tuple[str, str]]]) -> None:
    """Bring the catalogue up to date, in the order of the code, keeping what is translated."""
    old = {(entry.msgctxt, entry.msgid): entry for entry in po}
    po.clear()
    for (context, text, plural), places in messages.items():
        entry = old.get((context, text)) or polib.POEntry(msgctxt=context, msgid=text)
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: ""}
            entry.msgstr = ""
        # Files only: line numbers would change the catalogue with every edit.
        entry.occurrences = sorted({(file, "") for file, _line in places})
        entry.flags = ["python-format"] if "%(" in text else []
        po.append(entry)


def main() -> int:
    """Gather, or with ``--check`` report; 1 when something is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail when English is incomplete"
    )
    arguments = parser.parse_args()
    settings.configure(USE_I18N=True)
    po = polib.pofile(str(PO)) if PO.exists() else polib.POFile()
    po.wrapwidth = 110
    po.metadata = {
        "Project-Id-Version": "lutra",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    messages = found()
    if not arguments.check:
        gather(po, messages)
        PO.parent.mkdir(parents=True, exist_ok=True)
        po.save(str(PO))
        PO.with_suffix(".mo").write_bytes(po.to_binary())
    wrong = problems(po, messages)
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(messages)} texts, {len(wrong)} to mend")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
