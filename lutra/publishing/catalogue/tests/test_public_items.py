"""The public list: what goes out of an item, and that nothing else does, before and after everything is made anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from lutra.catalogue import actions
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.errors import CatalogueError
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.documents.models import Document, DocumentText
from lutra.ledger.followers import catch_up
from lutra.publishing.catalogue import projection
from lutra.publishing.catalogue.actions import clear
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.errors import NothingToPublish
from lutra.publishing.search import engine
from lutra.publishing.search.indexing import differences, rebuild
from lutra.publishing.search.queries import search
from lutra.testing import people

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
PHONE = "Hubungi Ani di 081234567890"


@pytest.fixture
def lutra(db: None) -> Government:
    return people.government()


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    return people.body(lutra, "dinkes")


@pytest.fixture
def budi(lutra: Government) -> Actor:
    return people.officer(lutra, Role.PPID_UTAMA)


Make = Callable[..., Item]


@pytest.fixture
def make(lutra: Government, dinkes: PublicBody, budi: Actor) -> Make:
    """A published item; ``hidden`` leaves it unlisted."""

    def item(title: str = "Profil kesehatan 2025", *, hidden: bool = False, **changes: Any) -> Item:
        form = ItemForm(
            title=title, body=dinkes, kind="periodic", summary="Jumlah puskesmas", forms=("softcopy",)
        )
        made = actions.add_item(lutra, form=form.changed(**changes), by=budi, at=AT)
        return made if hidden else actions.publish_item(made, by=budi, at=AT)

    return item


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The documents that the release gate lets pass."""
    ids: set[int] = set()
    monkeypatch.setattr(release, "releasable", lambda wanted: ids & set(wanted))
    return ids


def a_file(of: Government, name: str = "profil.csv", inside: str = "puskesmas;23\nposyandu;41\n") -> Document:
    made = documents.add(of, name=name, content=inside.encode(), at=AT)
    DocumentText.objects.create(
        document=made,
        government=of,
        sha256=made.sha256,
        made_at=AT,
        pages=[{"number": 1, "label": "1", "text": inside}],
    )
    return made


def shown(of: Government) -> set[str]:
    catch_up()
    return {row.title for row in PublicItem.objects.filter(government=of)}


def test_a_listed_item_goes_out_and_is_found_at_once(lutra: Government, make: Make) -> None:
    item = make()
    assert shown(lutra) == {"Profil kesehatan 2025"}
    row = PublicItem.objects.get()
    assert (row.number, row.kind, row.body_slug, row.withheld) == (item.number, "periodic", "dinkes", [])
    assert row.next_due == item.next_due
    assert search(lutra, "puskesmas").hits[0].url == f"/informasi/{item.number}/"


def test_what_is_not_listed_or_was_withdrawn_never_goes_out(
    lutra: Government, make: Make, budi: Actor
) -> None:
    make("Kenarisatu rahasia", hidden=True)
    gone = make("Kenaridua ditarik")
    assert shown(lutra) == {"Kenaridua ditarik"}
    actions.withdraw_item(gone, reason="Keliru", by=budi, at=AT)
    for _again in range(2):
        assert shown(lutra) == set()
        assert search(lutra, "kenaridua").total == search(lutra, "kenarisatu").total == 0
        projection.rebuild(lutra)
        rebuild(lutra)
    assert "kenari" not in everything_public()


def test_an_item_of_a_class_that_the_law_does_not_list_stays_behind(make: Make, lutra: Government) -> None:
    item = make()
    Item.objects.filter(pk=item.pk).update(kind="exempt")
    projection.rebuild(lutra)
    assert not PublicItem.objects.exists()


def test_a_title_that_names_somebody_keeps_the_item_and_another_text_only_itself(
    lutra: Government, make: Make
) -> None:
    named, partly = make("Judul sementara"), make("Data petani")
    Item.objects.filter(pk=named.pk).update(title=f"Aduan. {PHONE}")
    Item.objects.filter(pk=partly.pk).update(summary=PHONE, topics=["tani", PHONE])
    projection.rebuild(lutra)
    row = PublicItem.objects.get()
    assert (row.title, row.summary, row.withheld, row.topics) == ("Data petani", "", ["summary"], ["tani"])
    assert "081234567890" not in everything_public()


def test_an_officer_may_say_that_a_text_names_nobody(lutra: Government, make: Make, budi: Actor) -> None:
    item = make("Judul sementara")
    Item.objects.filter(pk=item.pk).update(title=f"Layanan gizi. {PHONE}")
    item.refresh_from_db()
    citra = people.officer(lutra, Role.NEWSROOM)
    with pytest.raises(NotPermitted):
        clear(item, field="title", reason="Nomor kantor", by=citra)
    for wrong in ({"field": "title", "reason": " "}, {"field": "source_ref", "reason": "x"}):
        with pytest.raises(NothingToPublish):
            clear(item, by=budi, **wrong)
    clear(item, field="title", reason="Nomor telepon kantor", by=budi, at=AT)
    assert shown(lutra) == {f"Layanan gizi. {PHONE}"}


