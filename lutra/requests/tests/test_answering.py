"""Disposition, draft, extension, decision, delivery: who may, when, and what each must hold (LAW §8.1, §8.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody, User
from lutra.directory.roles import Role
from lutra.dispositions.models import Disposition
from lutra.documents.errors import WrongFile
from lutra.ledger.queries import history
from lutra.requests import actions, clocks
from lutra.requests.errors import (
    AlreadyExtended,
    ChangedMeanwhile,
    Incomplete,
    NobodyToAsk,
    NoProof,
    NoTest,
    NotNow,
    ReasonRequired,
    TooLate,
)
from lutra.requests.models import Decision, Request
from lutra.requests.visibility import visible
from lutra.testing import factories
from lutra.testing.factories import DAY, GRANTED, MOMENT, REFUSED

LATER = MOMENT + timedelta(hours=3)
EXTENSION = {"reason": "Dokumen masih dihimpun.", "reason_kind": "not_yet_held"}


def kinds(request: Request) -> list[str]:
    return [entry.kind for entry in history(request.ledger_subject, government_id=request.government_id)]


def wrong(request: Request, by: Actor, *, outcome: str, test: Any = None, **changes: Any) -> dict[str, str]:
    base = {"granted": GRANTED, "refused": REFUSED}.get(outcome, {})
    with pytest.raises(Incomplete) as caught:
        actions.decide(request, outcome=outcome, answers={**base, **changes}, test=test, by=by, at=LATER)
    assert not Decision.objects.exists()
    assert kinds(request) == ["request.filed"]
    return caught.value.problems


# Disposition


def test_a_disposition_gives_the_body_a_deadline_inside_the_law(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    actions.dispose(request_of_ani, to=[dinkes], instruction="Siapkan.", by=ppid, at=LATER)
    given = Disposition.objects.get()
    assert given.due_on == date(2020, 3, 11)  # three working days before 16 March
    assert (request_of_ani.stage, request_of_ani.body) == ("disposed", dinkes)


@pytest.mark.law("Q24")
def test_a_transfer_does_not_move_the_clock(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    other = factories.body(luwu_utara, "disdikbud")
    actions.dispose(request_of_ani, to=[other], by=ppid, at=MOMENT + timedelta(days=6))
    request_of_ani.refresh_from_db()
    assert request_of_ani.due_on == date(2020, 3, 16)
    assert list(Disposition.objects.filter(recalled_at=None).values_list("to_body", flat=True)) == [other.pk]


def test_a_body_of_another_government_cannot_be_asked(
    request_of_ani: Request, ppid: Actor, luwu: Government
) -> None:
    for bodies in ([], [factories.body(luwu, "dinkes")]):
        with pytest.raises(NobodyToAsk):
            actions.dispose(request_of_ani, to=bodies, by=ppid)


def test_only_the_body_that_was_asked_sees_the_request(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, pelaksana: Actor, dinkes: PublicBody
) -> None:
    assert not visible(pelaksana).exists()
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    assert visible(pelaksana).get() == request_of_ani
    stranger = factories.officer(luwu_utara, Role.PPID_PELAKSANA, body=factories.body(luwu_utara, "dlh"))
    assert not visible(stranger).exists()
    with pytest.raises(NotPermitted):
        actions.draft(request_of_ani, text="x", outcome="granted", by=stranger)


# Draft


def test_a_draft_keeps_its_files_and_finishes_the_disposition(
    request_of_ani: Request, ppid: Actor, pelaksana: Actor, dinkes: PublicBody
) -> None:
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    made = actions.draft(
        request_of_ani,
        text="Terlampir.",
        outcome="granted",
        files=[("../../etc/data.csv", b"a;b\n1;2\n")],
        by=pelaksana,
        at=LATER,
    )
    assert [file.name for file in made.documents.all()] == ["data.csv"]
    assert Disposition.objects.get().done_at == LATER
    assert request_of_ani.stage == "drafted"


def test_a_draft_speaks_for_the_body_that_holds_the_request(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, pelaksana: Actor
) -> None:
    """Somebody who stands for two bodies does not finish the work of the wrong one."""
    asked = factories.body(luwu_utara, "satpol")  # sorts behind dinkes
    actions.dispose(request_of_ani, to=[asked], by=ppid, at=LATER)
    of_both = replace(pelaksana, body_ids=pelaksana.body_ids | {asked.pk})
    made = actions.draft(request_of_ani, text="Ada.", outcome="granted", by=of_both, at=LATER)
    assert made.body == asked
    assert Disposition.objects.get().done_at == LATER


def test_nobody_drafts_in_the_name_of_another_body(
    luwu_utara: Government,
    luwu: Government,
    request_of_ani: Request,
    ppid: Actor,
    dinkes: PublicBody,
    pelaksana: Actor,
) -> None:
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    tries = [
        (factories.body(luwu_utara, "dinsos"), pelaksana),
        (factories.body(luwu, "dinkes"), ppid),
    ]
    for body, by in tries:
        with pytest.raises(NobodyToAsk):
            actions.draft(request_of_ani, text="Ada.", outcome="granted", body=body, by=by, at=LATER)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a.pdf", b"not a pdf"), ("a.csv", b""), ("a.docx", b"PK\x03\x04broken")],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_moves(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody, name: str, content: bytes
) -> None:
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    with pytest.raises(WrongFile):
        actions.draft(request_of_ani, text="x", outcome="granted", files=[(name, content)], by=ppid, at=LATER)
    request_of_ani.refresh_from_db()
    assert request_of_ani.stage == "disposed"


# Extension


@pytest.mark.law("C02")
def test_an_extension_runs_from_the_old_deadline(request_of_ani: Request, ppid: Actor) -> None:
    actions.extend(request_of_ani, **EXTENSION, by=ppid, at=datetime(2020, 3, 12, 2, tzinfo=UTC))
    request_of_ani.refresh_from_db()
    assert request_of_ani.due_on == date(2020, 3, 26)
    assert request_of_ani.original_due_on == date(2020, 3, 16)
    assert request_of_ani.clock["extension"]["clause"] == "Pasal 22 ayat (8) UU 14/2008"


@pytest.mark.law("C03")
def test_an_extension_needs_a_written_reason(request_of_ani: Request, ppid: Actor) -> None:
    with pytest.raises(ReasonRequired):
        actions.extend(request_of_ani, reason="  ", reason_kind="other", by=ppid, at=LATER)
    assert kinds(request_of_ani) == ["request.filed"]


@pytest.mark.law("C04")
def test_the_time_is_extended_once_only(request_of_ani: Request, ppid: Actor) -> None:
    actions.extend(request_of_ani, **EXTENSION, by=ppid, at=LATER)
    with pytest.raises(AlreadyExtended):
        actions.extend(request_of_ani, **EXTENSION, by=ppid, at=LATER)
    assert kinds(request_of_ani).count("request.extended") == 1


@pytest.mark.law("C05")
def test_an_extension_comes_before_the_first_deadline_ends(request_of_ani: Request, ppid: Actor) -> None:
    with pytest.raises(TooLate):
        actions.extend(request_of_ani, **EXTENSION, by=ppid, at=datetime(2020, 3, 16, 16, 0, tzinfo=UTC))
    actions.extend(request_of_ani, **EXTENSION, by=ppid, at=datetime(2020, 3, 16, 15, 59, tzinfo=UTC))
    assert request_of_ani.extended_on == date(2020, 3, 16)


# Decision


def test_a_granted_request_holds_what_the_law_wants(request_of_ani: Request, ppid: Actor) -> None:
    decision = actions.decide(request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    assert decision.materials == ["Laporan realisasi APBD 2019"]
    assert (request_of_ani.stage, request_of_ani.outcome, request_of_ani.decided_on) == (
        "decided",
        "granted",
        DAY,
    )
    assert kinds(request_of_ani) == ["request.filed", "request.decided"]


@pytest.mark.law("A01")
def test_a_notice_says_whether_the_information_is_held(request_of_ani: Request, ppid: Actor) -> None:
    assert "holding" in wrong(request_of_ani, ppid, outcome="granted", holding="")
    assert "holding" in wrong(request_of_ani, ppid, outcome="granted", holding="not_held")


@pytest.mark.law("A02")
@pytest.mark.parametrize("letter", ["", "k", "aa"])
def test_a_refusal_names_a_letter_of_pasal_17(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, letter: str
) -> None:
    test = factories.standing_test(luwu_utara) if letter else None
    assert set(wrong(request_of_ani, ppid, outcome="refused", ground=letter, test=test)) & {"ground", "test"}


@pytest.mark.law("A04")
def test_a_refusal_needs_an_approved_test_made_before_it(
    luwu_utara: Government, luwu: Government, request_of_ani: Request, ppid: Actor
) -> None:
    with pytest.raises(NoTest):
        actions.decide(request_of_ani, outcome="refused", answers=REFUSED, by=ppid, at=LATER)
    for test in (
        factories.standing_test(luwu_utara, on=DAY + timedelta(days=1)),
        factories.standing_test(luwu_utara, on=DAY - timedelta(days=9), ends_on=DAY - timedelta(days=1)),
        factories.standing_test(luwu),
    ):
        with pytest.raises(NoTest):
            actions.decide(request_of_ani, outcome="refused", answers=REFUSED, test=test, by=ppid, at=LATER)
    assert kinds(request_of_ani) == ["request.filed"]


def test_a_refusal_with_all_it_needs_stands(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor
) -> None:
    test = factories.standing_test(luwu_utara)
    decision = actions.decide(
        request_of_ani, outcome="refused", answers=REFUSED, test=test, by=ppid, at=LATER
    )
    assert (decision.ground, decision.sub_item, decision.test) == ("h", "2", test)
    (entry,) = history(request_of_ani.ledger_subject, government_id=luwu_utara.pk).filter(
        kind="request.decided"
    )
    assert entry.data["grounds"] == ["h"]


@pytest.mark.law("A05")
def test_a_partial_answer_lists_what_is_given_and_withheld(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor
) -> None:
    test = factories.standing_test(luwu_utara)
    part = {"matter": "Nama pasien", "ground": "h", "sub_item": "2", "reason": "Rahasia pribadi"}
    base = {**GRANTED, "considerations": REFUSED["considerations"], "withheld": [part]}
    assert set(wrong(request_of_ani, ppid, outcome="partly", test=test, **{**base, "materials": []})) == {
        "materials"
    }
    assert "withheld" in wrong(request_of_ani, ppid, outcome="partly", test=test, **{**base, "withheld": []})
    assert "withheld" in wrong(
        request_of_ani, ppid, outcome="partly", test=test, **{**base, "withheld": [{**part, "ground": "z"}]}
    )
    decision = actions.decide(request_of_ani, outcome="partly", answers=base, test=test, by=ppid, at=LATER)
    assert decision.withheld == [{**part, "act": "", "test": test.pk}]


@pytest.mark.law("A08")
def test_a_notice_states_format_and_cost(request_of_ani: Request, ppid: Actor) -> None:
    for field in ("copy_format", "delivery_way", "cost"):
        assert field in wrong(request_of_ani, ppid, outcome="granted", **{field: ""})
    assert "payment" in wrong(request_of_ani, ppid, outcome="granted", copy_format="hard", cost=5000)


@pytest.mark.law("A10")
def test_a_digital_copy_by_email_is_free(request_of_ani: Request, ppid: Actor) -> None:
    assert "cost" in wrong(request_of_ani, ppid, outcome="granted", cost=5000, payment="tunai")


@pytest.mark.law("A12")
def test_what_is_never_exempt_cannot_be_refused(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor
) -> None:
    test = factories.standing_test(luwu_utara)
    for mark in ("court_ruling", "regulation", "circular", "decision"):
        assert "marks" in wrong(request_of_ani, ppid, outcome="refused", test=test, marks=[mark])


@pytest.mark.law("A13", "A14")
def test_consent_or_public_office_lifts_the_personal_ground(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor
) -> None:
    test = factories.standing_test(luwu_utara)
    for lifting in ("consent", "public_office"):
        assert "liftings" in wrong(request_of_ani, ppid, outcome="refused", test=test, liftings=[lifting])


@pytest.mark.law("A16")
def test_not_yet_held_is_an_outcome_of_its_own(request_of_ani: Request, ppid: Actor) -> None:
    answers = {"holding": "not_documented", "explanation": "Sedang diuji.", "available_on": "2020-06-01"}
    assert "available_on" in wrong(
        request_of_ani, ppid, outcome="not_yet_held", **{**answers, "available_on": ""}
    )
    assert "available_on" in wrong(
        request_of_ani, ppid, outcome="not_yet_held", **{**answers, "available_on": "2020-03-01"}
    )
    actions.decide(request_of_ani, outcome="not_yet_held", answers=answers, by=ppid, at=LATER)
    assert request_of_ani.outcome == "not_yet_held"


@pytest.mark.law("A24")
def test_a_refusal_holds_a_written_consideration(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor
) -> None:
    test = factories.standing_test(luwu_utara)
    for considerations in ({}, {"social": " "}, {"astrological": "x"}):
        found = wrong(request_of_ani, ppid, outcome="refused", test=test, considerations=considerations)
        assert set(found) == {"considerations"}


@pytest.mark.law("Q25")
def test_not_held_names_the_holder_or_says_unknown(request_of_ani: Request, ppid: Actor) -> None:
    answers: dict[str, Any] = {"holding": "not_held", "explanation": "Bukan kami."}
    assert "holder" in wrong(request_of_ani, ppid, outcome="not_held", **answers)
    decision = actions.decide(
        request_of_ani, outcome="not_held", answers={**answers, "holder_unknown": True}, by=ppid, at=LATER
    )
    assert decision.holder_unknown


def test_only_files_of_this_requests_drafts_are_given(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    other = factories.file_request(luwu_utara)
    actions.dispose(other, to=[dinkes], by=ppid, at=LATER)
    foreign = actions.draft(other, text="x", outcome="granted", files=[("a.csv", b"1;2")], by=ppid, at=LATER)
    with pytest.raises(Incomplete) as caught:
        actions.decide(
            request_of_ani,
            outcome="granted",
            answers=GRANTED,
            documents=list(foreign.documents.all()),
            by=ppid,
            at=LATER,
        )
    assert "documents" in caught.value.problems


@pytest.mark.parametrize(
    "role", [Role.DESK_OFFICER, Role.PPID_PELAKSANA, Role.LEADER, Role.SUPERIOR, Role.NEWSROOM]
)
def test_only_the_ppid_decides(luwu_utara: Government, request_of_ani: Request, role: str) -> None:
    with pytest.raises(NotPermitted):
        actions.decide(
            request_of_ani, outcome="granted", answers=GRANTED, by=factories.officer(luwu_utara, role)
        )


def test_a_request_is_decided_once(request_of_ani: Request, ppid: Actor) -> None:
    actions.decide(request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    with pytest.raises(NotNow):
        actions.decide(request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=LATER)


# Lateness and silence


@pytest.mark.law("A17")
def test_a_late_answer_is_counted_in_working_days(request_of_ani: Request, ppid: Actor) -> None:
    actions.decide(
        request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=datetime(2020, 3, 17, 2, tzinfo=UTC)
    )
    reading = clocks.read(request_of_ani, on=date(2020, 3, 20))
    assert (reading.state, reading.days_late) == ("answered_late", 1)


@pytest.mark.law("A18")
def test_silence_is_recognised_by_the_clock(luwu_utara: Government, request_of_ani: Request) -> None:
    assert clocks.lapse_overdue(now=datetime(2020, 3, 16, 15, 59, tzinfo=UTC)) == 0
    assert clocks.lapse_overdue(now=datetime(2020, 3, 16, 16, 0, tzinfo=UTC)) == 1
    request_of_ani.refresh_from_db()
    assert request_of_ani.lapsed_on == date(2020, 3, 17)
    assert (request_of_ani.stage, request_of_ani.outcome) == ("filed", "")


def test_a_clock_that_slept_enters_each_silence_once(luwu_utara: Government) -> None:
    for _ in range(3):
        factories.file_request(luwu_utara)
    assert clocks.lapse_overdue(now=datetime(2020, 4, 1, tzinfo=UTC)) == 3
    assert clocks.lapse_overdue(now=datetime(2020, 4, 2, tzinfo=UTC)) == 0


def test_an_extended_request_is_not_silent_before_its_new_date(request_of_ani: Request, ppid: Actor) -> None:
    actions.extend(request_of_ani, **EXTENSION, by=ppid, at=LATER)
    assert clocks.lapse_overdue(now=datetime(2020, 3, 26, 12, tzinfo=UTC)) == 0
    assert clocks.lapse_overdue(now=datetime(2020, 3, 26, 17, tzinfo=UTC)) == 1


def test_a_silent_request_must_still_be_answered(request_of_ani: Request, ppid: Actor) -> None:
    clocks.lapse_overdue(now=datetime(2020, 3, 17, 2, tzinfo=UTC))
    request_of_ani.refresh_from_db()
    actions.decide(
        request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=datetime(2020, 3, 19, 2, tzinfo=UTC)
    )
    assert clocks.read(request_of_ani, on=date(2020, 3, 19)).days_late == 3


# Delivery and closing


@pytest.mark.law("A20")
def test_closing_needs_a_proof_of_delivery(request_of_ani: Request, ppid: Actor, desk: Actor) -> None:
    actions.decide(request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    with pytest.raises(NotNow):
        actions.close(request_of_ani, by=desk, at=LATER)
    with pytest.raises(NoProof):
        actions.deliver(request_of_ani, channel="pickup", what="notice", evidence=" ", by=desk)
    actions.deliver(
        request_of_ani, channel="pickup", what="notice", evidence="Diterima 3 Maret", by=desk, at=LATER
    )
    actions.close(request_of_ani, by=desk, at=LATER)
    assert request_of_ani.stage == "closed"


def test_a_delivery_repeated_changes_nothing(request_of_ani: Request, ppid: Actor) -> None:
    actions.decide(request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    machine = actors.system(request_of_ani.government_id)
    first = actions.deliver(
        request_of_ani, channel="page", what="notice", evidence="surat 1", by=machine, at=LATER
    )
    again = actions.deliver(
        request_of_ani, channel="page", what="notice", evidence="surat 1", by=machine, at=LATER
    )
    assert first == again
    assert kinds(request_of_ani).count("request.delivered") == 1


# Two officers, and the book


def test_the_second_of_two_officers_is_told(request_of_ani: Request, ppid: Actor, dinkes: PublicBody) -> None:
    seen = request_of_ani.revision
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, seen=seen, at=LATER)
    stale = Request.objects.get(pk=request_of_ani.pk)
    with pytest.raises(ChangedMeanwhile):
        actions.extend(stale, **EXTENSION, by=ppid, seen=seen, at=LATER)


def test_a_change_whose_entry_fails_is_not_made(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lutra.ledger.cases.ledger.record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    fresh = Request.objects.get(pk=request_of_ani.pk)
    assert (fresh.stage, fresh.revision) == ("filed", 0)
    assert not Disposition.objects.exists()


def test_each_look_at_an_identity_is_in_the_book(
    request_of_ani: Request, desk: Actor, pelaksana: Actor
) -> None:
    assert actions.see_identity(request_of_ani, by=desk)["name"].startswith("Ani")
    assert kinds(request_of_ani) == ["request.filed", "request.identity_seen"]
    for nosy in (pelaksana, factories.officer(request_of_ani.government, Role.LEADER)):
        with pytest.raises(NotPermitted):
            actions.see_identity(request_of_ani, by=nosy)


def test_a_sub_deadline_in_the_past_is_refused(
    request_of_ani: Request, luwu_utara: Government, ppid: Actor
) -> None:
    with pytest.raises(Incomplete) as caught:
        actions.dispose(
            request_of_ani,
            to=[factories.body(luwu_utara)],
            by=ppid,
            due_on=DAY - timedelta(days=1),
            at=MOMENT,
        )
    assert set(caught.value.problems) == {"due_on"}
    assert kinds(request_of_ani) == ["request.filed"]


@pytest.mark.law("O09")
@pytest.mark.parametrize("another_account", [False, True])
def test_nobody_refuses_on_a_test_that_he_approved_himself(
    request_of_ani: Request, luwu_utara: Government, ppid: Actor, another_account: bool
) -> None:
    test = factories.standing_test(luwu_utara)
    if another_account:
        User.objects.filter(pk__in=[test.approved_by_id, ppid.user_id]).update(nip="197001012000031001")
        both = ppid
    else:
        both = replace(ppid, user_id=test.approved_by_id, roles=ppid.roles | {Role.SUPERIOR})
    assert "setujui sendiri" in wrong(request_of_ani, both, outcome="refused", test=test)["test"]


def test_texts_longer_than_their_column_are_told_on_every_database(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    with pytest.raises(Incomplete) as caught:
        actions.dispose(request_of_ani, to=[dinkes], instruction="x" * 2001, by=ppid, at=LATER)
    assert set(caught.value.problems) == {"instruction"}
    answers = {"holding": "not_held", "explanation": "Bukan kami.", "holder": "x" * 201}
    assert set(wrong(request_of_ani, ppid, outcome="not_held", **answers)) == {"holder"}
    with pytest.raises(Incomplete):
        actions.draft(request_of_ani, text="x" * 10001, outcome="granted", by=ppid, at=LATER)
    actions.decide(request_of_ani, outcome="granted", answers=GRANTED, by=ppid, at=LATER)
    with pytest.raises(NoProof):
        actions.deliver(request_of_ani, channel="post", what="notice", evidence="x" * 301, by=ppid, at=LATER)


def test_neither_the_clock_nor_another_governments_applicant_files(
    luwu_utara: Government, luwu: Government
) -> None:
    for who in (actors.clock(luwu_utara.pk), actors.system(luwu_utara.pk), actors.applicant(luwu)):
        with pytest.raises(NotPermitted):
            factories.file_request(luwu_utara, by=who, channel="web")
