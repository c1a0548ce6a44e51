"""The catalogue of data (DCAT 3) with the metadata of Satu Data Indonesia, as JSON-LD, Turtle or RDF/XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDFS, SKOS

from lutra.law import clocks, statute
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.opendata.addresses import Site

#: Suffix of the address: rdflib's name of the form and its media type.
FORMS: Mapping[str, tuple[str, str]] = {
    "jsonld": ("json-ld", "application/ld+json"),
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "rdf": ("xml", "application/rdf+xml"),
}
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_SHA256 = URIRef("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
_EVERY = {1: "MONTHLY", 3: "QUARTERLY", 6: "ANNUAL_2", 12: "ANNUAL"}  # months


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a catalogue: its items, and which page of how many it is."""

    items: Sequence[PublicItem]
    number: int
    pages: int
    total: int


def vocabulary(site: Site) -> Namespace:
    """Our own words: one for each code of the statute book's ``dataset_metadata``, explained at their address."""
    return Namespace(f"{site.home}/data/kosakata/#")


def catalogue(site: Site, page: Page, suffix: str) -> bytes:
    """One page of the catalogue in the form of ``suffix``."""
    graph = Graph()
    for prefix, space in {"dcat": DCAT, "dct": DCTERMS, "hydra": HYDRA, "spdx": SPDX}.items():
        graph.bind(prefix, space)
    graph.bind("satudata", vocabulary(site))
    whole = URIRef(f"{site.base}/data/katalog")
    _describe(graph, site, whole)
    _paging(graph, site, whole, page, suffix)
    for row in page.items:
        _dataset(graph, site, whole, row)
    return bytes(graph.serialize(format=FORMS[suffix][0], encoding="utf-8"))


def _describe(graph: Graph, site: Site, whole: URIRef) -> None:
    publisher = URIRef(f"{site.base}/")
    graph.add((publisher, RDF.type, FOAF.Organization))
    graph.add((publisher, FOAF.name, Literal(site.name, lang="id")))
    graph.add((whole, RDF.type, DCAT.Catalog))
    title = f"Informasi publik {site.office or site.government.name}"
    graph.add((whole, DCTERMS.title, Literal(title, lang="id")))
    graph.add((whole, DCTERMS.publisher, publisher))
    graph.add((whole, DCTERMS.language, Literal("id")))
    graph.add((whole, FOAF.homepage, URIRef(f"{site.base}/data/")))
    _rights(graph, site, whole)
    _contact(graph, site, whole)


def _contact(graph: Graph, site: Site, thing: URIRef) -> None:
    """Whom to ask about the data: the office that keeps the list."""
    desk = URIRef(f"{site.base}/data/#kontak")
    graph.add((thing, DCAT.contactPoint, desk))
    graph.add((desk, RDF.type, VCARD.Organization))
    graph.add((desk, VCARD.fn, Literal(f"PPID {site.government.name}", lang="id")))
    graph.add((desk, VCARD.hasURL, URIRef(f"{site.base}/")))
    if site.government.email:
        graph.add((desk, VCARD.hasEmail, URIRef(f"mailto:{site.government.email}")))


def _rights(graph: Graph, site: Site, thing: URIRef) -> None:
    """Free to use, naming the source (UU 14/2008 Pasal 5 ayat (2))."""
    terms = URIRef(f"{site.base}/data/#lisensi")
    graph.add((thing, DCTERMS.license, terms))
    graph.add((thing, DCTERMS.rights, terms))
    graph.add((terms, RDF.type, DCTERMS.RightsStatement))
    named = f"Sebutkan sumber ({statute.citation_for_letter('uu-14-2008/5/2')})"
    graph.add((terms, RDFS.label, Literal(named, lang="id")))


def _paging(graph: Graph, site: Site, whole: URIRef, page: Page, suffix: str) -> None:
    def address(number: int) -> URIRef:
        return URIRef(f"{site.base}/data/katalog.{suffix}?hal={number}")

    view = address(page.number)
    graph.add((whole, RDF.type, HYDRA.Collection))
    graph.add((whole, HYDRA.totalItems, Literal(page.total)))
    graph.add((whole, HYDRA.view, view))
    graph.add((view, RDF.type, HYDRA.PartialCollectionView))
    graph.add((view, HYDRA.first, address(1)))
    graph.add((view, HYDRA.last, address(max(page.pages, 1))))
    if page.number > 1:
        graph.add((view, HYDRA.previous, address(page.number - 1)))
    if page.number < page.pages:
        graph.add((view, HYDRA.next, address(page.number + 1)))


