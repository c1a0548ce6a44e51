"""Drafts are reviewed by somebody else than their author, have versions, and several of them make one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody, User
from lutra.directory.roles import Role
from lutra.dispositions.models import Disposition
from lutra.jobs import queue
from lutra.ledger.queries import history
from lutra.requests import actions, review
from lutra.requests.errors import Incomplete, NotApproved, NotReviewable, ReasonRequired
from lutra.requests.models import Draft, Request, Review, WorkRules
from lutra.requests.rules import rules_of, set_rules
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT

LATER = MOMENT + timedelta(hours=3)


@pytest.fixture
def dinsos(luwu_utara: Government) -> PublicBody:
    return factories.body(luwu_utara, "dinsos")


@pytest.fixture
def draft(request_of_ani: Request, ppid: Actor, dinkes: PublicBody, pelaksana: Actor) -> Draft:
    """Budi's proposal for dinkes."""
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    return propose(request_of_ani, pelaksana, "Ada tiga laporan.", files=[("satu.csv", b"a\n")])


def propose(request: Request, by: Actor, text: str, **more: object) -> Draft:
    return actions.draft(request, text=text, outcome="granted", by=by, at=LATER, **more)


def kinds(request: Request) -> list[str]:
    return [entry.kind for entry in history(request.ledger_subject, government_id=request.government_id)]


def decide(request: Request, by: Actor, **more: object) -> None:
    actions.decide(request, outcome="granted", answers=GRANTED, by=by, at=LATER, **more)


# Who reviews


def test_a_draft_is_approved_by_somebody_who_did_not_write_it(draft: Draft, ppid: Actor) -> None:
    review.approve(draft, by=ppid, at=LATER)
    assert draft.reviews.get().reviewed_by_id == ppid.user_id
    assert kinds(draft.request)[-1] == "request.draft_approved"


