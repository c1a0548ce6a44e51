"""The network is cut: the newest announcements of dangers are still at hand, and pages come back with it."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.conftest import Visit
from e2e.visitor import PHONE


def test_the_newest_announcements_are_at_hand_without_a_network(visit: Visit) -> None:
    ani = visit(viewport=PHONE)
    ani.goto("/serta-merta/")
    title = ani.page.locator("tbody th a").first.inner_text()
    ani.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    ani.page.reload()  # from now on the worker sees to the pages
    ani.page.context.set_offline(True)
    ani.page.goto(f"{ani.address}/register/")
    expect(ani.page.get_by_role("heading", level=1)).to_have_text("Pengumuman bahaya")
    expect(ani.page.get_by_role("heading", name=title)).to_be_visible()
    ani.must_fit()
    ani.page.context.set_offline(False)
    ani.goto("/register/")
    expect(ani.page.get_by_role("heading", level=1)).to_have_text("Register publik")
    # That requests failed while the network was cut is what this journey is about.
    ani.problems[:] = [problem for problem in ani.problems if "ERR_INTERNET_DISCONNECTED" not in problem]
