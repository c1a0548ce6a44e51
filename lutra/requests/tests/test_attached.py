"""Only files that passed the release gate go out with an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import release
from lutra.documents.actions import add_derived
from lutra.documents.models import Certificate, Document
from lutra.documents.rights import visible
from lutra.jobs import queue
from lutra.requests import actions, attached
from lutra.requests.errors import Incomplete
from lutra.requests.models import Decision, Request
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT

LATER = MOMENT + timedelta(days=1)
SAFE, PERSONAL = b"kecamatan;jumlah\nMasamba;12\n", b"nama;NIK\nAndi Contoh;7322034107900001\n"


@pytest.fixture
def ppid(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.PPID_UTAMA)


@pytest.fixture
def asked(luwu_utara: Government, ppid: Actor) -> Request:
    request = factories.file_request(luwu_utara)
    return actions.dispose(request, to=[factories.body(luwu_utara)], by=ppid, at=MOMENT)


def bring(asked: Request, ppid: Actor, content: bytes = SAFE, name: str = "data.csv") -> Document:
    draft = actions.draft(
        asked, text="Terlampir.", outcome="granted", files=[(name, content)], by=ppid, at=MOMENT
    )
    return draft.documents.get()


def give(asked: Request, ppid: Actor, *files: Document) -> Decision:
    return actions.decide(asked, outcome="granted", answers=GRANTED, documents=files, by=ppid, at=LATER)


def problem(asked: Request, ppid: Actor, *files: Document) -> str:
    with pytest.raises(Incomplete) as refusal:
        give(asked, ppid, *files)
    assert set(refusal.value.problems) == {"documents"}
    asked.refresh_from_db()
    assert asked.decided_on is None
    return refusal.value.problems["documents"]


def test_a_file_is_sent_to_the_gate_as_it_is_brought(asked: Request, ppid: Actor) -> None:
    file = bring(asked, ppid)
    assert release.gate(file).code == "waiting"
    assert "“data.csv”: Berkas masih menunggu diperiksa." in problem(asked, ppid, file)


def test_a_clear_file_is_certified_by_the_decision_and_goes_out(asked: Request, ppid: Actor) -> None:
    file = bring(asked, ppid)
    queue.run_all()
    give(asked, ppid, file)
    assert release.gate(file).code == "certified"


def test_a_file_with_findings_waits_until_each_is_decided(asked: Request, ppid: Actor) -> None:
    file = bring(asked, ppid, PERSONAL)
    queue.run_all()
    assert "temuan yang belum diputuskan" in problem(asked, ppid, file)
    newest = release.latest(file)
    assert newest
    release.decide_many(
        list(newest.findings.all()), verdict="mistaken", reason="Nomor contoh, bukan NIK.", ground="", by=ppid
    )
    assert give(asked, ppid, file).documents.get() == file


def test_one_shut_file_holds_all_and_leaves_no_certificate_behind(asked: Request, ppid: Actor) -> None:
    good = bring(asked, ppid)
    queue.run_all()
    late = bring(asked, ppid, PERSONAL, "pasien.csv")
    assert "pasien.csv" in problem(asked, ppid, good, late)
    assert not Certificate.objects.exists()


def test_a_gate_that_cannot_be_asked_gives_nothing_out(
    asked: Request, ppid: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = bring(asked, ppid)
    queue.run_all()

    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError("gate")

    monkeypatch.setattr(release, "gates", stumble)
    with pytest.raises(RuntimeError):
        give(asked, ppid, file)
    assert not Decision.objects.exists()


def test_a_copy_made_of_a_draft_s_file_may_go_out_instead(asked: Request, ppid: Actor) -> None:
    file = bring(asked, ppid, PERSONAL)
    copy = add_derived(file, name="tanpa-nik.csv", content=SAFE, derivation="safe_pdf", by=ppid)
    again = add_derived(copy, name="ringkas.csv", content=SAFE + b"Seko;1\n", derivation="cleaned", by=ppid)
    queue.run_all()
    assert attached.on_offer([file]) == [file, copy, again]
    assert give(asked, ppid, copy).documents.get() == copy


def test_a_file_of_another_request_does_not_go_out(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    other = factories.file_request(luwu_utara)
    actions.dispose(other, to=[factories.body(luwu_utara, "pu")], by=ppid, at=MOMENT)
    file = bring(other, ppid)
    queue.run_all()
    assert "dilampirkan pada usulan" in problem(asked, ppid, file)


@pytest.mark.law("A25")
def test_the_file_of_a_case_is_not_among_the_documents_of_whoever_may_not_open_it(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    file = bring(asked, ppid)
    assert visible(ppid).contains(file)
    assert not visible(factories.officer(luwu_utara, Role.SERVICE)).contains(file)


def test_files_go_on_with_a_later_draft(asked: Request, ppid: Actor) -> None:
    first = bring(asked, ppid)
    later = actions.draft(
        asked, text="Lagi.", outcome="granted", kept=[first], files=[("b.csv", b"b;1\n")], by=ppid, at=LATER
    )
    assert [file.name for file in later.documents.order_by("pk")] == ["data.csv", "b.csv"]
