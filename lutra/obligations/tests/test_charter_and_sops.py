"""The service charter and the seven procedures."""

from __future__ import annotations

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.law import statute
from lutra.ledger.queries import entries as entries_of
from lutra.obligations import charter, sops
from lutra.obligations.errors import Lacking, NotAccessible, ObligationNotNow
from lutra.obligations.models import Charter
from lutra.obligations.tests.conftest import NOW, TODAY

SIX = {content.code: f"Isi {content.label.id}" for content in statute.charter_contents()}


@pytest.fixture
def draft(lutra: Government, budi: Actor) -> Charter:
    return charter.write(lutra, contents=SIX, by=budi, at=NOW)


@pytest.mark.law("P30")
@pytest.mark.parametrize("left_out", list(SIX))
def test_a_charter_with_five_of_six_contents_cannot_be_published(
    left_out: str, lutra: Government, budi: Actor
) -> None:
    draft = charter.write(lutra, contents={**SIX, left_out: "  "}, by=budi, at=NOW)
    charter.add_accessible(draft, form="audio", url="https://ppid.example.go.id/maklumat.mp3", by=budi)
    with pytest.raises(Lacking) as refused:
        charter.publish(draft, by=budi, at=NOW)
    assert set(refused.value.problems) == {left_out}
    assert charter.in_force(lutra) is None


@pytest.mark.law("P31")
def test_a_charter_without_an_accessible_form_cannot_be_published(draft: Charter, budi: Actor) -> None:
    with pytest.raises(NotAccessible, match="Braille"):
        charter.publish(draft, by=budi, at=NOW)


@pytest.mark.law("P31")
@pytest.mark.parametrize("form", ["audio", "visual", "braille"])
def test_one_accessible_form_is_enough(form: str, draft: Charter, lutra: Government, budi: Actor) -> None:
    charter.add_accessible(draft, form=form, place="Meja layanan PPID", by=budi)
    charter.publish(draft, by=budi, at=NOW)
    assert charter.in_force(lutra) == draft
    told = entries_of(lutra.pk, kinds=["charter.published"]).get()
    assert told.data == {"version": 1, "accessible": [form]}


def test_an_accessible_form_must_be_somewhere(draft: Charter, budi: Actor) -> None:
    for given in ({"form": "audio"}, {"form": "smell", "place": "Di sini"}, {"form": "audio", "url": "ada"}):
        with pytest.raises(Lacking):
            charter.add_accessible(draft, by=budi, **given)


@pytest.mark.law("P29")
def test_a_charter_may_hold_a_second_language(lutra: Government, budi: Actor) -> None:
    made = charter.write(
        lutra, contents=SIX, second_language="Bahasa Tae’", second_contents={"cost": "Tae’ bayaran"}, by=budi
    )
    assert made.second_contents == {"cost": "Tae’ bayaran"}
    with pytest.raises(Lacking, match="bahasanya"):
        charter.write(lutra, contents=SIX, second_contents={"cost": "Tae’ bayaran"}, by=budi)


def test_a_published_charter_is_never_changed_and_the_next_writing_is_a_new_version(
    draft: Charter, lutra: Government, budi: Actor
) -> None:
    made = charter.add_accessible(draft, form="visual", place="Papan pengumuman", by=budi)
    charter.publish(draft, by=budi, at=NOW)
    with pytest.raises(ObligationNotNow):
        charter.publish(draft, by=budi, at=NOW)
    with pytest.raises(ObligationNotNow):
        charter.add_accessible(draft, form="audio", place="Radio", by=budi)
    made.refresh_from_db()
    with pytest.raises(ObligationNotNow):
        charter.remove_accessible(made, by=budi)
    second = charter.write(lutra, contents={**SIX, "cost": "Gratis"}, by=budi)
    assert second.version == 2
    draft.refresh_from_db()
    assert draft.contents["cost"] == SIX["cost"]
    assert charter.in_force(lutra) == draft


def test_only_the_main_ppid_writes_and_publishes(draft: Charter, lutra: Government, citra: Actor) -> None:
    with pytest.raises(NotPermitted):
        charter.write(lutra, contents=SIX, by=citra)
    with pytest.raises(NotPermitted):
        charter.publish(draft, by=citra)
    with pytest.raises(NotPermitted):
        sops.publish(lutra, slot="requests", title="SOP", set_on=TODAY, text="Isi", by=citra)


@pytest.mark.law("P32")
def test_the_index_shows_seven_of_seven_and_what_is_missing(lutra: Government, budi: Actor) -> None:
    assert (sops.index(lutra).held, len(sops.index(lutra).missing)) == (0, 7)
    for choice in statute.sops():
        sops.publish(
            lutra, slot=choice.code, title=choice.label.id, set_on=TODAY, text="Isi", by=budi, at=NOW
        )
    assert (sops.index(lutra).held, sops.index(lutra).missing) == (7, ())


def test_a_newer_version_stands_before_the_older(lutra: Government, budi: Actor) -> None:
    for number in ("1/2025", "7/2026"):
        sops.publish(
            lutra, slot="tests", title="SOP", number=number, set_on=TODAY, text="Isi", by=budi, at=NOW
        )
    slot = sops.index(lutra).slots[-1]
    assert slot.newest is not None
    assert (slot.newest.number, [one.number for one in slot.older]) == ("7/2026", ["1/2025"])


def test_a_procedure_must_be_readable(lutra: Government, budi: Actor) -> None:
    with pytest.raises(Lacking) as refused:
        sops.publish(lutra, slot="coffee", title=" ", set_on=TODAY, by=budi, at=NOW)
    assert set(refused.value.problems) == {"slot", "title", "text"}
