"""The catalogue of data read back is what the database holds, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import RDF, Graph
from rdflib.namespace import DCAT, DCTERMS

from lutra.directory.models import Government
from lutra.ledger.followers import catch_up
from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.opendata.addresses import site_of
from lutra.publishing.opendata.dcat import FORMS, HYDRA, SPDX, VCARD, Page, catalogue, vocabulary
from lutra.testing import factories

pytestmark = [
    pytest.mark.django_db,
    # The library's own reader of JSON-LD, which only these tests use, warns of itself.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


@pytest.fixture
def shelf() -> Government:
    """A government with three items, one of them a dataset with a link."""
    made = factories.government()
    office = factories.body(made, "dinkes")
    factories.item(office, title='Profil "kesehatan" <2019> & lainnya', topics=("kesehatan",))
    factories.item(
        office, title="Balita", kind="any_time", dataset={"concept": "Balita stunting", "unit": "jiwa"}
    )
    factories.item(office, title="Tertutup", is_public=False)
    catch_up()
    return made


def read(government: Government, suffix: str, **changes: Any) -> tuple[Graph, Any]:
    site = site_of(government, "https://ppid.lutra.example/")
    rows = list(PublicItem.objects.filter(government=government).order_by("number").prefetch_related("files"))
    page = Page(**{"items": rows, "number": 1, "pages": 1, "total": len(rows), **changes})
    return Graph().parse(data=catalogue(site, page, suffix), format=FORMS[suffix][0]), site


@pytest.mark.parametrize("suffix", sorted(FORMS))
def test_the_catalogue_read_back_is_what_is_public(shelf: Government, suffix: str) -> None:
    graph, site = read(shelf, suffix)
    found = {
        (str(graph.value(thing, DCTERMS.identifier)), str(graph.value(thing, DCTERMS.title)))
        for thing in graph.subjects(RDF.type, DCAT.Dataset)
    }
    rows = PublicItem.objects.filter(government=shelf)
    assert found == {(str(row.number), row.title) for row in rows}
    assert len(found) == 2
    (balita,) = (thing for thing in graph.subjects(vocabulary(site)["unit"]))
    assert str(graph.value(balita, vocabulary(site)["concept"])) == "Balita stunting"
    assert str(balita) == "https://ppid.lutra.example/i/2/"
    periodic = [str(value) for value in graph.objects(None, DCTERMS.accrualPeriodicity)]
    assert [value.rpartition("/")[2] for value in periodic] == ["ANNUAL_2"]
    for thing in graph.subjects(RDF.type, DCAT.Dataset):
        assert graph.value(thing, DCTERMS.publisher) is not None
        assert graph.value(thing, DCTERMS.license) is not None
        assert str(graph.value(graph.value(thing, DCAT.contactPoint), VCARD.fn)).startswith("PPID ")
    assert "Tertutup" not in graph.serialize()


def test_a_large_catalogue_comes_in_pages_that_lead_on(shelf: Government) -> None:
    graph, _site = read(shelf, "ttl", number=2, pages=3, total=250)
    (view,) = graph.subjects(RDF.type, HYDRA.PartialCollectionView)
    ends = {name: str(graph.value(view, HYDRA[name])) for name in ("first", "previous", "next", "last")}
    assert [ends[name].rpartition("=")[2] for name in ("first", "previous", "next", "last")] == list("1133")
    assert str(next(iter(graph.objects(None, HYDRA.totalItems)))) == "250"


def test_a_file_has_its_size_kind_and_digest(shelf: Government) -> None:
    row = PublicItem.objects.get(number=1)
    row.files.create(
        government=shelf,
        file_id=7,
        document_id=7,
        label="Profil",
        media_type="text/csv",
        format="csv",
        language="id",
        size=12,
        sha256="ab" * 32,
        added_at=row.changed_at,
    )
    graph, _site = read(shelf, "jsonld")
    (held,) = graph.subjects(RDF.type, DCAT.Distribution)
    assert str(graph.value(held, DCAT.downloadURL)) == "https://ppid.lutra.example/informasi/1/berkas/7/"
    assert str(graph.value(held, DCAT.mediaType)).endswith("/text/csv")
    assert int(str(graph.value(held, DCAT.byteSize))) == 12
    assert str(next(graph.objects(None, SPDX.checksumValue))) == "ab" * 32
