"""What a dossier holds, in the commission's order: chronology, request with its receipt, notices, consequence test,
objection with its reply, deliveries with their proofs, powers of attorney, evidence.

What was not given out goes to the annex for the closed examination (UU 14/2008 Pasal 43 ayat (3)): a file is in the
open part only if a decision gave it to the applicant. The clock on the wall is never read, so the same case gives the
same papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path, PurePath
from typing import Any

import yaml
from django.db.models import Q
from django.utils.text import slugify

from lutra.directory.models import Government, Post
from lutra.documents.models import Document
from lutra.documents.queries import content
from lutra.law import statute
from lutra.law.statute import Workflow
from lutra.ledger import queries as book
from lutra.ledger.queries import Entry
from lutra.letters import wording
from lutra.letters.dossier.paper import Sheet
from lutra.letters.models import Letter
from lutra.objections.dispute_models import Dispute
from lutra.objections.dossier import Paper, sha256
from lutra.objections.models import Objection
from lutra.requests.models import Decision, Request
from lutra.requests.records import Records
from lutra.requests.records import of as records_of

LANGUAGE = "id"
# Looks at the file are no events of the case, and each making of the dossier would change the next one.
_LOOKS = frozenset({"request.identity_seen", "objection.identity_seen", "dossier.made"})
_RECEIPTS = frozenset({Letter.Kind.RECEIPT})
_NOTICES = frozenset({Letter.Kind.EXTENSION, Letter.Kind.NOTICE, Letter.Kind.REFUSAL})


@cache
def words() -> dict[str, Any]:
    """The dossier's own words."""
    loaded: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    )
    return loaded


def _say(rows: Iterable[Any], code: str) -> str:
    found = next((row for row in rows if row.code == code), None)
    return statute.text(found.label, LANGUAGE) if found else code


@dataclass(frozen=True)
class CaseFile:
    """One objection with all that belongs to it."""

    objection: Objection

    @property
    def government(self) -> Government:
        """Whose case it is."""
        return self.objection.government

    @property
    def request(self) -> Request | None:
        """The request objected to; none where periodic information was missing."""
        return self.objection.request

    @cached_property
    def dispute(self) -> Dispute | None:
        """The dispute, once the commission registered it."""
        return Dispute.objects.filter(objection=self.objection).first()

    @cached_property
    def decision(self) -> Decision | None:
        """The written notice on the request."""
        found = Decision.objects.select_related("test", "decided_by", "test__made_by", "test__approved_by")
        return found.filter(request=self.request).first() if self.request else None

    @cached_property
    def entries(self) -> list[Entry]:
        """What the book says of request, objection and dispute, in order."""
        cases = [case for case in (self.request, self.objection, self.dispute) if case is not None]
        found = [
            entry
            for case in cases
            for entry in book.history(case.ledger_subject, government_id=self.government.pk)
            if entry.kind not in _LOOKS
        ]
        return sorted(found, key=lambda entry: entry.seq)

    @cached_property
    def as_of(self) -> datetime:
        """The moment of the last entry: the dossier tells the case up to here."""
        return max(entry.at for entry in self.entries)

    @cached_property
    def letters(self) -> list[Letter]:
        """Every letter of the case."""
        mine = Q(objection=self.objection)
        if self.request is not None:
            mine |= Q(request=self.request)
        return list(Letter.objects.filter(mine).select_related("document").order_by("pk"))

    @cached_property
    def given(self) -> list[Document]:
        """The files that the decision gave out."""
        return list(self.decision.documents.order_by("pk")) if self.decision else []

    @cached_property
    def withheld(self) -> list[Document]:
        """The files of the case that nobody gave out."""
        if self.request is None:
            return []
        out = {document.sha256 for document in self.given}
        found: dict[str, Document] = {}
        for draft in self.request.drafts.order_by("pk").prefetch_related("documents"):
            for document in sorted(draft.documents.all(), key=lambda one: one.pk):
                if document.sha256 not in out:
                    found.setdefault(document.sha256, document)
        return list(found.values())

    @cached_property
    def records(self) -> Records | None:
        """What custodians stated and where was searched."""
        return records_of(self.request) if self.request else None

    @cached_property
    def powers(self) -> list[Document]:
        """The powers of attorney that are there as files."""
        if self.dispute is None:
            return []
        rows = self.dispute.representatives.select_related("document").order_by("pk")
        return [row.document for row in rows if row.document is not None]

    def long(self, day: date | None) -> str:
        """A date as papers say it; empty for none."""
        return wording.long_date(day, LANGUAGE) if day else ""

    def moment(self, at: datetime) -> str:
        """A moment in the government's own zone."""
        return wording.moment(at, self.government.time_zone, LANGUAGE)

    def sheet(self, title: str, *, note: str = "") -> Sheet:
        """An empty paper of this case."""
        return Sheet(
            title=title, author=self.government.name, footer=f"{self.objection.reference}", note=note
        )