def _dataset(graph: Graph, site: Site, whole: URIRef, row: PublicItem) -> None:
    thing, office = URIRef(site.item(row.number)), URIRef(site.body(row.body_slug))
    graph.add((whole, DCAT.dataset, thing))
    graph.add((thing, RDF.type, DCAT.Dataset))
    graph.add((thing, DCTERMS.identifier, Literal(str(row.number))))
    graph.add((thing, DCTERMS.title, Literal(row.title, lang="id")))
    graph.add((thing, DCTERMS.description, Literal(row.plain_summary or row.summary or row.title, lang="id")))
    graph.add((thing, DCTERMS.issued, Literal(row.published_at)))
    graph.add((thing, DCTERMS.modified, Literal(row.changed_at)))
    graph.add((thing, DCTERMS.publisher, office))
    graph.add((office, RDF.type, FOAF.Organization))
    graph.add((office, FOAF.name, Literal(row.body_name, lang="id")))
    graph.add((thing, DCAT.landingPage, URIRef(site.item_page(row.number))))
    graph.add((thing, DCTERMS.type, Literal(row.kind)))
    _rights(graph, site, thing)
    _contact(graph, site, thing)
    for topic in row.topics:
        graph.add((thing, DCAT.keyword, Literal(topic, lang="id")))
    if row.kind == "periodic" and (every := _every()):
        graph.add((thing, DCTERMS.accrualPeriodicity, URIRef(_FREQUENCY + every)))
    if row.place_code:
        place = BNode()
        graph.add((thing, DCTERMS.spatial, place))
        graph.add((place, RDF.type, DCTERMS.Location))
        graph.add((place, DCTERMS.identifier, Literal(row.place_code)))
        graph.add((place, SKOS.prefLabel, Literal(row.place_name, lang="id")))
    if row.period_from or row.period_until:
        period = BNode()
        graph.add((thing, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        if row.period_from:
            graph.add((period, DCAT.startDate, Literal(row.period_from)))
        if row.period_until:
            graph.add((period, DCAT.endDate, Literal(row.period_until)))
    words = vocabulary(site)
    for code, text in (row.dataset or {}).items():
        graph.add((thing, words[code], Literal(str(text), lang="id")))
    for file in row.files.all():
        _distribution(graph, site, thing, row, file)


def _distribution(graph: Graph, site: Site, thing: URIRef, row: PublicItem, file: PublicFile) -> None:
    held = URIRef(f"{site.item(row.number)}#berkas-{file.file_id}")
    graph.add((thing, DCAT.distribution, held))
    graph.add((held, RDF.type, DCAT.Distribution))
    graph.add((held, DCTERMS.title, Literal(file.label, lang="id")))
    _rights(graph, site, held)
    if file.url:
        # What somebody typed as a link may hold signs that no address may hold.
        graph.add((held, DCAT.accessURL, Literal(file.url, datatype=XSD.anyURI)))
    else:
        taken = URIRef(site.file(row.number, file.file_id))
        graph.add((held, DCAT.accessURL, URIRef(site.item_page(row.number))))
        graph.add((held, DCAT.downloadURL, taken))
    if file.media_type:
        graph.add((held, DCAT.mediaType, URIRef(_MEDIA + file.media_type.partition(";")[0].strip())))
    if file.size is not None:
        graph.add((held, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)))
    if file.sha256:
        checksum = BNode()
        graph.add((held, SPDX.checksum, checksum))
        graph.add((checksum, RDF.type, SPDX.Checksum))
        graph.add((checksum, SPDX.algorithm, _SHA256))
        graph.add((checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)))


def _every() -> str:
    """How often periodic information is renewed at least, in the words of the catalogue; "" when there is no word."""
    rule = clocks.rule("catalogue.periodic")
    return _EVERY.get(rule.quantity, "") if rule.unit == "month" else ""