def test_nobody_approves_his_own_draft_not_even_from_a_second_account(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    actions.dispose(request_of_ani, to=[dinkes], by=ppid, at=LATER)
    own = propose(request_of_ani, ppid, "Ada.")
    twin = factories.officer(luwu_utara, Role.PPID_UTAMA, name="Budi")
    User.objects.filter(pk__in=[ppid.user_id, twin.user_id]).update(nip="198001012005011001")
    for by in (ppid, twin):
        with pytest.raises(NotReviewable, match="Penulis"):
            review.approve(own, by=by, at=LATER)
    assert not Review.objects.exists()


def test_the_ppid_of_the_body_reviews_a_colleagues_draft_but_no_other_bodys(
    luwu_utara: Government, draft: Draft, dinkes: PublicBody, dinsos: PublicBody, ppid: Actor
) -> None:
    head = factories.officer(luwu_utara, Role.PPID_PELAKSANA, body=dinkes, name="Wati")
    other = factories.officer(luwu_utara, Role.PPID_PELAKSANA, body=dinsos, name="Citra")
    actions.dispose(draft.request, to=[dinkes, dinsos], by=ppid, at=LATER)
    with pytest.raises(NotPermitted):
        review.approve(draft, by=other, at=LATER)
    review.approve(draft, by=head, at=LATER)


def test_who_has_no_part_in_requests_reviews_nothing(draft: Draft, citra: Actor, desk: Actor) -> None:
    for by in (citra, desk):
        with pytest.raises(NotPermitted):
            review.send_back(draft, remark="Lengkapi.", by=by, at=LATER)


def test_a_draft_is_reviewed_once_and_only_the_newest_of_its_body(
    draft: Draft, ppid: Actor, pelaksana: Actor
) -> None:
    newer = propose(draft.request, pelaksana, "Ada empat laporan.")
    with pytest.raises(NotReviewable, match="lebih baru"):
        review.approve(draft, by=ppid, at=LATER)
    review.approve(newer, by=ppid, at=LATER)
    with pytest.raises(NotReviewable, match="sudah diperiksa"):
        review.send_back(newer, remark="Lagi.", by=ppid, at=LATER)


# Returning


def test_a_returned_draft_needs_a_remark_and_opens_the_bodys_part_again(draft: Draft, ppid: Actor) -> None:
    with pytest.raises(ReasonRequired):
        review.send_back(draft, remark="  ", by=ppid, at=LATER)
    assert Disposition.objects.get().done_at
    due = draft.request.due_on
    review.send_back(draft, remark="Sebutkan tahunnya.", by=ppid, at=LATER)
    draft.request.refresh_from_db()
    assert (draft.request.stage, draft.request.due_on) == ("disposed", due)
    assert Disposition.objects.get().done_at is None
    entry = list(history(draft.request.ledger_subject, government_id=draft.government_id))[-1]
    assert "tahunnya" not in str(entry.data), "the remark stays out of the book"


def test_a_returned_draft_carries_no_decision_until_it_was_written_anew(
    draft: Draft, ppid: Actor, pelaksana: Actor
) -> None:
    review.send_back(draft, remark="Perbaiki.", by=ppid, at=LATER)
    assert review.newest(draft.request) == []
    with pytest.raises(Incomplete):
        decide(draft.request, ppid, drafts=[draft])
    again = propose(draft.request, pelaksana, "Sudah diperbaiki.")
    assert review.newest(draft.request) == [again]


# What a decision rests on


def test_without_a_rule_a_decision_needs_no_approval(draft: Draft, ppid: Actor) -> None:
    decide(draft.request, ppid)
    assert draft.request.stage == "decided"


def test_where_the_government_demands_approval_no_decision_comes_without(
    luwu_utara: Government, draft: Draft, ppid: Actor
) -> None:
    WorkRules.objects.create(government=luwu_utara, needs_approval=True)
    with pytest.raises(NotApproved):
        decide(draft.request, ppid)
    assert kinds(draft.request)[-1] == "request.drafted"
    review.approve(draft, by=ppid, at=LATER)
    decide(draft.request, ppid)
    entry = list(history(draft.request.ledger_subject, government_id=draft.government_id))[-1]
    assert entry.data["drafts"] == [draft.pk]


def test_where_approval_is_demanded_a_request_without_any_draft_is_not_decided(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor
) -> None:
    WorkRules.objects.create(government=luwu_utara, needs_approval=True)
    with pytest.raises(NotApproved):
        decide(request_of_ani, ppid)


def test_several_bodies_have_a_draft_each_and_a_deadline_each_and_the_chosen_make_one_answer(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, dinkes: PublicBody, dinsos: PublicBody
) -> None:
    first, second = (
        request_of_ani.received_on + timedelta(days=2),
        request_of_ani.received_on + timedelta(days=4),
    )
    actions.dispose(
        request_of_ani, to=[dinkes, dinsos], dues={dinkes.pk: first, dinsos.pk: second}, by=ppid, at=LATER
    )
    assert dict(Disposition.objects.values_list("to_body__slug", "due_on")) == {
        "dinkes": first,
        "dinsos": second,
    }
    for body, name in ((dinkes, "kes.csv"), (dinsos, "sos.csv")):
        by = factories.officer(luwu_utara, Role.PPID_PELAKSANA, body=body)
        propose(request_of_ani, by, f"Jawaban {body.slug}.", files=[(name, name.encode())])
        done = Disposition.objects.filter(done_at__isnull=False)
        assert body.slug in done.values_list("to_body__slug", flat=True)
    chosen = review.newest(request_of_ani)
    files = review.merged_files(chosen)
    assert [file.name for file in files] == ["kes.csv", "sos.csv"]
    queue.run_all()  # the gate looks at the files
    made = actions.decide(
        request_of_ani,
        outcome="granted",
        answers={name: said for name, said in GRANTED.items() if name != "explanation"},
        drafts=chosen,
        documents=files,
        by=ppid,
        at=LATER,
    )
    assert "Jawaban dinkes." in made.explanation
    assert "Jawaban dinsos." in made.explanation
    assert made.documents.count() == 2


def test_a_deadline_of_one_body_behind_the_legal_date_is_refused(
    request_of_ani: Request, ppid: Actor, dinkes: PublicBody, dinsos: PublicBody
) -> None:
    late = request_of_ani.due_on + timedelta(days=1)
    with pytest.raises(Incomplete):
        actions.dispose(request_of_ani, to=[dinkes, dinsos], dues={dinsos.pk: late}, by=ppid, at=LATER)
    assert not Disposition.objects.exists()


# Versions


def test_versions_of_a_body_are_shown_with_what_changed_in_text_outcome_and_files(
    draft: Draft, pelaksana: Actor
) -> None:
    actions.draft(
        draft.request,
        text="Ada empat laporan.",
        outcome="partly",
        files=[("dua.csv", b"b\n")],
        by=pelaksana,
        at=LATER,
    )
    newest, first = review.versions(draft.request)
    assert (newest.number, newest.is_newest, first.number, first.is_newest) == (2, True, 1, False)
    assert newest.changes == (
        ("same", "Ada "),
        ("removed", "tiga "),
        ("added", "empat "),
        ("same", "laporan."),
    )
    assert newest.outcome_before == "granted"
    assert (newest.files_added, newest.files_removed) == (("dua.csv",), ("satu.csv",))
    assert first.changes == (("same", "Ada tiga laporan."),)


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_what_is_shown_of_two_texts_holds_both_of_them_whole(old: str, new: str) -> None:
    shown = review.compared(old, new)
    assert "".join(text for sign, text in shown if sign != "removed") == new
    assert "".join(text for sign, text in shown if sign != "added") == old


# Rules


def test_the_rules_of_work_are_set_by_the_ppid_and_entered_with_what_was_before(
    luwu_utara: Government, ppid: Actor, desk: Actor
) -> None:
    wanted = {"needs_approval": True, "needs_search": False, "needs_reason_to_differ": True}
    with pytest.raises(NotPermitted):
        set_rules(luwu_utara, **wanted, by=desk)
    assert not rules_of(luwu_utara.pk).needs_approval
    set_rules(luwu_utara, **wanted, by=ppid)
    set_rules(luwu_utara, **wanted, by=ppid)  # the same again is no deed
    told = list(history(("government", luwu_utara.pk), government_id=luwu_utara.pk))
    assert [entry.kind for entry in told] == ["policy.work_rules_set"]
    assert told[0].data["before"]["needs_approval"] is False
    assert rules_of(luwu_utara.pk).needs_reason_to_differ