class Numbered:
    """Papers that get their number as they are added: ``04-keputusan.pdf``."""

    def __init__(self, prefix: str = "") -> None:
        self.papers: list[Paper] = []
        self._prefix = prefix

    def add(self, section: str, title: str, data: bytes, *, name: str) -> None:
        """Add a file; ``name`` gives its extension and the words of its path, in letters that every system knows."""
        suffix = PurePath(name).suffix.lower()
        suffix = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""
        stem = slugify(PurePath(name).stem)[:60] or "berkas"
        path = f"{self._prefix}{len(self.papers) + 1:02d}-{stem}{suffix}"
        self.papers.append(Paper(path, title, section, data))


def open_papers(case: CaseFile) -> list[Paper]:
    """The papers of the open part, numbered from 01; the index, which lists them, is added by ``index``."""
    said, numbered = words(), Numbered()
    titles, at = said["titles"], case.as_of

    def typeset(section: str, title: str, sheet: Sheet, name: str) -> None:
        numbered.add(section, title, sheet.pdf(at=at), name=name)

    def letters(section: str, kinds: Iterable[str]) -> None:
        for letter in case.letters:
            if letter.kind in kinds:
                title = f"{said['letters'].get(letter.kind, letter.kind)} {letter.reference}"
                numbered.add(section, title, content(letter.document), name=letter.document.name)

    typeset("chronology", titles["chronology"], _chronology(case), "kronologi.pdf")
    typeset("request", titles["request"], _request(case), "permohonan.pdf")
    letters("request", _RECEIPTS)
    if case.decision is not None:
        typeset("notices", titles["decision"], _decision(case, case.decision), "keputusan.pdf")
    if case.records is not None and not case.records.is_empty:
        typeset("notices", titles["records"], _records(case, case.records), "arsip-dan-pencarian.pdf")
    letters("notices", _NOTICES)
    if case.decision is not None and case.decision.test is not None:
        typeset("test", titles["test"], _test(case, case.decision), "uji-konsekuensi.pdf")
    typeset("objection", titles["objection"], _objection(case), "keberatan-dan-tanggapan.pdf")
    letters("objection", {letter.kind for letter in case.letters} - _RECEIPTS - _NOTICES)
    typeset("deliveries", titles["deliveries"], _deliveries(case), "penyampaian.pdf")
    for section, documents in (("power", case.powers), ("evidence", case.given)):
        for document in documents:
            numbered.add(section, document.name, content(document), name=document.name)
    return numbered.papers


def sealed_papers(case: CaseFile) -> list[Paper]:
    """The papers of the annex: files that nobody gave out. Their names stay inside the annex."""
    numbered = Numbered("T")
    for document in case.withheld:
        numbered.add("sealed", document.name, content(document), name=document.name)
    return numbered.papers


def hashes(papers: Sequence[Paper]) -> Paper:
    """The digests as ``sha256sum -c`` reads them."""
    lines = "".join(f"{sha256(paper.content)}  {paper.path}\n" for paper in papers)
    return Paper("daftar-sidik.txt", words()["titles"]["hashes"], "hashes", lines.encode())


