"""The gate: nothing is released that was not examined, decided and certified, and whatever fails withholds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions, examining, release, store
from lutra.documents.errors import DecisionIncomplete, NotExaminable, NotReleasable
from lutra.documents.models import Certificate, Document, Examination, Finding
from lutra.documents.rights import visible
from lutra.documents.tests.clamd import BAD, VERSION, Clamd
from lutra.documents.tests.conftest import CSV, Hidden, Personal, Said
from lutra.jobs import queue
from lutra.jobs.models import Job
from lutra.ledger.queries import history
from lutra.testing import people
from lutra.testing.people import MOMENT

Make = Callable[..., Document]
MISTAKEN = {"verdict": "mistaken", "reason": "Nomor surat, bukan NIK."}


def look(document: Document, **how: Any) -> Examination:
    release.examine(document, **how)
    queue.run_all()
    found = release.latest(document)
    assert found
    return found


def kinds(document: Document) -> list[str]:
    return list(history(("document", document.pk), document.government_id).values_list("kind", flat=True))


# Looking


def test_a_file_that_nobody_examined_is_not_released(make: Make) -> None:
    document = make()
    assert release.gate(document).code == "none"
    assert not release.is_releasable(document)
    with pytest.raises(NotReleasable, match="belum diperiksa"):
        release.require(document)


def test_a_file_waits_for_its_look_and_is_not_released_meanwhile(make: Make, says: Said) -> None:
    document = make()
    release.examine(document)
    assert release.gate(document).code == "waiting"
    Examination.objects.update(state="running")
    assert release.gate(document).code == "running"
    assert not release.is_releasable(document)


def test_a_clear_file_still_needs_its_certificate(make: Make, says: Said, ppid: Actor) -> None:
    document = make()
    assert look(document).state == "clear"
    assert release.gate(document).code == "ready"
    with pytest.raises(NotReleasable):
        release.require(document)
    release.certify(document, by=ppid)
    release.require(document)
    assert release.is_releasable(document)
    assert kinds(document) == ["document.examined", "document.certified"]


def test_what_was_found_is_kept_masked_with_its_place(make: Make, says: Said) -> None:
    says.hidden, says.personal = (Hidden(), Hidden("metadata", severity="note")), (Personal(),)
    examination = look(make())
    first, second, third = examination.findings.all()
    assert (first.area, first.kind, first.place, first.severity) == (
        "hidden",
        "comment",
        "Lembar “Data”, sel B2",
        "blocking",
    )
    assert second.severity == "note"
    assert (third.area, third.kind, third.page, third.offset, third.length, third.masked) == (
        "personal",
        "nik",
        1,
        10,
        16,
        "73************01",
    )
    assert examination.state == "found"


def test_the_number_of_an_office_is_told_and_holds_nothing(make: Make, says: Said) -> None:
    says.personal = (Personal("phone", "0473-**", certainty="official"),)
    document = make()
    look(document)
    assert release.gate(document).code == "ready"


def test_thousands_of_findings_are_kept_as_one_more_that_blocks(
    make: Make, says: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "MOST", 5)
    says.personal = tuple(Personal(offset=n) for n in range(12))
    found = list(look(make()).findings.all())
    assert len(found) == 6
    assert (found[-1].kind, found[-1].masked, found[-1].severity) == ("more", "7", "blocking")


def test_asked_twice_a_file_is_looked_at_once(make: Make, says: Said) -> None:
    document = make()
    assert release.examine(document) == release.examine(document)
    queue.run_all()
    assert release.examine(document) == release.latest(document)
    assert not Job.objects.exists()
    assert look(document, again=True).pk != Examination.objects.order_by("pk")[0].pk


def test_a_killed_look_runs_again_and_notes_everything_once(make: Make, says: Said) -> None:
    says.personal = (Personal(),)
    document = make()
    examination = release.examine(document)
    for _ in range(3):
        examining.run_examination.call(examination.pk)
    assert Finding.objects.count() == 1
    assert kinds(document) == ["document.examined"]


# Failing closed


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (RuntimeError("73220141"), "inspection_failed"),
        (MemoryError(), "inspection_failed"),
        (TimeoutError(), "time"),
        (ModuleNotFoundError("no inspector"), "inspection_failed"),
    ],
)
def test_an_inspector_that_fails_withholds(
    make: Make, says: Said, ppid: Actor, error: Exception, problem: str
) -> None:
    says.raises = error
    document = make()
    assert (look(document).state, release.gate(document).problem) == ("failed", problem)
    with pytest.raises(NotReleasable):
        release.certify(document, by=ppid)
    assert not release.is_releasable(document)
    assert kinds(document) == ["document.withheld"]


@pytest.mark.parametrize(
    ("said", "problem"),
    [({"media_type": None}, "unknown_type"), ({"errors": ("encrypted",)}, "inspection_errors")],
)
def test_a_file_that_is_not_read_whole_is_withheld(
    make: Make, says: Said, said: dict[str, Any], problem: str
) -> None:
    for name, value in said.items():
        setattr(says, name, value)
    document = make()
    look(document)
    assert release.gate(document).problem == problem
    assert len(release.gate(document).words) > 20


def test_a_look_that_never_ran_withholds(make: Make, says: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue gave the job up: the file stays where it is."""
    document = make()
    release.examine(document)
    Job.objects.update(state="set_aside")
    queue.run_once()
    assert not release.is_releasable(document)


