"""The link check: what counts as working, where it refuses to go, and how polite it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.catalogue.items.deeds import withdraw_item
from lutra.catalogue.models import ItemFile
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.fetching import Answer, Target, is_public
from lutra.obligations import links, tasks
from lutra.obligations.fetching import Verdict, check
from lutra.obligations.models import BrokenLink
from lutra.obligations.tests.conftest import NOW, Publish


class Web:
    """An internet of a few pages: url -> status, or (status, location). It remembers who was asked what."""

    def __init__(self, pages: Mapping[str, int | tuple[int, str] | Exception], head: bool = True) -> None:
        self.pages, self.head = pages, head
        self.asked: list[Target] = []

    def __call__(self, target: Target, *, timeout: float) -> Answer:
        self.asked.append(target)
        if target.method == "HEAD" and not self.head:
            return Answer(405, {})
        page = self.pages[f"{target.scheme}://{target.host}{target.path}"]
        if isinstance(page, Exception):
            raise page
        status, location = page if isinstance(page, tuple) else (page, "")
        return Answer(status, {"location": location} if location else {})


NAMES = {
    "open.example": ["93.184.216.34"],
    "other.example": ["2606:2800:220:1::1"],
    "inside.example": ["10.0.0.7"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "meta.example": ["169.254.169.254"],
}


def names(host: str, _port: int) -> Sequence[str]:
    return NAMES.get(host, [host] if host.replace(".", "").isdigit() or ":" in host else [])


def verdict(url: str, web: Web) -> Verdict:
    return check(url, opener=web, resolver=names)


def test_a_page_that_answers_works() -> None:
    web = Web({"https://open.example/a?x=1": 200})
    assert verdict("https://open.example/a?x=1", web) == Verdict(True, "ok")
    assert [(one.method, one.address, one.port) for one in web.asked] == [("HEAD", "93.184.216.34", 443)]


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_page_that_is_gone_is_told_by_its_status(status: int) -> None:
    assert verdict("https://open.example/", Web({"https://open.example/": status})) == Verdict(
        False, str(status)
    )


def test_a_server_without_head_is_asked_for_the_first_bytes() -> None:
    web = Web({"https://open.example/": 206}, head=False)
    assert verdict("https://open.example/", web).works
    assert [one.method for one in web.asked] == ["HEAD", "GET"]


def test_redirections_are_followed_and_each_hop_is_looked_at() -> None:
    web = Web({"http://open.example/": (301, "https://other.example/b"), "https://other.example/b": 200})
    assert verdict("http://open.example/", web).works
    assert [one.address for one in web.asked] == ["93.184.216.34", "2606:2800:220:1::1"]


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("http://inside.example/", "refused_address"),
        ("http://mixed.example/", "refused_address"),
        ("http://meta.example/latest/", "refused_address"),
        ("http://127.0.0.1/", "refused_address"),
        ("http://[::1]/", "refused_address"),
        ("http://[::ffff:127.0.0.1]/", "refused_address"),
        ("http://[64:ff9b::7f00:1]/", "refused_address"),
        ("http://0.0.0.0/", "refused_address"),
        ("http://192.168.1.1/", "refused_address"),
        ("http://open.example:22/", "refused_port"),
        ("http://open.example:99999/", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("http://user:word@open.example/", "bad_address"),
        ("http://nowhere.example/", "no_such_host"),
    ],
)
def test_nobody_is_led_into_our_own_house(where: str, why: str) -> None:
    nothing = Web({})
    assert verdict(where, nothing) == Verdict(False, why)
    assert nothing.asked == []
    through = Web({"https://open.example/": (302, where)})
    assert verdict("https://open.example/", through) == Verdict(False, why)
    assert len(through.asked) == 1


def test_a_ring_of_redirections_ends() -> None:
    web = Web({"https://open.example/": (302, "/")})
    assert verdict("https://open.example/", web) == Verdict(False, "too_many_redirects")
    assert len(web.asked) == 6


@pytest.mark.parametrize(
    ("error", "why"),
    [(TimeoutError(), "timeout"), (ConnectionResetError(), "no_answer"), (OSError(), "no_answer")],
)
def test_a_server_that_does_not_answer_is_told_so(error: Exception, why: str) -> None:
    assert verdict("https://open.example/", Web({"https://open.example/": error})) == Verdict(False, why)


@given(st.text(max_size=80))
def test_whatever_is_written_as_an_address_gives_a_verdict(text: str) -> None:
    web = Web({})
    found = check(text, opener=web, resolver=lambda _host, _port: ())
    assert not found.works
    assert web.asked == []


@given(st.ip_addresses())
def test_an_address_is_public_only_when_the_library_says_global(address: object) -> None:
    if is_public(str(address)):
        assert getattr(address, "is_global", False) or str(address).startswith("64:ff9b::")


def test_a_line_break_in_an_address_makes_no_second_header() -> None:
    web = Web({"https://open.example/a": 200, "https://open.example/aHost:%20x": 200})
    check("https://open.example/a\r\nHost: x", opener=web, resolver=names)
    assert all("\r" not in one.path and "\n" not in one.path for one in web.asked)


# --- rounds --------------------------------------------------------------------------------------------------------


def link(lutra: Government, body: PublicBody, publish: Publish, *urls: str) -> list[ItemFile]:
    item = publish(body, "periodic.j")
    return [
        ItemFile.objects.create(government=lutra, item=item, url=url, label=url, added_at=NOW) for url in urls
    ]


def go(web: Web, at: timedelta = timedelta()) -> links.Round:
    return links.check_round(opener=web, resolver=names, at=NOW + at)


def test_a_broken_link_is_told_with_since_when_until_it_is_mended(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    (file,) = link(lutra, dinkes, publish, "https://open.example/a")
    assert go(Web({"https://open.example/a": 404})) == links.Round(1, 1)
    day = timedelta(days=1)
    assert go(Web({}), at=day / 2) == links.Round(0, 0)
    go(Web({"https://open.example/a": 500}), at=day)
    (gone,) = links.broken(lutra)
    assert (gone.since, gone.status, gone.tries) == (NOW, "500", 2)
    file.refresh_from_db()
    assert (file.check_status, file.checked_at) == ("500", NOW + day)
    go(Web({"https://open.example/a": 200}), at=2 * day)
    assert not links.broken(lutra).exists()
    go(Web({"https://open.example/a": 404}), at=10 * day)
    (gone,) = links.broken(lutra)
    assert (gone.since, gone.tries) == (NOW + 10 * day, 1)


def test_no_host_is_asked_too_often_in_a_minute_and_others_need_not_wait(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    many = [f"https://open.example/{number}" for number in range(20)]
    link(lutra, dinkes, publish, *many, "https://other.example/")
    web = Web({**dict.fromkeys(many, 200), "https://other.example/": 200})
    assert go(web).checked == links.PER_HOST + 1
    assert go(web, at=timedelta(seconds=30)).checked == 0
    assert go(web, at=timedelta(seconds=61)).checked == links.PER_HOST


def test_only_what_the_public_may_follow_is_looked_at(
    lutra: Government, dinkes: PublicBody, publish: Publish, budi: Actor
) -> None:
    (file,) = link(lutra, dinkes, publish, "https://open.example/a")
    assert links.is_due(at=NOW)
    withdraw_item(file.item, reason="Keliru.", by=budi, at=NOW)
    assert not links.is_due(at=NOW)
    assert go(Web({})) == links.Round(0, 0)


def test_the_invented_addresses_of_a_demo_are_never_asked(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    link(lutra, dinkes, publish, "https://open.example/a")
    Government.objects.update(is_demo=True)
    assert go(Web({})).checked == 0


def test_the_tick_asks_for_a_round_only_when_a_link_waits(
    lutra: Government, dinkes: PublicBody, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks.queue, "enqueue_once", lambda _task, *, key: asked.append(key))
    tasks.ask_for_round()
    assert asked == []
    link(lutra, dinkes, publish, "https://open.example/a")
    tasks.ask_for_round()
    assert asked == ["obligations.check_links"]


def test_a_link_that_was_taken_off_is_no_longer_counted_as_broken(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    (file,) = link(lutra, dinkes, publish, "https://open.example/a")
    go(Web({"https://open.example/a": 404}))
    ItemFile.objects.filter(pk=file.pk).update(ended_at=NOW)
    assert not links.broken(lutra).exists()
    assert BrokenLink.objects.exists()