def index(
    case: CaseFile, papers: Sequence[Paper], sealed: Sequence[Paper], *, signer: str, is_annex: bool = False
) -> Paper:
    """The first paper: whose case it is, what the dossier holds with digests, and what lies in the annex."""
    said = words()
    label, texts = said["labels"], said["texts"]
    title = said["titles"]["sealed_index" if is_annex else "index"]
    sheet = case.sheet(title, note=texts["sealed_index" if is_annex else "order"])
    objection, dispute = case.objection, case.dispute
    sheet.pairs(
        [
            (label["government"], case.government.name),
            (label["commission"], dispute.commission if dispute else ""),
            (label["dispute"], dispute.number if dispute else ""),
            (label["objection"], objection.reference),
            (label["request"], case.request.reference if case.request else ""),
            (label["applicant"], "" if is_annex else _identity(case).get("name", "")),
            (label["as_of"], case.moment(case.as_of)),
            (label["entries"], len(case.entries)),
            (label["root"], case.entries[-1].hash),
            (label["signed_by"], signer),
        ]
    )
    if not signer:
        sheet.prose(label["unsigned"])
    columns = [label[name] for name in ("file", "title", "size", "sha256")]
    for section, name in said["sections"].items():
        rows = [
            [paper.path, paper.title, wording.size(len(paper.content)), sha256(paper.content)]
            for paper in papers
            if paper.section == section
        ]
        if rows:
            sheet.heading(name)
            sheet.table([3, 4, 1, 5], columns, rows)
    if sealed and not is_annex:
        sheet.heading(said["sections"]["sealed"])
        sheet.prose(texts["sealed"])
        lines = [
            [f"T{n:02d}", wording.size(len(paper.content)), sha256(paper.content)]
            for n, paper in enumerate(sealed, 1)
        ]
        sheet.table([1, 1, 5], [label["number"], label["size"], label["sha256"]], lines)
    sheet.prose(texts["check"])
    path = "00-daftar-lampiran-tertutup.pdf" if is_annex else "00-daftar-isi.pdf"
    return Paper(path, title, "index", sheet.pdf(at=case.as_of))


def about(case: CaseFile) -> dict[str, Any]:
    """What the manifest says of the case: its numbers, and the book's entries, so that each hash can be taken anew."""
    last = case.entries[-1]
    return {
        "government": {"code": case.government.code, "name": case.government.name},
        "objection": case.objection.reference,
        "request": case.request.reference if case.request else None,
        "dispute": case.dispute.number if case.dispute else None,
        "as_of": case.as_of.isoformat(timespec="microseconds"),
        "ledger": {
            "entries": [as_written(entry) for entry in case.entries],
            "root": {"seq": last.seq, "hash": last.hash},
        },
    }


def as_written(entry: Entry) -> dict[str, Any]:
    """An entry with exactly the words over which its hash was taken (``ledger.chain.digest``), and that hash."""
    return {**book.written(entry), "hash": entry.hash}


# --- the papers ---


def _identity(case: CaseFile) -> dict[str, str]:
    return case.objection.applicant.identity.open()


def _chronology(case: CaseFile) -> Sheet:
    said = words()
    label = said["labels"]
    tables = {name: statute.workflow(name) for name in ("request", "objection", "dispute")}
    posts = dict(
        Post.objects.filter(pk__in={entry.post_id for entry in case.entries if entry.post_id}).values_list(
            "pk", "title"
        )
    )
    rows = [
        [case.moment(entry.at), _told(entry, tables), _who(entry, posts), f"{entry.seq} · {entry.short_hash}"]
        for entry in sorted(case.entries, key=lambda entry: (entry.at, entry.seq))
    ]
    sheet = case.sheet(said["titles"]["chronology"], note=said["texts"]["entries"])
    sheet.table([4, 7, 3, 3], [label[name] for name in ("when", "what", "who", "entry")], rows)
    return sheet


def _told(entry: Entry, tables: Mapping[str, Workflow]) -> str:
    """What the entry means: the law's table for deeds, the dossier's own words for letters."""
    table = tables.get(entry.kind.partition(".")[0])
    row = table.row_of(entry.kind) if table else None
    if row is not None:
        return f"{row.title.id}. {row.officer.id}"
    own: str | None = words()["entries"].get(entry.kind)
    return own.format(number=entry.data.get("number", "")) if own else entry.kind