def test_a_file_that_changed_in_the_store_is_withheld(make: Make, says: Said) -> None:
    document = make()
    release.examine(document)
    store.local_path(document.sha256).write_bytes(b"altered")
    queue.run_all()
    assert release.gate(document).problem == "damaged"


def test_after_a_failure_it_can_be_looked_at_again(make: Make, says: Said) -> None:
    says.raises = RuntimeError()
    document = make()
    look(document)
    says.raises = None
    assert look(document).state == "clear"


def test_a_file_with_other_content_needs_another_look(make: Make, says: Said, ppid: Actor) -> None:
    document = make()
    look(document)
    release.certify(document, by=ppid)
    document.sha256 = store.keep(b"other;content\n1;2\n")
    document.save()
    assert release.gate(document).code == "none"
    assert not release.is_releasable(document)
    assert look(document).sha256 == document.sha256
    assert release.gate(document).code == "ready"


def test_a_new_look_withdraws_the_old_certificate(make: Make, says: Said, ppid: Actor) -> None:
    document = make()
    look(document)
    release.certify(document, by=ppid)
    says.personal = (Personal(),)
    release.examine(document, again=True)
    assert not release.is_releasable(document)
    queue.run_all()
    assert release.gate(document).code == "undecided"


@pytest.mark.parametrize("field", ["is_sealed", "purged_at", "image_of_request"])
def test_secret_and_destroyed_files_are_never_released(
    make: Make, says: Said, ppid: Actor, field: str
) -> None:
    document = make()
    look(document)
    release.certify(document, by=ppid)
    setattr(document, field, {"is_sealed": True, "purged_at": MOMENT, "image_of_request": 7}[field])
    document.save()
    assert not release.is_releasable(document)
    with pytest.raises(NotExaminable):
        release.examine(document, again=True)


# The scanner


def test_without_a_scanner_the_certificate_says_so(make: Make, says: Said, ppid: Actor) -> None:
    document = make()
    look(document)
    (virus,) = [
        each
        for each in release.as_json(release.certify(document, by=ppid))["checks"]
        if each["check"] == "virus"
    ]
    assert virus == {"check": "virus", "ran": False, "clean": None, "engine": ""}


def test_where_a_scan_is_demanded_no_scanner_withholds(make: Make, says: Said, settings: Any) -> None:
    settings.LUTRA_REQUIRE_SCAN = True
    document = make()
    look(document)
    assert release.gate(document).problem == "not_scanned"


def test_a_clean_scan_stands_in_the_certificate(make: Make, says: Said, ppid: Actor, settings: Any) -> None:
    document = make()
    with Clamd() as clamd:
        settings.LUTRA_CLAMD = clamd.address
        look(document)
    assert clamd.seen == [document.sha256]
    virus = release.as_json(release.certify(document, by=ppid))["checks"][0]
    assert (virus["ran"], virus["clean"], virus["engine"]) == (True, True, VERSION)


def test_an_infected_file_is_never_released(make: Make, says: Said, ppid: Actor, settings: Any) -> None:
    document = make(content=CSV + BAD)
    with Clamd() as clamd:
        settings.LUTRA_CLAMD = clamd.address
        examination = look(document)
    assert (examination.state, examination.is_infected) == ("failed", True)
    assert examination.scan["signature"] == "Twin.Test.Signature"
    with pytest.raises(NotReleasable, match="virus"):
        release.certify(document, by=ppid)


def test_a_scanner_that_fails_withholds(make: Make, says: Said, settings: Any) -> None:
    with Clamd(mood="fails") as clamd:
        settings.LUTRA_CLAMD = clamd.address
        document = make()
        look(document)
    assert release.gate(document).problem == "scan_failed"


# Deciding


