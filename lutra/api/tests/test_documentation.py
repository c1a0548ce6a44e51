"""docs/open-data.md: every example in it works as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import lutra
from lutra.api.tests.conftest import HOST

TEXT = (Path(lutra.__file__).parent.parent / "docs" / "open-data.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(rf"^curl 'http://{re.escape(HOST)}(/[^']*)'$", TEXT, re.MULTILINE)


def test_every_line_of_the_examples_is_run() -> None:
    assert len(EXAMPLES) == TEXT.count("curl ") >= 20


@pytest.mark.django_db
@pytest.mark.parametrize("path", EXAMPLES)
def test_an_example_of_the_documentation_works(program: Client, path: str) -> None:
    response = program.get(path)
    assert response.status_code == 200
    assert b"".join(response) if response.streaming else response.content