def test_a_file_goes_out_when_the_gate_lets_it_pass_and_not_before(
    lutra: Government, make: Make, budi: Actor, passed: set[int]
) -> None:
    item, document = make(), a_file(lutra)
    actions.attach_file(item, document=document, by=budi, at=AT)
    catch_up()
    assert not PublicFile.objects.exists()
    assert search(lutra, "posyandu").total == 0
    passed.add(document.pk)
    projection.place(lutra.pk, projection.items_of_document(lutra.pk, document.pk))
    file = PublicFile.objects.get()
    assert (file.format, file.size, file.sha256) == ("csv", document.size, document.sha256)
    assert [hit.kind for hit in search(lutra, "posyandu").hits] == ["document"]
    passed.clear()
    projection.rebuild(lutra)
    assert not PublicFile.objects.exists()
    assert search(lutra, "posyandu").total == 0


def test_a_gate_that_fails_withholds(
    lutra: Government, make: Make, budi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_ids: object) -> set[int]:
        raise OSError

    item = make()
    actions.attach_file(item, document=a_file(lutra), by=budi, at=AT)
    monkeypatch.setattr(release, "releasable", fail)
    assert shown(lutra) == {item.title}
    assert not PublicFile.objects.exists()


def test_a_text_that_cannot_be_looked_at_withholds(
    lutra: Government, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_text: str) -> list[object]:
        raise RuntimeError

    make()
    monkeypatch.setattr(projection.personal, "find", fail)
    assert shown(lutra) == set()


def test_nobody_is_found_by_what_an_officer_left_in_a_file(
    lutra: Government, make: Make, budi: Actor, passed: set[int]
) -> None:
    document = a_file(
        lutra, inside="Ketua kelompok dapat dihubungi pada 081234567890 setiap hari kerja; kakao"
    )
    passed.add(document.pk)
    actions.attach_file(make(), document=document, by=budi, at=AT)
    catch_up()
    assert search(lutra, "kakao").total == 1
    assert search(lutra, "081234567890").total == 0
    assert "081234567890" not in everything_public()


def test_a_corrected_file_tells_what_it_corrected(
    lutra: Government, make: Make, budi: Actor, passed: set[int]
) -> None:
    item, old, new = make(), a_file(lutra), a_file(lutra, inside="puskesmas;24\n")
    passed |= {old.pk, new.pk}
    file = actions.attach_file(item, document=old, by=budi, at=AT)
    item.refresh_from_db()
    actions.replace_file(file, document=new, correction_note="Jumlah puskesmas keliru", by=budi, at=AT)
    catch_up()
    shown_file = PublicFile.objects.get()
    assert shown_file.correction_note == "Jumlah puskesmas keliru"
    assert [each["sha256"] for each in shown_file.earlier] == [old.sha256]


DEEDS = st.lists(
    st.sampled_from(["publish", "withdraw", "restore", "change", "file", "pass", "close"]), max_size=10
)


@examples(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_whatever_happens_rows_and_index_are_those_that_would_be_made_now(
    lutra: Government, make: Make, budi: Actor, dinkes: PublicBody, passed: set[int], deeds: list[str]
) -> None:
    item, document = make("Data kakao", hidden=True), a_file(lutra)
    form = ItemForm(title="Data kakao", body=dinkes, kind="any_time")
    for number, deed in enumerate(deeds):
        item.refresh_from_db()
        try:
            if deed == "publish":
                actions.publish_item(item, by=budi, at=AT)
            elif deed == "withdraw":
                actions.withdraw_item(item, reason="Keliru", by=budi, at=AT)
            elif deed == "restore":
                actions.restore_item(item, by=budi, at=AT)
            elif deed == "change":
                actions.change_item(item, form=form.changed(title=f"Data kakao {number}"), by=budi, at=AT)
            elif deed == "file":
                actions.attach_file(item, document=document, by=budi, at=AT)
        except CatalogueError:
            continue  # the deed is not possible now
        if deed == "pass":
            passed.add(document.pk)
        elif deed == "close":
            passed.discard(document.pk)
        if deed in {"pass", "close"}:
            projection.place(lutra.pk, projection.items_of_document(lutra.pk, document.pk))
    catch_up()
    grown = [row for row in contents(lutra) if row]
    assert differences(lutra) == []
    projection.rebuild(lutra)
    assert [row for row in contents(lutra) if row] == grown
    assert differences(lutra) == []


def contents(of: Government) -> list[dict[str, Any]]:
    rows = list(PublicItem.objects.filter(government=of).order_by("item_id").values())
    files = list(PublicFile.objects.filter(government=of).order_by("file_id").values())
    return [{**row, "id": 0, "item_id": row["item_id"] if "number" in row else 0} for row in rows + files]


def everything_public() -> str:
    """All that stands in the public rows of the list and in the search, in small letters."""
    tables = [
        "publishing_publicitem",
        "publishing_publicfile",
        "publishing_searchrow",
        "publishing_searchtext",
    ]
    tables += ["publishing_searchword", *map(engine.table, engine.PARTS)]
    said = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            said += [str(row) for row in cursor.fetchall()]
    return "\n".join(said).lower()