def _who(entry: Entry, posts: Mapping[int, str]) -> str:
    kind = entry.actor.partition(":")[0]
    return posts.get(entry.post_id or 0) or words()["actors"].get(kind, kind)


def _request(case: CaseFile) -> Sheet:
    said = words()
    label = said["labels"]
    sheet = case.sheet(said["titles"]["request"])
    identity = _identity(case)
    sheet.heading(label["identity"])
    sheet.pairs(
        (statute.text(field.label, LANGUAGE), identity.get(field.code, ""))
        for field in statute.form("request").fields
        if field.privacy in {"identity", "contact"}
    )
    sheet.heading(label["asked"])
    request = case.request
    if request is None:
        sheet.prose(label["none"])
        return sheet
    sheet.pairs(
        [
            (label["request"], request.reference),
            (label["subject"], request.subject),
            (label["details"], request.details),
            (label["purpose"], request.purpose),
            (label["channel"], _say(statute.channels(), request.channel)),
            (label["received"], case.long(request.received_on)),
            (label["due"], case.long(request.due_on)),
            (label["extended"], case.long(request.extended_on)),
            (label["lapsed"], case.long(request.lapsed_on)),
        ]
    )
    if case.decision is None:
        sheet.prose(label["undecided"])
    return sheet


def _ground(letter: str, item: str) -> str:
    if not letter:
        return ""
    ground = statute.ground(letter)
    sub = ground.sub_item(item)
    labels = [statute.text(one.label, LANGUAGE) for one in (ground, sub) if one is not None]
    return f"{_cited(letter, item)}: {'; '.join(labels)}"


def _cited(letter: str, item: str) -> str:
    return statute.citation_for_letter(statute.ground(letter).clause_of(item))


def _decision(case: CaseFile, decision: Decision) -> Sheet:
    said = words()
    label = said["labels"]
    sheet = case.sheet(said["titles"]["decision"])
    withheld = [
        f"{part['matter']} ({_cited(part['ground'], part.get('sub_item', ''))}): {part['reason']}"
        for part in decision.withheld
    ]
    heads = [
        f"{_say(statute.consideration_heads(), code)}: {text}"
        for code, text in sorted(decision.considerations.items())
    ]
    cost = "" if decision.cost is None else wording.rupiah(decision.cost, LANGUAGE)
    sheet.pairs(
        [
            (label["outcome"], _say(statute.outcomes(), decision.outcome)),
            (label["decided"], case.moment(decision.decided_at)),
            (label["decided_by"], decision.decided_by),
            (label["holding"], _say(statute.holdings(), decision.holding)),
            (label["holder"], decision.holder),
            (label["explanation"], decision.explanation),
            (label["given"], "\n".join(decision.materials)),
            (label["withheld"], "\n".join(withheld)),
            (label["ground"], _ground(decision.ground, decision.sub_item)),
            (label["considerations"], "\n".join(heads)),
            (label["cost"], cost),
        ]
    )
    return sheet


def _test(case: CaseFile, decision: Decision) -> Sheet:
    said = words()
    label, test = said["labels"], decision.test
    sheet = case.sheet(said["titles"]["test"])
    if test is None:
        return sheet
    approved = f"{case.long(test.approved_on)}, {test.approved_by}" if test.approved_on else ""
    ends = case.long(test.ends_on) or statute.text(statute.ground(test.ground).ends_when, LANGUAGE)
    sheet.pairs(
        [
            (label["test_document"], test.document),
            (label["test_information"], test.information),
            (label["test_kind"], _say(statute.consequence_test_types(), test.kind)),
            (label["ground"], _ground(test.ground, test.sub_item)),
            *(
                (label[name], getattr(test, name))
                for name in ("legal_analysis", "consequence_open", "benefit_closed", "public_interest")
            ),
            (label["tested"], f"{case.long(test.tested_on)}, {test.made_by}"),
            (label["approved"], approved),
            (label["ends"], ends),
        ]
    )
    return sheet


