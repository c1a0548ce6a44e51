"""The link that opens an account: for any mailbox, once, for a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.accounts import actions
from lutra.accounts.errors import LinkSpent, NotAnAddress
from lutra.accounts.models import Account, SignInLink
from lutra.accounts.tests.conftest import NOW, opened
from lutra.directory.models import Government, User
from lutra.ledger.queries import entries
from lutra.testing import factories
from lutra.testing.factories import ANI


def test_neither_link_nor_address_lies_in_clear(lutra: Government) -> None:
    asked = actions.ask_link(lutra, address=ANI["email"], at=NOW)
    assert asked is not None
    row = SignInLink.objects.values().get()
    kept = " ".join(str(bytes(v) if isinstance(v, memoryview) else v) for v in row.values())
    assert asked.token not in kept
    assert ANI["email"] not in kept
    assert asked.link.address() == ANI["email"]


def test_looking_uses_nothing_up_and_using_does(lutra: Government) -> None:
    asked = actions.ask_link(lutra, address=ANI["email"], at=NOW)
    assert asked is not None
    for _look in range(3):
        actions.open_link(lutra, asked.token, at=NOW)
    actions.use_link(lutra, token=asked.token, at=NOW)
    with pytest.raises(LinkSpent):
        actions.open_link(lutra, asked.token, at=NOW)
    with pytest.raises(LinkSpent):
        actions.use_link(lutra, token=asked.token, at=NOW)


@pytest.mark.parametrize(("minutes", "works"), [(14, True), (15, False), (600, False)])
def test_a_link_lasts_a_quarter_of_an_hour(lutra: Government, minutes: int, works: bool) -> None:
    asked = actions.ask_link(lutra, address=ANI["email"], at=NOW)
    assert asked is not None
    later = NOW + timedelta(minutes=minutes)
    if works:
        assert actions.use_link(lutra, token=asked.token, at=later)
    else:
        with pytest.raises(LinkSpent):
            actions.use_link(lutra, token=asked.token, at=later)


def test_a_link_of_another_government_opens_nothing_here(lutra: Government) -> None:
    there = factories.government("73.17")
    asked = actions.ask_link(there, address=ANI["email"], at=NOW)
    assert asked is not None
    with pytest.raises(LinkSpent):
        actions.use_link(lutra, token=asked.token, at=NOW)


def test_nobody_s_mailbox_is_flooded(lutra: Government) -> None:
    for spelling in (ANI["email"], ANI["email"].upper(), f" {ANI['email']} "):
        assert actions.ask_link(lutra, address=spelling, at=NOW)
    assert actions.ask_link(lutra, address=ANI["email"], at=NOW + timedelta(minutes=59)) is None
    assert actions.ask_link(lutra, address="lain@warga.example", at=NOW)
    assert actions.ask_link(lutra, address=ANI["email"], at=NOW + timedelta(minutes=61))


@pytest.mark.parametrize(
    "typed", ["", "ani", "ani@", "ani@x", "a b@warga.example", "a\n@b.co", "x" * 250 + "@a.co"]
)
def test_what_is_no_address_gets_no_link(lutra: Government, typed: str) -> None:
    with pytest.raises(NotAnAddress):
        actions.ask_link(lutra, address=typed, at=NOW)
    assert not SignInLink.objects.exists()


def test_the_same_mailbox_opens_the_same_account(lutra: Government) -> None:
    first = opened(lutra)
    assert opened(lutra, ANI["email"].upper()) == first
    assert opened(factories.government("73.17")) != first
    assert Account.objects.count() == 2


def test_an_account_is_a_user_without_a_password_a_name_or_an_address(lutra: Government) -> None:
    user = opened(lutra).user
    assert (user.is_applicant, user.email, user.full_name, user.has_usable_password()) == (
        True,
        "",
        "",
        False,
    )
    assert "ani" not in user.username


def test_the_book_says_that_an_account_was_opened_and_not_whose(lutra: Government) -> None:
    account = opened(lutra)
    (entry,) = entries(lutra.pk, kinds=["account.opened"])
    assert (entry.subject_id, entry.actor, entry.data) == (account.pk, "applicant", {})


def test_old_links_are_thrown_away(lutra: Government) -> None:
    actions.ask_link(lutra, address=ANI["email"], at=NOW - timedelta(days=2))
    actions.ask_link(lutra, address="lain@warga.example", at=NOW)
    assert SignInLink.objects.count() == 1
    assert not User.objects.filter(is_applicant=True).exists()
