"""A pytest plugin that gives each run its own data folder and the database asked for.

``LUTRA_TEST_DATABASE`` is ``sqlite`` (default), ``postgresql`` (a server is started for this run and stopped after
it) or a full address ``postgresql://user@host:port/name`` of a server that is already there. All of it must be known
before Django reads its settings, which is before any ``conftest.py``; so this is a plugin.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from lutra.testing.postgres import PostgresServer

_FOLDER = "LUTRA_TEST_FOLDER"
# What a test must ask for, itself or through a fixture, before pytest-django lets it reach the database.
_DATA = frozenset({"db", "transactional_db"})


class Run:
    """The folder and the server that belong to this process and end with it."""

    folder: Path | None = None
    server: PostgresServer | None = None


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Set the environment before pytest-django loads the settings; a wrapper runs ahead of all others."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        Run.folder = Path(tempfile.mkdtemp(prefix="lutra-test-"))
        os.environ[_FOLDER] = str(Run.folder)
        os.environ["LUTRA_TESTING"] = "1"
        # A developer's own settings must not steer the tests.
        for name in (
            "LUTRA_DEBUG",
            "LUTRA_DEMO",
            "LUTRA_HTTPS",
            "LUTRA_SMTP",
            "LUTRA_SIGNING_P12",
            "LUTRA_HOSTS",
        ):
            os.environ.pop(name, None)
        wanted = os.environ.get("LUTRA_TEST_DATABASE", "sqlite")
        if wanted == "sqlite":
            os.environ.pop("LUTRA_DATABASE", None)
        elif wanted == "postgresql":
            Run.server = PostgresServer()
            os.environ["LUTRA_DATABASE"] = Run.server.start()
        elif wanted.startswith("postgresql://"):
            os.environ["LUTRA_DATABASE"] = wanted
        else:
            raise pytest.UsageError(
                f"LUTRA_TEST_DATABASE={wanted!r}: say sqlite, postgresql or postgresql://…"
            )
    # Each process writes to a folder of its own, so that no test sees another's files.
    os.environ["LUTRA_DATA"] = str(Path(os.environ[_FOLDER]) / (worker or "main"))
    return (yield)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--data-only``: what touches no database need not run once more on another one."""
    parser.addoption(
        "--data-only", action="store_true", help="run only the tests that may reach the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what ``--data-only`` leaves out."""
    if not config.getoption("--data-only"):
        return
    without = [item for item in items if not _reaches_data(item)]
    items[:] = [item for item in items if _reaches_data(item)]
    config.hook.pytest_deselected(items=without)


def _reaches_data(item: pytest.Item) -> bool:
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return item.get_closest_marker("django_db") is not None or not _DATA.isdisjoint(fixtures)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the server and throw the folder away; only the process that made them does."""
    if Run.server is not None:
        Run.server.stop()
        Run.server = None
    if Run.folder is not None:
        shutil.rmtree(Run.folder, ignore_errors=True)
        Run.folder = None


def pytest_report_header() -> str:
    """Name the database in the head of pytest's output."""
    return f"database: {os.environ.get('LUTRA_TEST_DATABASE', 'sqlite')}"
