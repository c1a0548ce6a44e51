"""Fixtures of the journeys: the installation, the browser, and the people who sit at it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from e2e.installation import Installation
from e2e.visitor import ARTIFACTS, DESK, PHONE, Visitor
from lutra.testing import migrated

# A slow machine that tests other things at the same time is no fault of a page.
PATIENCE = 20_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

Visit = Callable[..., Visitor]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shots", action="store_true", help="also make the pictures of the README anew")
    parser.addoption(
        "--at",
        default="",
        metavar="PORT:FOLDER",
        help="use the demo that runs on PORT with data in FOLDER, instead of starting one",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shots: makes a picture of the README; runs with --shots only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # With several processes (``-n 2 --dist loadgroup``), each has an installation and a browser of its own. The tests
    # of a journey follow each other in one of them; pages are looked at wherever there is time.
    for item in items:
        if item.path.name != "test_every_page.py":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    if config.getoption("--shots"):
        return
    pictures = [item for item in items if item.get_closest_marker("shots")]
    items[:] = [item for item in items if item not in pictures]
    config.hook.pytest_deselected(items=pictures)


@pytest.fixture(scope="session")
def installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, kept_database: Path | None
) -> Iterator[Installation]:
    """The demo, running. At the end Ctrl-C must end it cleanly, and nothing of it may live on."""
    if running := request.config.getoption("--at"):
        port, _colon, folder = running.partition(":")
        yield Installation(Path(folder), port=int(port))
        return
    site = Installation(tmp_path_factory.mktemp("lutra") / "data")
    if "PYTEST_XDIST_WORKER" in os.environ:
        _take_demo(tmp_path_factory.getbasetemp().parent, site, kept_database)
    site.start()
    try:
        yield site
    finally:
        code = site.stop()
        assert code == 0, site.output
        assert not site.orphans()
        assert "Traceback" not in site.output, site.output


def _take_demo(shared: Path, site: Installation, kept_database: Path | None) -> None:
    """Copy the demo that the first of several processes loads; loading it costs more than all else at the start.

    It begins with the database that other tests migrated, where they did.
    """
    made = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            first = Installation(shared / "demo.new")
            first.data.mkdir(mode=0o700)
            if kept_database is not None:
                migrated.take(kept_database, first.data / "lutra.sqlite3")
            first.run("prepare", "--demo")
            first.data.rename(made)
    shutil.copytree(made, site.data)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop running in this thread; Django's guard against that is of no use here, where no
    # test touches a database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium of the system, without a window."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("No Chromium here. On Debian: apt-get install chromium")
    browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
    expect.set_options(timeout=PATIENCE)
    ARTIFACTS.mkdir(exist_ok=True)
    yield browser
    browser.close()


@pytest.fixture
def visit(browser: Browser, installation: Installation) -> Iterator[Visit]:
    """Open a window: ``visit()``; options are those of Playwright's contexts, and ``at`` is a host name.

    After the test no window may have had a script error, a breach of the content policy, a failed part or a request
    to a stranger.
    """
    opened: list[Visitor] = []

    def open_window(*, at: str = "", viewport: dict[str, int] = DESK, **options: Any) -> Visitor:
        # Colours that are still on their way to another one would be judged half-way.
        options = {"reduced_motion": "reduce", "locale": "id-ID", "timezone_id": "Asia/Makassar", **options}
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context, installation.host(at) if at else installation.address)
        opened.append(visitor)
        return visitor

    yield open_window
    problems = [problem for visitor in opened for problem in visitor.problems]
    for visitor in opened:
        visitor.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture(params=[PHONE, DESK], ids=["360", "1280"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    """A small phone, and a desk."""
    size: dict[str, int] = request.param
    return size


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], Any]:
    """Who signed in already, where: signing in is tried by a journey of its own and need not be repeated by all."""
    return {}


@pytest.fixture
def officer(visit: Visit, sessions: dict[tuple[str, str], Any]) -> Visit:
    """Open a window as an officer of the demo: ``officer("ppid")``."""

    def sign_in(username: str, *, at: str = "", **options: Any) -> Visitor:
        state = sessions.get((username, at))
        visitor = visit(at=at, storage_state=state, **options)
        if state is None:
            visitor.goto("/akun/login/")
            visitor.page.get_by_label("Nama pengguna").fill(username)
            visitor.page.get_by_label("Sandi", exact=True).fill("lutra-demo")
            visitor.press("Masuk")
            sessions[username, at] = visitor.context.storage_state()
        return visitor

    return sign_in
