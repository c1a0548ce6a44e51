"""Every word that the code is built of stands in docs/glossary.md, and no word stands there that the code has lost."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

import lutra
from lutra.directory.permissions import PERMISSIONS
from lutra.directory.roles import Role
from lutra.law import statute

GLOSSARY = Path(lutra.__file__).parent.parent / "docs" / "glossary.md"
WORKFLOWS = sorted(path.stem for path in (Path(lutra.__file__).parent / "law" / "workflows").glob("*.yaml"))


def words_of_the_code() -> dict[str, set[str]]:
    """The words by the heading under which the glossary keeps them."""
    tables = [statute.workflow(name) for name in WORKFLOWS]
    return {
        "Models": {model.__name__ for model in apps.get_models() if model.__module__.startswith("lutra.")},
        "Stages": {stage.code for table in tables for stage in table.stages},
        "Outcomes": {outcome.code for outcome in statute.outcomes()},
        "Deeds": {deed for table in tables for deed in table.transitions},
        "Roles": set(Role.values),
        "Permissions": {name.partition(".")[0] for name in PERMISSIONS},
    }


@cache
def rows() -> dict[str, list[list[str]]]:
    """The rows of each table of the glossary, by heading: code, term, meaning."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("| `"):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return found


@pytest.mark.parametrize("heading", words_of_the_code())
def test_every_word_of_the_code_is_in_the_glossary(heading: str) -> None:
    explained = {re.sub("`", "", row[0]) for row in rows()[heading]}
    missing = words_of_the_code()[heading] - explained
    assert not missing, f"write a row under “{heading}” in docs/glossary.md for: {', '.join(sorted(missing))}"


@pytest.mark.parametrize("heading", words_of_the_code())
def test_no_word_in_the_glossary_has_left_the_code(heading: str) -> None:
    explained = {re.sub("`", "", row[0]) for row in rows()[heading]}
    gone = explained - words_of_the_code()[heading]
    assert not gone, f"remove the row under “{heading}” in docs/glossary.md of: {', '.join(sorted(gone))}"


def test_every_word_has_a_term_and_a_meaning_and_stands_once() -> None:
    for heading, table in rows().items():
        assert all(len(row) == 3 and all(row) for row in table), heading
        codes = [row[0] for row in table]
        assert len(set(codes)) == len(codes), heading
