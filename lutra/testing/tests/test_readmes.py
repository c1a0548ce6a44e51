"""Each module says in a few lines what it is, what it may import and where to start."""

from __future__ import annotations

from pathlib import Path

import pytest

import lutra

HOUSE = Path(lutra.__file__).parent
MODULES = sorted(path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists())
LAYERS = (
    "law", "ledger", "directory", "documents", "catalogue", "dispositions", "requests", "objections", "letters",
    "inbox", "publishing", "statistics",
)  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_each_module_has_a_short_readme(module: str) -> None:
    path = HOUSE / module / "README.md"
    assert path.exists(), f"write lutra/{module}/README.md: what it is, what it may import, where to start"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert len(lines) <= 22, "a README of a module is about ten lines; longer texts live in docs/"


@pytest.mark.parametrize("module", MODULES)
def test_each_readme_says_what_may_be_imported(module: str) -> None:
    text = (HOUSE / module / "README.md").read_text(encoding="utf-8").lower()
    assert "import" in text
    upwards = LAYERS[LAYERS.index(module) + 1 :] if module in LAYERS else ()
    may = next(line for line in text.splitlines() if "import" in line)
    assert not [above for above in upwards if f"may import: `{above}`" in may]
