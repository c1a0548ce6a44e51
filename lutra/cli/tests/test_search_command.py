"""``lutra search``: making everything public anew, and comparing it."""

from __future__ import annotations

import json

import pytest

from lutra.catalogue import actions
from lutra.catalogue.actions import ItemForm
from lutra.cli import main
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.followers import catch_up
from lutra.publishing.search import engine
from lutra.publishing.search.models import SearchRow, SearchState
from lutra.publishing.search.upkeep import renew_outdated
from lutra.testing import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lutra() -> Government:
    made = people.government()
    budi = people.officer(made, Role.PPID_UTAMA)
    form = ItemForm(title="Profil kesehatan", body=people.body(made, "dinkes"), kind="periodic")
    actions.publish_item(actions.add_item(made, form=form, by=budi), by=budi)
    catch_up()
    return made


def lose_the_words(of: Government) -> None:
    """As a restored backup leaves them."""
    for part in engine.PARTS:
        engine.delete(part, SearchRow.objects.filter(government=of).values_list("pk", flat=True))


def test_a_damaged_index_is_found_and_made_anew(
    lutra: Government, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "check"]) == 0
    lose_the_words(lutra)
    assert main(["search", "check"]) == 1
    assert "lutra search rebuild" in capsys.readouterr().err
    assert main(["search", "rebuild", "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert (counts["items"], counts["answers"], counts["entries"]) == (1, 0, 1)
    assert main(["search", "check"]) == 0


def test_after_an_update_or_a_restore_the_worker_makes_the_index_anew(lutra: Government) -> None:
    assert renew_outdated() == 0
    lose_the_words(lutra)
    assert renew_outdated() == 1
    SearchState.objects.update(version=0)
    assert renew_outdated() == 1
    assert renew_outdated() == 0
