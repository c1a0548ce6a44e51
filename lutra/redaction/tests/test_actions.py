"""From the first box to the proven copy, its index, and the original that stays in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import copies, queries, release, store
from lutra.documents.errors import NotReleasable
from lutra.documents.models import Document, PagePicture
from lutra.documents.queries import with_gate
from lutra.jobs import queue
from lutra.ledger.queries import history
from lutra.redaction import actions, producing
from lutra.redaction.actions import Drawn, Why
from lutra.redaction.errors import CannotRedact, NotNow, RedactionIncomplete, SamePerson
from lutra.redaction.models import Box, Redaction
from lutra.redaction.picturing import page_picture
from lutra.redaction.queries import behind, copies_of, index_of
from lutra.redaction.rules import rules_of, set_rules
from lutra.redaction.tests.conftest import LETTER, NAME, NUMBER, WHY
from lutra.redaction.tests.files import NIK, SECRET, VISIBLE, typeset
from lutra.testing import people
from lutra.testing.people import MOMENT

Produce = Callable[[Redaction], Redaction]


def kinds(subject: tuple[str, int], government_id: int) -> list[str]:
    return list(history(subject, government_id).values_list("kind", flat=True))


def said(document: Document) -> str:
    pdf = pypdfium2.PdfDocument(queries.content(document))
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


# Drawing


def test_a_redaction_measures_the_pages_and_goes_on_where_it_was_left(letter: Document, budi: Actor) -> None:
    redaction = actions.start(letter, by=budi)
    assert redaction.pages == [[595.28, 841.89], [595.28, 841.89]]
    assert actions.start(letter, by=budi) == redaction


def test_whoever_may_not_handle_files_starts_nothing(letter: Document, here: Government) -> None:
    citra = people.officer(here, Role.DESK_OFFICER, name="Citra")
    with pytest.raises(NotPermitted):
        actions.start(letter, by=citra)


def test_a_bodys_officer_keeps_to_his_bodys_files(letter: Document, here: Government) -> None:
    health, roads = people.body(here, "dinkes"), people.body(here, "pupr")
    letter.body = roads
    letter.save()
    with pytest.raises(NotPermitted):
        actions.start(letter, by=people.officer(here, Role.PPID_PELAKSANA, body=health))
    assert actions.start(letter, by=people.officer(here, Role.PPID_PELAKSANA, body=roads))


def test_a_file_of_another_government_is_not_ours(letter: Document) -> None:
    other = people.government("73.17")
    with pytest.raises(NotPermitted):
        actions.start(letter, by=people.officer(other, Role.PPID_UTAMA))


def test_a_sealed_or_locked_or_broken_file_cannot_be_blacked_out(here: Government, budi: Actor) -> None:
    image = documents.add_letter(here, name="surat.pdf", content=LETTER, at=MOMENT)
    broken = documents.add(here, name="rusak.pdf", content=b"%PDF-1.7\nrusak", at=MOMENT)
    for document in (image, broken):
        with pytest.raises(CannotRedact):
            actions.start(document, by=budi)


@pytest.mark.law("A06")
@pytest.mark.parametrize(
    ("why", "field"),
    [
        (Why("k", "NIK penerima", "Data pribadi penerima."), "ground"),
        (Why("h", "NIK penerima", "Data pribadi penerima.", "9"), "ground"),
        (Why("h", "", "Data pribadi penerima."), "matter"),
        (Why("h", "NIK penerima", ""), "reason"),
        (Why("h", "x" * 121, "Data pribadi penerima."), "matter"),
        (Why("h", f"NIK {NIK}", "Data pribadi penerima."), "matter"),
    ],
)
def test_a_box_needs_a_ground_of_the_law_a_kind_of_matter_and_a_reason(
    letter: Document, budi: Actor, why: Why, field: str
) -> None:
    redaction = actions.start(letter, by=budi)
    with pytest.raises(RedactionIncomplete) as refusal:
        actions.add_boxes(redaction, boxes=[NAME], why=why, by=budi)
    assert list(refusal.value.problems) == [field]
    assert not redaction.boxes.exists()


@pytest.mark.parametrize(
    "box",
    [
        Drawn(3, 10, 10, 50, 50),
        Drawn(0, 10, 10, 50, 50),
        Drawn(1, 700, 10, 800, 50),
        Drawn(1, 10, 10, 11, 50),
        Drawn(1, float("nan"), 10, 50, 50),
    ],
)
def test_a_box_must_lie_on_a_page(letter: Document, budi: Actor, box: Drawn) -> None:
    redaction = actions.start(letter, by=budi)
    with pytest.raises(RedactionIncomplete, match="kotak"):
        actions.add_boxes(redaction, boxes=[NAME, box], why=WHY, by=budi)
    assert not redaction.boxes.exists()


def test_a_box_drawn_backwards_or_over_the_edge_is_turned_and_cut(letter: Document, budi: Actor) -> None:
    redaction = actions.start(letter, by=budi)
    (box,) = actions.add_boxes(redaction, boxes=[Drawn(1, 900, 100, 500, -20)], why=WHY, by=budi)
    assert (box.x0, box.y0, box.x1, box.y1) == (500, 0, 595.28, 100)


def test_undo_goes_back_step_by_step(letter: Document, budi: Actor) -> None:
    redaction = actions.start(letter, by=budi)
    start = timezone.now()
    actions.add_boxes(redaction, boxes=[NAME], why=WHY, by=budi, at=start)
    (_one, two) = actions.add_boxes(
        redaction, boxes=[NUMBER, Drawn(2, 10, 10, 90, 90)], why=WHY, by=budi, at=start + timedelta(minutes=1)
    )
    actions.remove_box(two, by=budi, at=start + timedelta(minutes=2))
    counts = []
    for _ in range(4):
        done = actions.undo(redaction, by=budi)
        counts.append((done, len(redaction.standing_boxes())))
    assert counts == [("removed", 3), ("added", 1), ("added", 0), ("", 0)]


def test_a_box_taken_away_twice_is_entered_once(drawn: Redaction, budi: Actor) -> None:
    box = drawn.standing_boxes()[0]
    actions.remove_box(box, by=budi)
    actions.remove_box(box, by=budi)
    assert kinds(drawn.ledger_subject, drawn.government_id).count("redaction.boxes_removed") == 1


# Two people


def test_nothing_is_proposed_without_a_box(letter: Document, budi: Actor) -> None:
    with pytest.raises(RedactionIncomplete, match="Belum ada kotak"):
        actions.propose(actions.start(letter, by=budi), by=budi)


def test_a_reason_that_tells_the_covered_words_is_refused(letter: Document, budi: Actor) -> None:
    redaction = actions.start(letter, by=budi)
    told = Why("h", "Nama penerima", f"Karena {SECRET} belum dewasa.")
    actions.add_boxes(redaction, boxes=[NAME], why=told, by=budi)
    with pytest.raises(RedactionIncomplete, match="halaman 1"):
        actions.propose(redaction, by=budi)
    assert redaction.state == "drafting"


def test_words_left_open_elsewhere_are_told_to_the_one_who_approves(here: Government, budi: Actor) -> None:
    twice = typeset(f"Penerima: {SECRET}\n#pagebreak()\nSekali lagi {SECRET}")
    document = documents.add(here, name="dua.pdf", content=twice, at=MOMENT)
    document.listed = True
    document.save()
    redaction = actions.start(document, by=budi)
    actions.add_boxes(redaction, boxes=[Drawn(1, 117, 60, 400, 100)], why=WHY, by=budi)
    actions.propose(redaction, by=budi)
    assert redaction.elsewhere == [2]


def test_no_one_approves_what_he_drew_or_proposed(drawn: Redaction, budi: Actor, boss: Actor) -> None:
    actions.add_boxes(drawn, boxes=[Drawn(2, 10, 10, 90, 90)], why=WHY, by=boss)
    actions.propose(drawn, by=budi)
    with pytest.raises(NotPermitted):
        actions.approve(drawn, by=budi)
    with pytest.raises(SamePerson):
        actions.approve(drawn, by=boss)


def test_the_database_wants_two_people_as_well(drawn: Redaction, budi: Actor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Redaction.objects.filter(pk=drawn.pk).update(approved_by=budi.user_id, approved_at=MOMENT)


def test_one_person_is_enough_where_the_rules_say_so(
    letter: Document, here: Government, budi: Actor, boss: Actor
) -> None:
    assert rules_of(here.pk).needs_second_person
    with pytest.raises(NotPermitted):
        set_rules(here, needs_second_person=False, by=budi)
    set_rules(here, needs_second_person=False, by=boss)
    redaction = actions.start(letter, by=boss)
    actions.add_boxes(redaction, boxes=[NAME], why=WHY, by=boss)
    actions.propose(redaction, by=boss)
    actions.approve(redaction, by=boss)
    assert redaction.state == "approved"


def test_it_goes_back_to_its_author_with_a_reason(drawn: Redaction, budi: Actor, boss: Actor) -> None:
    actions.propose(drawn, by=budi)
    with pytest.raises(NotNow):
        actions.add_boxes(drawn, boxes=[NAME], why=WHY, by=budi)
    with pytest.raises(RedactionIncomplete):
        actions.send_back(drawn, reason=" ", by=boss)
    actions.send_back(drawn, reason="Alamat di halaman 1 belum ditutup.", by=boss)
    assert drawn.is_drafting
    assert drawn.returned_reason


# Making


@pytest.mark.law("A07")
@pytest.mark.usefixtures("engine")
def test_the_copy_holds_nothing_of_what_was_covered(drawn: Redaction, produce: Produce) -> None:
    made = produce(drawn)
    assert made.state == "produced", made.problem
    assert made.output
    words = said(made.output)
    assert SECRET.split()[0] not in words
    assert NIK not in words
    assert VISIBLE in " ".join(words.split())
    assert made.proof["survivors"] == 0
    assert made.proof["needles"] == 2
    assert made.output.derivation == "redacted"
    assert kinds(made.ledger_subject, made.government_id) == [
        "redaction.started",
        "redaction.boxes_added",
        "redaction.proposed",
        "redaction.approved",
        "redaction.produced",
    ]


def test_the_book_never_holds_the_matter_nor_the_reasons(drawn: Redaction, produce: Produce) -> None:
    made = produce(drawn)
    told = json.dumps(list(history(made.ledger_subject, made.government_id).values_list("data", flat=True)))
    for word in (SECRET, NIK, WHY.reason, WHY.matter):
        assert word not in told


def test_the_copy_passes_the_gate_like_any_other(drawn: Redaction, produce: Produce, boss: Actor) -> None:
    made = produce(drawn)
    assert made.output
    assert release.gate(made.output).code == "ready"
    release.certify(made.output, by=boss)
    assert release.is_releasable(made.output)


def test_what_goes_wrong_is_kept_shown_and_tried_again(
    drawn: Redaction, produce: Produce, budi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise CannotRedact("Bukti gagal: sesuatu masih tampak.")

    real = producing.ask
    monkeypatch.setattr(producing, "ask", broken)
    failed = produce(drawn)
    assert (failed.state, failed.output) == ("failed", None)
    assert "masih tampak" in failed.problem
    assert not release.replaced([failed.document])
    monkeypatch.setattr(producing, "ask", real)
    actions.produce(failed, by=budi)
    queue.run_all()
    failed.refresh_from_db()
    assert (failed.state, failed.problem) == ("produced", "")


def test_a_job_that_runs_twice_makes_one_copy(drawn: Redaction, produce: Produce) -> None:
    made = produce(drawn)
    producing.make.call(made.pk)
    assert Document.objects.filter(derivation="redacted").count() == 1


def test_a_job_asked_for_before_the_approval_was_taken_back_makes_nothing(drawn: Redaction) -> None:
    producing.make.call(drawn.pk)
    assert not Document.objects.filter(derivation="redacted").exists()


# The original


def released(document: Document, by: Actor) -> None:
    """Through the gate, whatever was found."""
    release.examine(document)
    queue.run_all()
    newest = release.latest(document)
    assert newest
    blocking = list(newest.findings.all())
    if blocking:
        release.decide_many(blocking, verdict="mistaken", reason="Bukan data pribadi.", by=by)
    release.certify(document, by=by)


def test_the_original_and_whatever_equals_it_stays_in(
    letter: Document, drawn: Redaction, produce: Produce, boss: Actor, here: Government
) -> None:
    released(letter, boss)
    assert release.is_releasable(letter)
    made = produce(drawn)
    again = documents.add(here, name="lain.pdf", content=LETTER, at=timezone.now())
    released_ids = release.releasable([letter.pk, again.pk])
    assert released_ids == set()
    for document in (letter, again):
        assert release.gate(document).code == "replaced"
        with pytest.raises(NotReleasable, match="dihitamkan"):
            release.require(document)
        with pytest.raises(NotReleasable):
            release.certify(document, by=boss)
    by_query = dict(with_gate(Document.objects.all()).values_list("pk", "gate_code"))
    assert by_query[letter.pk] == by_query[again.pk] == "replaced"
    assert made.output
    assert by_query[made.output.pk] == release.gate(made.output).code == "ready"
    assert "document.replaced" in kinds(("document", letter.pk), here.pk)


def test_copies_made_otherwise_of_the_original_stay_in_too(
    here: Government, boss: Actor, budi: Actor
) -> None:
    sheet = documents.add(here, name="data.csv", content=f"nama;nik\n{SECRET};{NIK}\n".encode(), at=MOMENT)
    sheet.listed = True
    sheet.save()
    pdf = copies.safe_pdf(sheet, by=boss)
    redaction = actions.start(pdf, by=budi)
    actions.add_boxes(redaction, boxes=[Drawn(1, 30, 30, 560, 400)], why=WHY, by=budi)
    actions.propose(redaction, by=budi)
    actions.approve(redaction, by=boss)
    queue.run_all()
    redaction.refresh_from_db()
    assert redaction.state == "produced", redaction.problem
    later = copies.safe_pdf(sheet, by=boss)
    assert release.replaced([sheet, pdf, later]) == {sheet.pk, pdf.pk, later.pk}
    assert copies_of([sheet]) == copies_of([pdf]) == [redaction.output]


def test_revoked_with_a_reason_the_original_is_judged_by_itself_and_the_copy_stays_in(
    letter: Document, drawn: Redaction, produce: Produce, boss: Actor
) -> None:
    released(letter, boss)
    made = produce(drawn)
    assert made.output
    release.certify(made.output, by=boss)
    with pytest.raises(RedactionIncomplete):
        actions.revoke(made, reason="", by=boss)
    actions.revoke(made, reason="Putusan ajudikasi membuka seluruhnya.", by=boss)
    assert release.is_releasable(letter)
    assert not release.is_releasable(made.output)
    assert behind([made.output]) == {}
    assert "document.restored" in kinds(("document", letter.pk), letter.government_id)


def test_a_new_copy_takes_the_place_of_the_last_so_that_nobody_lays_two_together(
    letter: Document, drawn: Redaction, produce: Produce, budi: Actor, boss: Actor
) -> None:
    first = produce(drawn)
    second = actions.start(letter, by=budi)
    assert second != first
    actions.add_boxes(second, boxes=[NUMBER], why=WHY, by=budi)
    produce(second)
    first.refresh_from_db()
    assert first.state == "revoked"
    assert str(second.pk) in first.revoked_reason
    assert first.output
    assert second.output
    release.certify(second.output, by=boss)
    assert release.releasable([letter.pk, first.output.pk, second.output.pk]) == {second.output.pk}


def test_the_same_boxes_drawn_again_after_revoking_make_a_copy_that_may_go_out(
    letter: Document, drawn: Redaction, produce: Produce, budi: Actor, boss: Actor
) -> None:
    actions.revoke(produce(drawn), reason="Dasar hukumnya keliru.", by=boss)
    again = actions.start(letter, by=budi)
    actions.add_boxes(again, boxes=[NAME, NUMBER], why=WHY, by=budi)
    produce(again)
    assert again.output
    release.certify(again.output, by=boss)
    assert release.releasable([letter.pk, again.output.pk]) == {again.output.pk}


def test_equal_copies_of_two_uploads_of_one_file_leave_the_newest_free(
    drawn: Redaction, produce: Produce, budi: Actor, boss: Actor, here: Government
) -> None:
    first = produce(drawn)
    twin = documents.add(here, name="lagi.pdf", content=LETTER, at=MOMENT)
    twin.listed = True
    twin.save()
    again = actions.start(twin, by=budi)
    actions.add_boxes(again, boxes=[NAME, NUMBER], why=WHY, by=budi)
    produce(again)
    first.refresh_from_db()
    assert first.state == "revoked"
    assert first.output
    assert again.output
    assert first.output.sha256 == again.output.sha256
    release.certify(again.output, by=boss)
    assert again.output.pk in release.releasable([again.output.pk, twin.pk])
    assert release.replaced([twin, first.document]) == {twin.pk, first.document.pk}


# The index


@pytest.mark.law("A06")
def test_the_index_says_where_why_and_what_kind_but_never_what(
    drawn: Redaction, produce: Produce, budi: Actor
) -> None:
    other = Why("b", "Rumus biaya satuan", "Rahasia dagang penyedia.")
    actions.add_boxes(drawn, boxes=[Drawn(2, 10, 300, 90, 400)], why=other, by=budi)
    made = produce(drawn)
    lines = index_of(made)
    assert [(line.page, line.clause, line.matter, line.count) for line in lines] == [
        (1, "uu-14-2008/17/h/4", "NIK penerima bantuan", 2),
        (2, "uu-14-2008/17/b", "Rumus biaya satuan", 1),
    ]
    written = json.dumps([line.as_json() for line in lines])
    assert "Pasal 17" in written
    assert SECRET not in written
    assert made.output
    assert behind([made.output]) == {made.output.pk: made}


# Pictures


def test_a_page_is_drawn_once_and_its_picture_goes_with_the_file(letter: Document) -> None:
    first = page_picture(letter, 1)
    assert page_picture(letter, 1) == first
    path = store.local_path(first.sha256)
    assert path.read_bytes().startswith(b"\x89PNG")
    with transaction.atomic():
        documents.purge(letter, at=timezone.now())
    assert not PagePicture.objects.exists()


def test_a_box_has_an_area_and_a_ground_in_the_database(drawn: Redaction) -> None:
    for wrong in ({"x1": 0.0}, {"ground": ""}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Box.objects.filter(redaction=drawn).update(**wrong)