@pytest.fixture
def found(make: Make, says: Said) -> Document:
    says.hidden, says.personal = (Hidden(),), (Personal(), Personal(offset=90))
    document = make()
    look(document)
    return document


def findings(document: Document) -> list[Finding]:
    newest = release.latest(document)
    assert newest
    return list(newest.findings.all())


def test_every_blocking_finding_is_decided_before_the_certificate(found: Document, ppid: Actor) -> None:
    first, *others = findings(found)
    assert release.gate(found).undecided == 3
    release.decide(first, **MISTAKEN, by=ppid)
    with pytest.raises(NotReleasable, match="belum diputuskan"):
        release.certify(found, by=ppid)
    release.decide_many(others, verdict="public", ground="public_office", reason="NIP pejabat.", by=ppid)
    assert release.gate(found).code == "ready"
    made = release.certify(found, by=ppid)
    told = {each["number"]: each for each in release.as_json(made)["findings"]}
    assert told[1]["verdict"] == "mistaken"
    assert told[2]["clause"] == "uu-14-2008/18/2/b"
    assert kinds(found) == [
        "document.examined",
        "finding.decided",
        "finding.decided",
        "document.certified",
    ]


def test_what_must_be_taken_out_withholds_this_file(found: Document, ppid: Actor) -> None:
    release.decide_many(findings(found), verdict="remove", by=ppid)
    assert release.gate(found).code == "remove"
    with pytest.raises(NotReleasable, match="salinan bersih"):
        release.certify(found, by=ppid)


def test_a_decision_can_be_changed_until_the_certificate(found: Document, ppid: Actor) -> None:
    release.decide_many(findings(found), verdict="remove", by=ppid)
    release.decide_many(findings(found), **MISTAKEN, by=ppid)
    release.certify(found, by=ppid)
    with pytest.raises(NotReleasable, match="sudah terbit"):
        release.decide(findings(found)[0], verdict="remove", by=ppid)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"verdict": "perhaps", "reason": "Entahlah saja."}, "verdict"),
        ({"verdict": "mistaken"}, "reason"),
        ({"verdict": "mistaken", "reason": "  ya  "}, "reason"),
        ({"verdict": "public", "reason": "Pejabat publik."}, "ground"),
        ({"verdict": "public", "reason": "Pejabat publik.", "ground": "because"}, "ground"),
        ({"verdict": "public", "ground": "consent"}, "reason"),
        ({"verdict": "mistaken", "reason": "Nomor surat.", "ground": "consent"}, "ground"),
        ({"verdict": "remove", "reason": "x" * 1001}, "reason"),
    ],
)
def test_a_decision_lacks_nothing(found: Document, ppid: Actor, said: dict[str, str], field: str) -> None:
    with pytest.raises(DecisionIncomplete) as refused:
        release.decide_many(findings(found), **said, by=ppid)
    assert field in refused.value.problems
    assert release.gate(found).undecided == 3


def test_findings_of_an_older_look_are_not_decided(found: Document, ppid: Actor) -> None:
    old = findings(found)
    look(found, again=True)
    with pytest.raises(NotReleasable):
        release.decide_many(old, **MISTAKEN, by=ppid)
    with pytest.raises(DecisionIncomplete):
        release.decide_many([old[0], findings(found)[0]], **MISTAKEN, by=ppid)
    with pytest.raises(DecisionIncomplete):
        release.decide_many([], **MISTAKEN, by=ppid)


# Rights


def test_citra_may_neither_decide_nor_certify(found: Document, here: Government) -> None:
    for role in (Role.LEADER, Role.DESK_OFFICER, Role.SUPERIOR, Role.SERVICE):
        citra = people.officer(here, role, name="Citra")
        with pytest.raises(NotPermitted):
            release.decide_many(findings(found), **MISTAKEN, by=citra)
        with pytest.raises(NotPermitted):
            release.certify(found, by=citra)


def test_a_body_handles_its_own_files_only(make: Make, says: Said, here: Government) -> None:
    own, other = people.body(here, "dinkes"), people.body(here, "pupr")
    pelaksana = people.officer(here, Role.PPID_PELAKSANA, body=own)
    mine, theirs, nobodys = make(body=own), make(body=other), make()
    for each in (mine, theirs, nobodys):
        look(each)
    assert release.certify(mine, by=pelaksana)
    for each in (theirs, nobodys):
        with pytest.raises(NotPermitted):
            release.certify(each, by=pelaksana)
    assert list(visible(pelaksana)) == [mine]
    assert visible(people.officer(here, Role.PPID_UTAMA)).count() == 3
    assert not visible(people.officer(here, Role.LEADER))


