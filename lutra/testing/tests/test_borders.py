"""No reference crosses from one government to another, on data that the real deeds made in two of them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lutra.directory import sites
from lutra.directory.actors import Actor
from lutra.directory.founding import server_administrator
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.documents import copies, release, uploads
from lutra.jobs import queue
from lutra.ledger.followers import catch_up
from lutra.requests import actions
from lutra.requests.errors import RequestError
from lutra.requests.models import Request
from lutra.statistics.annual import actions as annual
from lutra.statistics.annual.queries import draft
from lutra.testing import factories, journeys
from lutra.testing.borders import Reference, references
from lutra.testing.factories import MOMENT

pytestmark = pytest.mark.django_db

REFERENCES = tuple(references())
PAPER = ("surat.pdf", b"%PDF-1.7 surat")
TABLE = ("jawaban.csv", b"kecamatan;jumlah\nMasamba;12\n")
# Those that no deed here fills, by reference or by model; the reason stands beside each.
NOT_FILLED = {
    "Proof.letter",  # of receipts and extensions that went by e-mail: see the tests of inbox
    "Summary.request",  # written by hand where a subject holds something personal: see the tests of publishing
    # The deeds of the work on a request have tests of their own; whoever lets them live here takes these lines out.
    "WorkRules",
    "Review",
    "Part",
    "RecordCall",
    "Search",
    "Tariff",
    "BulkJob",
    "BulkItem",
    "Delegation",  # has tests of its own
    # An old exempt list taken in: see the tests of exemptions.
    "Proposal",
    "ProposalRun",
    "PowerOfAttorney",  # nobody files for others here: see the tests of proxies
    "ObjectionPower",
    # Needs a signing service, and reminders an officer with an address; both have tests of their own.
    "Unsigned",
    "Digest",
    "Reminder",
    "OutgoingMessage.digest",
    # The survey and applicants' accounts have tests of their own.
    "Request.meant_for",  # of those filed at an office's own page: see the tests of the portal
    "Advice",  # the team's advice has tests of its own
    # The villages' sites have tests of their own in channels.
    "VillageSource",
    "Harvest",
    "HarvestedRow",
    "HarvestPolicy",
    "Survey",
    "SurveySlip",
    "Account",
    "SignInLink",
    "AccountCase",
    # What applicants ask about their data, breaches and retention have tests of their own in privacy.
    "DataRequest",
    "BreachNotice",
    "DestructionList",
    "DestructionItem",
    # What passed the gate is made by followers; see the tests of publishing.
    "PublicFile",
    "PublicAnswerFile",
    # Files, imports, signed versions and deliveries of the list have tests of their own in catalogue.
    "ItemFile",
    "ImportRun",
    "ImportRow",
    "ListVersion",
    "Delivery.body",
    # What must be published has tests of its own.
    "Statement",
    "Programme",
    "Package",
    "PackageDocument",
    "Charter",
    "AccessibleForm",
    "Sop",
    "Official",
    "Immediate",
    "BrokenLink",
    "Exemption",  # has tests of its own, as have tests that are renewed or sent back, and the team's sessions
    "ConsequenceTest.renews",
    "ConsequenceTest.returned_by",
    "TestRules",
    "Session",
    "Participant",
    "AgendaItem",
    "Vote",
    "Letter.exemption",
    "Letter.session",
    # Blacking out has tests of its own.
    "Redaction",
    "Box",
    "RedactionRules",
    "PagePicture",
    # Objections and disputes are not lived here yet; whoever lets them live takes these lines out.
    "Objection",
    "Delivery.objection",
    "Dispute",
    "Hearing",
    "Representative",
    "RulingOrder",
    "Letter.objection",
    "OutgoingMessage.objection",
    "Proof.objection",
}


def live(of: Government) -> Request:
    """A refused request and a granted one with a draft, files, letters and public rows."""
    ppid = factories.officer(of, Role.PPID_UTAMA)
    sub = factories.body(of, "kec")
    dinkes = factories.body(of, "dinkes", parent=sub)
    pelaksana = factories.officer(of, Role.PPID_PELAKSANA, body=dinkes)
    sites.give(dinkes, host=f"dinkes{of.pk}.localhost", by=server_administrator(of.pk))
    desk = factories.officer(of, Role.DESK_OFFICER)
    journeys.answered(of, "refused", by=ppid, on=date(2020, 3, 10))
    test = of.consequence_tests.get()
    test.body = dinkes
    test.save()
    request = factories.file_request(of)
    actions.note(request, text="Tanyakan tahunnya.", by=ppid, at=MOMENT)
    actions.dispose(request, to=[dinkes], by=ppid, at=MOMENT)
    proposed = actions.draft(request, text="Ada.", outcome="granted", files=[TABLE], by=pelaksana, at=MOMENT)
    queue.run_all()  # the release gate looks at it before it is given out
    actions.decide(
        request,
        outcome="granted",
        answers=factories.GRANTED,
        documents=list(proposed.documents.all()),
        by=ppid,
        at=MOMENT,
    )
    actions.deliver(request, channel="pickup", what="notice", evidence="Diterima", by=desk, at=MOMENT)
    report(of, by=ppid)
    papers(of, body=dinkes, by=pelaksana)
    return request


def papers(of: Government, *, body: PublicBody, by: Actor) -> None:
    """A file that was uploaded, looked at and certified, with a finding, a picture and a copy."""
    picture = io.BytesIO()
    Image.new("RGB", (60, 60), "navy").save(picture, "PNG", pnginfo=_said("Comment", "Dinas Kesehatan"))
    document = uploads.take_whole(name="denah.png", file=picture, by=by, body=body).document
    assert document
    queue.run_all()
    standing = release.latest(document)
    assert standing
    release.decide_many(standing.findings.all(), verdict="mistaken", reason="Nama kantor sendiri.", by=by)
    release.certify(document, by=by)
    copies.clean_copy(document, by=by)


def _said(key: str, words: str) -> PngInfo:
    info = PngInfo()
    info.add_text(key, words)
    return info


def report(of: Government, *, by: Actor) -> None:
    """The yearly report, issued though its words are missing, and sent."""
    at = datetime(2021, 1, 4, 1, tzinfo=UTC)
    for failure in draft(of, 2020, drawn_on=at.date()).blocking:
        annual.override(of, year=2020, rule=failure.rule.id, note="Uji.", by=by, at=at)
    issued = annual.issue(of, year=2020, by=by, at=at)
    annual.send(
        issued, commission="KI", channel="Pos", sent_on=at.date(), evidence="Resi", paper=PAPER, by=by, at=at
    )


@pytest.fixture
def two_governments() -> tuple[Request, Request]:
    lived = live(factories.government("73.22")), live(factories.government("73.17"))
    catch_up()
    return lived


def test_the_references_are_found() -> None:
    assert {"Request.body", "Draft.documents", "Decision.test", "Letter.request", "PublicBody.parent"} <= {
        str(reference) for reference in REFERENCES
    }


def test_no_reference_crosses_a_border(two_governments: tuple[Request, Request]) -> None:
    empty = {
        str(reference)
        for reference in REFERENCES
        if NOT_FILLED.isdisjoint({str(reference), reference.model.__name__}) and not reference.rows().exists()
    }
    assert not empty, "nothing is proved of a reference that no row has"
    assert {str(reference): list(reference.crossing()) for reference in REFERENCES} == {
        str(reference): [] for reference in REFERENCES
    }


def test_a_crossing_would_be_seen(two_governments: tuple[Request, Request]) -> None:
    ours, theirs = two_governments
    Request.objects.filter(pk=ours.pk).update(body=theirs.body_id)
    assert list(Reference(Request, "body", PublicBody).crossing()) == [ours]


@pytest.mark.parametrize("wanted", ["dispose", "draft", "decide"])
def test_a_deed_takes_nothing_from_over_the_border(
    two_governments: tuple[Request, Request], wanted: str
) -> None:
    """What an officer may name in a deed – body, body, test and documents – must be his own government's."""
    _, theirs = two_governments
    here = Government.objects.exclude(pk=theirs.government_id).get()
    ppid = factories.officer(here, Role.PPID_UTAMA)
    request = factories.file_request(here)
    actions.dispose(request, to=[here.bodies.get(slug="dinkes")], by=ppid, at=MOMENT)
    abroad = theirs.body
    assert abroad is not None
    tries = {
        "dispose": lambda: actions.dispose(request, to=[abroad], by=ppid, at=MOMENT),
        "draft": lambda: actions.draft(
            request, text="Ada.", outcome="granted", body=abroad, by=ppid, at=MOMENT
        ),
        "decide": lambda: actions.decide(
            request,
            outcome="granted",
            answers=factories.GRANTED,
            documents=list(theirs.government.documents.all()[:1]),
            by=ppid,
            at=MOMENT,
        ),
    }
    with pytest.raises(RequestError):
        tries[wanted]()
