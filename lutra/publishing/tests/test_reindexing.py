"""Everything that must not be found is not found, before and after all public rows and the whole index are made anew.

One canary for each way in which something is kept back; whoever adds a source of the search adds its canaries here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import TestCase

from lutra.catalogue import actions as catalogue
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.documents.models import Document, DocumentText
from lutra.ledger.followers import catch_up
from lutra.publishing.catalogue import projection as the_list
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.readingroom import projection as room
from lutra.publishing.readingroom.actions import keep, offer, withdraw
from lutra.publishing.readingroom.models import PublicAnswer, PublicAnswerFile
from lutra.publishing.search import engine, indexing
from lutra.publishing.search.models import SearchRow, SearchText, SearchWord
from lutra.publishing.search.queries import search
from lutra.requests import actions as requests
from lutra.testing import factories, journeys

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = date(2020, 3, 10)
OPEN = {"terbukasatu", "terbukadua", "terbukatiga", "terbukaempat"}


@pytest.fixture
def lutra(db: None) -> Government:
    return factories.government()


@pytest.fixture
def budi(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The documents that the release gate lets pass."""
    ids: set[int] = set()
    monkeypatch.setattr(release, "releasable", lambda wanted: ids & set(wanted))
    return ids


def test_no_canary_is_found_before_or_after_everything_is_made_anew(
    lutra: Government, budi: Actor, passed: set[int]
) -> None:
    _items(lutra, budi)
    _files(lutra, budi, passed)
    _answers(lutra, budi, passed)
    catch_up()
    _nothing_shows(lutra)
    for make_anew in (the_list.rebuild, room.rebuild, indexing.rebuild):
        make_anew(lutra)
        _nothing_shows(lutra)
    assert indexing.differences(lutra) == []


def _items(government: Government, budi: Actor) -> None:
    _item(government, budi, "Terbukasatu profil kesehatan")
    _item(government, budi, "Kenari belum terbit", listed=False)
    catalogue.withdraw_item(_item(government, budi, "Kenari ditarik"), reason="Keliru", by=budi, at=AT)
    # Both from before the rules that refuse them now.
    named, exempt = (_item(government, budi, f"Data lama {number}") for number in (1, 2))
    Item.objects.filter(pk=named.pk).update(title="Kenari hubungi 081234567890")
    Item.objects.filter(pk=exempt.pk).update(title="Kenari dikecualikan", kind="exempt")
    the_list.place(government.pk, [named.pk, exempt.pk])
    other = factories.government("73.17")
    _item(other, factories.officer(other, Role.PPID_UTAMA), "Kenari tetangga")


def _files(government: Government, budi: Actor, passed: set[int]) -> None:
    item = _item(government, budi, "Laporan berlampiran")
    for inside, may_pass in (
        ("terbukadua; kakao", True),
        ("kenari belum lolos gerbang", False),
        ("kenari tidak lolos lagi", True),
        ("kenari dimusnahkan", True),
        ("telepon 081234567890 dan terbukatiga", True),
    ):
        document = _document(government, inside)
        if may_pass:
            passed.add(document.pk)
        catalogue.attach_file(item, document=document, by=budi, at=AT)
        item.refresh_from_db()
    catch_up()
    passed.discard(_named("kenari tidak lolos lagi").pk)
    gone = _named("kenari dimusnahkan")
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        documents.purge(gone, at=AT)
    passed.discard(gone.pk)
    for pk in Document.objects.filter(government=government).values_list("pk", flat=True):
        the_list.place(government.pk, the_list.items_of_document(government.pk, pk))


def _answers(government: Government, budi: Actor, passed: set[int]) -> None:
    words = {"title": "Terbukaempat panjang jalan", "summary": "Empat puluh satu kilometer."}
    shown, kept, undecided, back = (
        factories.file_request(government, details=f"Kenari rincian {number}") for number in range(4)
    )
    for request in (shown, kept, undecided, back):
        journeys.decide(request, by=budi, on=DAY)
        request.decision.documents.add(_document(government, f"kenari jawaban {request.pk}"))
        requests.deliver(
            request, channel="pickup", what="notice", evidence="Diterima", by=budi, at=journeys.noon(DAY)
        )
        request.refresh_from_db()
    offer(shown, **words, documents=list(shown.decision.documents.all()), by=budi)
    keep(kept, reason="Kenari alasan", by=budi)
    offer(back, title="Kenari ditarik kembali", summary="Kenari lama", by=budi)
    catch_up()
    withdraw(back, reason="Keliru", by=budi)


def _item(government: Government, budi: Actor, title: str, *, listed: bool = True) -> Item:
    body = government.bodies.first() or factories.body(government)
    form = ItemForm(title=title, body=body, kind="periodic", summary="Ringkasan", forms=("softcopy",))
    made = catalogue.add_item(government, form=form, by=budi, at=AT)
    return catalogue.publish_item(made, by=budi, at=AT) if listed else made


def _document(government: Government, inside: str) -> Document:
    made = documents.add(government, name="berkas.csv", content=inside.encode(), at=AT)
    DocumentText.objects.create(
        document=made,
        government=government,
        sha256=made.sha256,
        made_at=AT,
        pages=[{"number": 1, "label": "1", "text": inside}],
    )
    return made


def _named(inside: str) -> Document:
    return next(each.document for each in DocumentText.objects.all() if each.pages[0]["text"] == inside)


def _nothing_shows(government: Government) -> None:
    everything = _everything_public(government).casefold()
    assert "kenari" not in everything
    assert "081234567890" not in everything
    assert {word for word in OPEN if word in everything} == OPEN  # the test itself can see
    for asked in ("kenari", "kenari ditarik", "kenar", "081234567890", "tetangga"):
        assert not search(government, asked).hits


def _everything_public(government: Government) -> str:
    """All rows that the public's pages and the search of a government read, and the stems of the index."""
    tables = (PublicItem, PublicFile, PublicAnswer, PublicAnswerFile, SearchRow, SearchWord)
    rows = [str(list(model.objects.filter(government=government).values())) for model in tables]
    rows.append(str(list(SearchText.objects.filter(row__government=government).values())))
    ours = list(SearchRow.objects.filter(government=government).values_list("pk", flat=True))
    return "\n".join([*rows, *(str(engine.tokens_of(part, ours)) for part in engine.PARTS)])