def test_another_government_sees_and_handles_nothing(found: Document) -> None:
    stranger = people.officer(people.government("73.25"), Role.PPID_UTAMA)
    assert not visible(stranger)
    with pytest.raises(NotPermitted):
        release.certify(found, by=stranger)


def test_letters_and_files_that_nobody_listed_are_not_in_the_list(
    make: Make, here: Government, ppid: Actor
) -> None:
    actions.add_letter(here, name="surat.pdf", content=b"%PDF-1.7", at=MOMENT)
    make()
    assert not visible(ppid)


# The certificate


def test_the_certificate_is_numbered_and_names_the_post_and_not_the_person(
    make: Make, says: Said, ppid: Actor
) -> None:
    first, second = make(), make(content=b"a;b\n1;2\n")
    for each in (first, second):
        look(each)
    made = release.certify(first, by=ppid)
    year = timezone.now().year
    assert made.number == f"0001/PERIKSA/LUTRA/{year}"
    assert release.certify(second, by=ppid).number == f"0002/PERIKSA/LUTRA/{year}"
    content = release.as_json(made)
    assert content["sha256"] == first.sha256
    assert content["certified_by"]["post"] == "PPID Utama"
    assert made.made_by
    assert made.made_by.full_name not in json.dumps(content)
    assert {each["check"] for each in content["checks"]} == {"virus", "hidden", "personal", "ocr"}
    assert content["versions"]["pypdfium2"]


def test_one_content_gets_one_certificate(make: Make, says: Said, ppid: Actor) -> None:
    document = make()
    look(document)
    assert release.certify(document, by=ppid) == release.certify(document, by=ppid)
    assert release.certificate(document) == Certificate.objects.get()


def test_many_files_are_certified_where_nothing_is_left_to_decide(
    make: Make, says: Said, ppid: Actor
) -> None:
    clear = make()
    look(clear)
    says.personal = (Personal(),)
    held = make(content=b"a;b\n1;2\n")
    look(held)
    assert release.certify_if_clear(clear, by=ppid)
    assert release.certify_if_clear(held, by=ppid) is None
    assert release.releasable([clear.pk, held.pk]) == {clear.pk}


def test_what_the_officer_wrote_stays_inside(found: Document, ppid: Actor) -> None:
    release.decide_many(findings(found), verdict="mistaken", reason="Andi Baso, alamat kantor.", by=ppid)
    made = release.certify(found, by=ppid)
    entries = history(("document", found.pk), found.government_id)
    assert "Andi Baso" not in json.dumps([*entries.values_list("data", flat=True), made.checks])


def test_the_gate_asks_little_for_many(make: Make, says: Said, django_assert_max_num_queries: Any) -> None:
    documents = [make(content=b"a;b\n%d;2\n" % n) for n in range(12)]
    for each in documents:
        look(each)
    with django_assert_max_num_queries(5):
        assert {each.code for each in release.gates(documents).values()} == {"ready"}


def test_a_copy_made_for_the_public_is_examined_like_any_other(
    found: Document, says: Said, ppid: Actor
) -> None:
    says.personal = says.hidden = ()
    copy = actions.add_derived(found, name="bersih.csv", content=b"a;b\n", derivation="cleaned", by=ppid)
    assert release.gate(copy).code == "waiting"
    queue.run_all()
    assert release.gate(copy).code == "ready"
    assert copy.derived_from == found
    assert not release.is_releasable(copy)
    assert timezone.now() - copy.created_at < timedelta(days=1)


# With the real inspector


def test_a_real_look_finds_a_nik_and_keeps_no_digit_too_much(
    here: Government, make: Make, ppid: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    nik = "7322034107900001"
    document = make("penerima.csv", f"nama;NIK\nAni;{nik}\n".encode())
    assert look(document).state == "found"
    (found,) = findings(document)
    assert (found.area, found.kind, found.page) == ("personal", "nik", 1)
    assert nik not in found.masked
    kept = [*Examination.objects.values(), *Finding.objects.values(), *Job.objects.values()]
    entries = history(("document", document.pk), document.government_id)
    assert nik not in f"{kept} {list(entries.values())} {caplog.text}"
    assert not release.is_releasable(document)
    with pytest.raises(NotReleasable):
        release.certify(document, by=ppid)


def test_a_real_look_passes_a_plain_table(make: Make, ppid: Actor) -> None:
    document = make()
    assert look(document).state == "clear"
    assert release.certify(document, by=ppid)


def test_a_real_look_at_a_broken_file_withholds(make: Make) -> None:
    document = make("rusak.pdf", b"%PDF-1.7 broken")
    assert look(document).state == "failed"
    assert not release.is_releasable(document)
