"""A person at a browser: one window, what it shows, and what went wrong in it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}
ARTIFACTS = Path(__file__).resolve().parent / "artifacts"
# Our own names; anything else would be a stranger who learns of the visit.
_OURS = re.compile(r"(127\.0\.0\.1|localhost|([a-z]+\.)+localhost)(:\d+)?")
_GRAVE = {"serious", "critical"}
_AXE = Axe().axe_script
# Rows of a long list differ in their words alone; one look at all of them is enough, and costs seconds.
_MORE_OF_THE_SAME = ["tbody tr:nth-child(n+25)", "li:nth-child(n+25)"]


class Visitor:
    """A window on the site. ``problems`` gathers what no page may do; the fixture that made the window asserts that
    there were none."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.problems: list[str] = []
        self.responses: list[Response] = []
        context.on("page", self._watch)
        self.page = context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._response)
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure))

    def _console(self, message: ConsoleMessage) -> None:
        # The browser repeats every answer from 400 on; `_response` judges those itself.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def _response(self, response: Response) -> None:
        self.responses.append(response)
        parts = urlsplit(response.url)
        if parts.scheme in {"http", "https"} and not _OURS.fullmatch(parts.netloc):
            self.problems.append(f"asked a stranger: {response.url}")
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.problems.append(f"{response.status}: {response.url}")

    def _failed(self, url: str, failure: str | None) -> None:
        # A page that is left behind, or an answer that becomes a download, ends its request so.
        if failure != "net::ERR_ABORTED":
            self.problems.append(f"{failure}: {url}")

    def goto(self, path: str) -> Response:
        """Open an address of the site (or a whole one) and return the answer to it."""
        response = self.page.goto(path if "://" in path else self.address + path)
        assert response is not None
        return response

    def follow(self, link: Locator) -> Response:
        """Press ``link`` and return the answer of the page it leads to."""
        with self.page.expect_navigation() as navigation:
            link.click()
        return navigation.value

    def press(self, name: str) -> Response:
        """Press the button called ``name``, or else the one whose name holds it, and return the answer."""
        exactly = self.page.get_by_role("button", name=name, exact=True)
        return self.follow(exactly if exactly.count() else self.page.get_by_role("button", name=name))

    def reload_until(self, wanted: Locator, *, within: float = 40) -> Locator:
        """Look again until ``wanted`` is there, as a person does who waits for the office."""
        end = time.monotonic() + within
        while not wanted.count():
            if time.monotonic() > end:
                raise AssertionError(f"{wanted} did not appear within {within:g} seconds on {self.page.url}")
            self.page.wait_for_timeout(250)
            self.page.reload()
        return wanted

    def download(self, link: Locator) -> bytes:
        """Press ``link`` and return the file."""
        with self.page.expect_download() as download:
            link.click()
        return Path(download.value.path()).read_bytes()

    def shot(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the page in ``e2e/artifacts``, when ``E2E_PICTURES=1`` asks for them.

        Three pictures of each of two hundred pages take longer than looking at the pages' rules.
        """
        if not os.environ.get("E2E_PICTURES"):
            return
        ARTIFACTS.mkdir(exist_ok=True)
        width = (self.page.viewport_size or DESK)["width"]
        self.page.screenshot(path=ARTIFACTS / f"{name}-{width}.png", full_page=whole)

    def must_fit(self) -> None:
        """No part of the page may stick out to the right."""
        wide = self.page.evaluate(_STICKS_OUT)
        assert not wide, f"{self.page.url} at {self.page.viewport_size} must be scrolled sideways: {wide}"

    def must_be_accessible(self, *, only: Sequence[str] = (), but: Sequence[str] = ()) -> None:
        """No serious or critical finding of axe. ``but``: rules to leave out. ``only``: rules to look at, for a quicker
        second look, which also leaves out the later rows of long lists."""
        options: dict[str, object] = {
            "resultTypes": ["violations"],
            "rules": {rule: {"enabled": False} for rule in but},
        }
        place: dict[str, object] = {}
        if only:
            options["runOnly"] = {"type": "rule", "values": list(only)}
            place["exclude"] = [[rows] for rows in _MORE_OF_THE_SAME]
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_AXE)
        looked = self.page.evaluate(
            "([place, options]) => axe.run({include: [['html']], ...place}, options)", [place, options]
        )
        grave = [
            f"{item['id']} ({item['impact']}): {item['help']}\n    "
            + "\n    ".join(
                f"{node['html'][:160]} — {node['failureSummary'][:300]}" for node in item["nodes"][:4]
            )
            for item in looked["violations"]
            if item["impact"] in _GRAVE
        ]
        assert not grave, f"{self.page.url} at {self.page.viewport_size}\n  " + "\n  ".join(grave)


_STICKS_OUT = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > room + 1)
    .slice(0, 5).map((node) => node.outerHTML.slice(0, 120));
}"""