def _objection(case: CaseFile) -> Sheet:
    said = words()
    label, objection = said["labels"], case.objection
    sheet = case.sheet(said["titles"]["objection"])
    grounds = [f"{code}. {_say(statute.objection_grounds(), code)}" for code in objection.grounds]
    sheet.pairs(
        [
            (label["objection"], objection.reference),
            (label["received"], case.long(objection.received_on)),
            (label["channel"], _say(statute.channels(), objection.channel)),
            (label["spoken"], label["yes"] if objection.is_oral else ""),
            (label["late"], label["yes"] if objection.is_late else ""),
            (label["grounds"], "\n".join(grounds)),
            (label["information"], objection.information),
            (label["purpose"], objection.purpose),
            (label["case_position"], objection.case_position),
            (label["due"], case.long(objection.due_on)),
        ]
    )
    sheet.heading(label["reply"])
    if objection.answered_on() is None:
        sheet.prose(label["no_reply"])
    decision = objection.decision
    sheet.pairs(
        [
            (label["silent"], case.long(objection.lapsed_on)),
            (label["decision"], _say(statute.objection_decisions(), decision) if decision else ""),
            (label["decided"], case.long(objection.decided_on)),
            (label["decided_by"], objection.decided_by or ""),
            (label["reason"], objection.reason),
            (label["order"], objection.order),
            (label["order_due"], case.long(objection.order_due_on)),
            (label["order_done"], case.long(objection.order_done_on)),
            (label["settlement"], objection.settlement),
            (label["arrived"], case.long(objection.delivered_on)),
        ]
    )
    return sheet


def _records(case: CaseFile, found: Records) -> Sheet:
    """What the office did to find the information: statements of custodians, then the search log."""
    said = words()
    label = said["labels"]
    sheet = case.sheet(said["titles"]["records"])
    if found.calls:
        sheet.heading(label["statements"])
        rows = [
            [
                case.moment(call.asked_at),
                f"{call.custodian}: {call.asked_for}",
                said["answers"].get(call.answer, label["not_stated"]),
                f"{call.statement} ({call.stated_by_name})" if call.statement else "",
            ]
            for call in found.calls
        ]
        sheet.table([3, 5, 3, 5], [label[name] for name in ("when", "asked", "outcome", "proof")], rows)
    if found.searches:
        sheet.heading(label["searches"])
        rows = [
            [
                case.long(search.searched_on),
                search.place,
                search.searched_by,
                " ".join(filter(None, [said["results"][search.result], search.note])),
            ]
            for search in found.searches
        ]
        sheet.table([3, 5, 4, 4], [label[name] for name in ("when", "place", "who", "outcome")], rows)
    return sheet


def _deliveries(case: CaseFile) -> Sheet:
    """Proof that things arrived: of answers with their evidence, of other letters by the entry that told it."""
    said = words()
    label = said["labels"]
    names = said["letters"]

    def way(channel: str) -> str:
        return label["page"] if channel == "page" else _say(statute.delivery_ways(), channel)

    proofs = [*(case.request.deliveries.all() if case.request else ()), *case.objection.deliveries.all()]
    rows = [
        (one.delivered_at, names.get(one.what, one.what), way(one.channel), one.evidence) for one in proofs
    ]
    for entry in case.entries:
        if entry.kind == "letter.delivered":
            what = f"{names.get(entry.data['kind'], entry.data['kind'])} {entry.data['number']}"
            proof = f"{label['entry']} {entry.seq} · {entry.short_hash}"
            rows.append((entry.at, what, way(entry.data["channel"]), proof))
    sheet = case.sheet(said["titles"]["deliveries"])
    if rows:
        shown = [[case.moment(at), what, how, proof] for at, what, how, proof in sorted(rows)]
        sheet.table([4, 5, 3, 5], [label[name] for name in ("when", "letter", "way", "proof")], shown)
    else:
        sheet.prose(said["texts"]["empty"])
    return sheet
