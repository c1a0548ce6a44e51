"""Random deeds by random people at random moments: stage, clock, outcome, revision and book never disagree.

Each walk keeps its own small model of what ought to happen. After each step it replays the book, and only the
book, and compares what it says with the row; a refused deed must leave every table as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

from lutra.catalogue.models import ConsequenceTest
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.dispositions import queries as dispositions
from lutra.law import calendars
from lutra.law.clocks import due, legal_day
from lutra.ledger.queries import Entry, entries, history, verify
from lutra.requests import actions, clocks, completeness, records, review, splitting
from lutra.requests.errors import (
    CaseError,
    Incomplete,
)
from lutra.requests.models import Draft, Request
from lutra.requests.parts import PartAnswer
from lutra.requests.workflow import TABLE, allows
from lutra.testing import factories
from lutra.testing.journeys import ANSWERS
from lutra.testing.snapshots import every_row

ZONE = "Asia/Makassar"
OUTCOMES = tuple(ANSWERS)
ENDS = {
    "request.closed": "closed",
    "request.withdrawn": "withdrawn",
    "request.set_aside": "set_aside",
}
# In the law's table; the deed itself is not built yet.
NOT_YET = {"request.recomputed"}
# Filing for somebody else has tests of its own (test_proxies); nobody does so on a walk.
ELSEWHERE = {"request.power_brought", "request.power_checked"}
# Each lies before something that moves a clock: ordinary days, a decree that changes an open case, the end of a
# decreed year, a feast with its joint leave, a voting day.
BEGINNINGS = (
    datetime(2020, 3, 2, 1, tzinfo=UTC),
    datetime(2020, 11, 19, 23, 30, tzinfo=UTC),
    datetime(2025, 8, 5, 4, tzinfo=UTC),
    datetime(2025, 12, 18, 16, 30, tzinfo=UTC),
    datetime(2026, 3, 11, 15, 59, tzinfo=UTC),
    datetime(2024, 2, 9, 1, tzinfo=UTC),
)
WHO = (
    "applicant", "clock", "system", "desk", "ppid", "retired_ppid", "pelaksana", "other_pelaksana",
    "superior", "citra", "neighbour",
)  # fmt: skip
# Written out by hand, so that a slip in the table of permissions shows.
MAY: dict[str, set[str]] = {
    "lapse": {"clock"},
    "file": {"applicant", "desk", "ppid", "pelaksana", "other_pelaksana"},
    "dispose": {"ppid"},
    "draft": {"ppid", "pelaksana", "other_pelaksana"},
    "split": {"ppid"},
    "call_records": {"ppid", "pelaksana", "other_pelaksana", "desk"},
    "state_records": {"ppid", "pelaksana", "other_pelaksana", "desk"},
    "log_search": {"ppid", "pelaksana", "other_pelaksana", "desk"},
    "approve_draft": {"ppid", "pelaksana", "other_pelaksana"},
    "return_draft": {"ppid", "pelaksana", "other_pelaksana"},
    "extend": {"ppid"},
    "decide": {"ppid"},
    "deliver": {"desk", "ppid", "system"},
    "close": {"desk", "ppid"},
    "see_identity": {"desk", "ppid", "superior"},
    "tell_gaps": {"desk", "ppid"},
    "complete": {"applicant", "desk", "ppid"},
    "deem_complete": {"clock"},
    "set_aside": {"clock"},
    "withdraw": {"applicant", "desk", "ppid"},
    "reopen_answer": {"ppid"},
    "reopen": {"ppid"},
    "note": {"desk", "ppid", "superior", "pelaksana", "other_pelaksana"},
    "remark": {"applicant"},
}

# The tables that a deed may write to.
TOUCHED = ("requests", "dispositions", "documents", "directory", "ledger")
# A walk is one number that chance grows from, so there is nothing to shrink.
PHASES = (Phase.generate,)


@dataclass(frozen=True)
class Town:
    """The people and offices of a walk; made once and rolled back to after each."""

    government: Government
    people: dict[str, Actor]
    bodies: dict[str, PublicBody]
    test: ConsequenceTest


@dataclass
class Expected:
    """What the walk itself holds true of one request."""

    request: Request
    kinds: list[str] = field(default_factory=lambda: ["request.filed"])
    holders: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)
    proofs: set[str] = field(default_factory=set)
    is_split: bool = False

    @property
    def moves(self) -> int:
        """The deeds that changed the row: its revision."""
        return sum(kind not in {"request.filed", "request.identity_seen"} for kind in self.kinds)

    def revision_seen(self, when: str | None) -> int | None:
        """The revision that somebody says he looked at: the present one, an old one, or he does not say."""
        return {None: None, "now": self.moves, "before": self.moves - 1}[when]


def replayed_stage(told: list[Entry]) -> str:
    """The stage that the book alone tells, each step held against the law's table."""
    by_kind = {row.kind: row for row in TABLE.transitions.values()}
    stage = ""
    for entry in told:
        row = by_kind[entry.kind]
        assert stage in row.from_stages or (row.deed == "file" and stage == "")
        stage = row.to_stage or stage
    return stage


def replayed_due(told: list[Entry]) -> tuple[date, date]:
    """The first and the present due date: entries and the calendar of their day, nothing else."""
    first = period = present = date.min
    was_told = False
    for entry in told:
        known = calendars.calendar(as_known_on=legal_day(entry.at, ZONE))
        if entry.kind == "request.filed":
            received = date.fromisoformat(entry.data["received_on"])
            first = period = present = due("request.reply", received, calendar=known).due
        elif entry.kind == "request.gaps_told":
            was_told = True
        elif entry.kind == "request.completed" and was_told:
            period = present = due("request.reply", legal_day(entry.at, ZONE), calendar=known).due
        elif entry.kind == "request.extended":
            present = due("request.extension", period, calendar=known).due
    return first, present


@dataclass(frozen=True)
class Step:
    """One thing that somebody tries, ``hours`` after the step before."""

    deed: str
    who: str
    hours: int
    which: int  # which of the requests filed so far
    said: dict[str, Any]


MOSTLY = (True, True, True, False)
SEEN = (None, None, "now", "before")
# What may be said in a deed, right and wrong.
DEEDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "file": {"complete": (True, True, False, "lacking", "lacking")},
    "dispose": {
        "to": (["dinkes"], ["dinsos"], ["dinsos", "dinkes"], [], ["abroad"], ["closed", "dinkes"]),
        "seen": SEEN,
    },
    "draft": {"written": MOSTLY},
    "split": {"many": MOSTLY},
    "call_records": {"written": MOSTLY},
    "state_records": {"written": MOSTLY},
    "log_search": {"written": MOSTLY},
    "approve_draft": {},
    "return_draft": {"remarked": MOSTLY},
    "extend": {"reasoned": MOSTLY},
    "decide": {"outcome": (*OUTCOMES, "silence"), "complete": MOSTLY, "seen": SEEN},
    "deliver": {"channel": ("page", "pickup"), "evident": MOSTLY},
    "close": {"seen": SEEN},
    "see_identity": {},
    "lapse": {},
    "tell_gaps": {"seen": SEEN},
    "complete": {"filled": MOSTLY},
    "deem_complete": {},
    "set_aside": {},
    "withdraw": {"evident": MOSTLY, "seen": SEEN},
    "reopen_answer": {"reasoned": MOSTLY},
    "reopen": {"reasoned": MOSTLY},
    "note": {"written": MOSTLY},
    "remark": {"written": MOSTLY},
}


class Walk:
    """One office on some days of its life."""

    def __init__(self, town: Town, start: datetime, reached: set[str]) -> None:
        self.town = town
        self.reached = reached  # kinds of entries, by all walks together
        self.now = start
        self.expected: list[Expected] = []
        self.before = every_row(*TOUCHED)
        self.booked = entries(town.government.pk).count()

    def next_step(self, chance: Random) -> Step:
        """Any deed by anybody; more often than not one that is in order now and was not done yet: walks come far."""
        which = chance.randrange(max(1, len(self.expected)))
        deeds = list(DEEDS)
        if self.expected and chance.random() < 0.7:
            deeds = [deed for deed in DEEDS if allows(self.expected[which].request, deed)]
        # What no walk did yet comes first now and then, so that every deed is reached in a few walks.
        fresh = [
            (number, deed)
            for number, each in enumerate(self.expected)
            for deed in DEEDS
            if TABLE.transitions[deed].kind not in self.reached
            and allows(each.request, deed)
            and self.is_ready(each, deed)
        ]
        if fresh and chance.random() < 0.6:
            which, deed = chance.choice(fresh)
            deeds = [deed]
        deed = chance.choice(deeds if self.expected else ["file"])
        return Step(
            deed=deed,
            who=chance.choice(self.willing(deed, which) if chance.random() < 0.7 else WHO),
            hours=chance.choice((0, 0, 0, 1, 7, 24, 72, 24 * 9)),
            which=which,
            said={word: chance.choice(choices) for word, choices in DEEDS[deed].items()},
        )

    def willing(self, deed: str, which: int) -> list[str]:
        """Who does this as a rule: offices that hold the case draft and the PPID reviews, or few would be in order."""
        if deed == "draft" and self.expected[which].holders:
            return [self.drafter(self.expected[which])]
        return ["ppid"] if deed in {"approve_draft", "return_draft"} else sorted(MAY[deed])

    def is_ready(self, each: Expected, deed: str) -> bool:
        """Whether what the deed works on is there: a holder to draft, a draft to review."""
        if deed == "draft":
            return bool(each.holders)
        if deed in {"approve_draft", "return_draft"}:
            newest = each.request.drafts.first()
            return newest is not None and self.may_review(each, newest, "ppid")
        return True

    def drafter(self, each: Expected) -> str:
        return "pelaksana" if "dinkes" in each.holders else "other_pelaksana"

    def take(self, step: Step) -> None:
        """Try one step, then hold everything against everything."""
        self.now += timedelta(hours=step.hours)
        if step.deed == "lapse":
            self.the_clock_looks()
        elif step.deed in {"deem_complete", "set_aside"}:
            self.the_clock_looks_at_gaps()
        elif step.deed == "file":
            self.file(step.who, **step.said)
        else:
            getattr(self, step.deed)(self.expected[step.which], step.who, **step.said)
        self.stage_clock_outcome_and_book_agree()
        self.one_entry_a_deed_and_nothing_more()
        self.before = every_row(*TOUCHED)

    # Deeds

    def the_clock_looks(self) -> None:
        day = legal_day(self.now, ZONE)
        silent = [
            each
            for each in self.expected
            if each.request.stage in {"filed", "disposed", "drafted"}
            and not each.request.lapsed_on
            and each.request.due_on < day
        ]
        assert clocks.lapse_overdue(now=self.now) == len(silent)
        for each in silent:
            each.request.refresh_from_db()
            assert each.request.lapsed_on == day
            self.wrote(each, "request.lapsed")

    def file(self, who: str, complete: bool | str) -> None:
        by = self.town.people[who]
        lacking = complete == "lacking" and by.kind == "officer"
        changes = {True: {}, False: {"subject": " "}, "lacking": {"purpose": "", "phone": "", "email": ""}}
        try:
            made = actions.file(
                self.town.government,
                by=by,
                channel="web" if by.kind != "officer" else "counter",
                answers={
                    **factories.ANI,
                    **factories.QUESTION,
                    "delivery_way": "pickup",
                    **changes[complete],
                },
                may_lack=complete == "lacking",
                at=self.now,
            )
        except (Incomplete, NotPermitted):
            assert not (who in MAY["file"] and (complete is True or lacking))
            assert every_row(*TOUCHED) == self.before
        else:
            assert who in MAY["file"]
            assert complete is True or lacking
            self.expected.append(Expected(made))
            self.reached.add("request.filed")
            self.booked += 1
            if lacking:
                assert made.missing == ["phone", "purpose"]
                self.wrote(self.expected[-1], "request.found_incomplete")

    def tell_gaps(self, each: Expected, who: str, seen: str | None) -> None:
        revision = each.revision_seen(seen)
        untold = each.request.gaps_told_on is None
        self.attempt(
            each,
            "tell_gaps",
            who,
            lambda request, by: completeness.tell_gaps(request, by=by, seen=revision, at=self.now),
            otherwise=revision in {None, each.moves} and untold and not self.is_passed(each),
        )

    def complete(self, each: Expected, who: str, filled: bool) -> None:
        answers = {
            "purpose": "Penelitian",
            "email": "ani@warga.example" if filled else " ",
            "subject": "Lain",
        }
        told = each.request.gaps_told_on
        subject = each.request.subject
        done = self.attempt(
            each,
            "complete",
            who,
            lambda request, by: completeness.complete(request, answers=answers, by=by, at=self.now),
            otherwise=filled and not (told and self.is_passed(each)),
        )
        if done:
            assert each.request.missing == []
            assert (each.request.subject, each.request.purpose) == (subject, "Penelitian")
            assert each.request.applicant.identity.open()["email"] == "ani@warga.example"

    def is_passed(self, each: Expected) -> bool:
        """Whether the present term of an incomplete request is over, by the decrees known at its start and now."""
        today = legal_day(self.now, ZONE)
        told = each.request.gaps_told_on
        start = told or each.request.received_on
        rule = "request.completion" if told else "request.completeness_notice"
        known = [start, today] if told else [each.request.received_on]
        ends = [due(rule, start, calendar=calendars.calendar(as_known_on=day)).due for day in known]
        return max(ends) < today

    def the_clock_looks_at_gaps(self) -> None:
        passed = [
            each for each in self.expected if each.request.stage == "incomplete" and self.is_passed(each)
        ]
        assert completeness.pass_gaps(now=self.now) == len(passed)
        for each in passed:
            told = each.request.gaps_told_on
            each.request.refresh_from_db()
            self.wrote(each, "request.set_aside" if told else "request.deemed_complete")

    def withdraw(self, each: Expected, who: str, evident: bool, seen: str | None) -> None:
        revision = each.revision_seen(seen)
        done = self.attempt(
            each,
            "withdraw",
            who,
            lambda request, by: actions.withdraw(
                request, by=by, evidence="Surat Ani" if evident else " ", seen=revision, at=self.now
            ),
            otherwise=(evident or who == "applicant") and revision in {None, each.moves},
        )
        if done:
            each.holders = set(each.finished)

    def reopen_answer(self, each: Expected, who: str, reasoned: bool) -> None:
        self.take_up_again(each, "reopen_answer", who, reasoned)

    def reopen(self, each: Expected, who: str, reasoned: bool) -> None:
        self.take_up_again(each, "reopen", who, reasoned)

    def note(self, each: Expected, who: str, written: bool) -> None:
        mine = {"pelaksana": "dinkes", "other_pelaksana": "dinsos"}.get(who)
        self.write(
            each,
            "remark" if who == "applicant" else "note",
            who,
            written,
            mine is None or mine in each.holders,
        )

    def remark(self, each: Expected, who: str, written: bool) -> None:
        self.note(each, who, written)

    def write(self, each: Expected, deed: str, who: str, written: bool, sees: bool) -> None:
        text = "Sudah ditelepon" if written else " "
        self.attempt(
            each,
            deed,
            who,
            lambda request, by: actions.note(request, text=text, by=by, at=self.now),
            otherwise=written and sees,
        )

    def take_up_again(self, each: Expected, deed: str, who: str, reasoned: bool) -> None:
        deed = "reopen" if allows(each.request, "reopen") else "reopen_answer"
        self.attempt(
            each,
            deed,
            who,
            lambda request, by: actions.reopen(
                request, reason="Ada yang kurang" if reasoned else "", by=by, at=self.now
            ),
            otherwise=reasoned,
        )

    def dispose(self, each: Expected, who: str, to: list[str], seen: str | None) -> None:
        good = bool(to) and not {"abroad", "closed"} & set(to)
        bodies = [self.town.bodies[name] for name in to]
        revision = each.revision_seen(seen)
        done = self.attempt(
            each,
            "dispose",
            who,
            lambda request, by: actions.dispose(request, to=bodies, by=by, seen=revision, at=self.now),
            otherwise=good and revision in {None, each.moves},
        )
        if done:
            each.holders = set(to) | each.finished
            each.finished -= set(to)

    def draft(self, each: Expected, who: str, written: bool) -> None:
        mine = {"pelaksana": "dinkes", "other_pelaksana": "dinsos"}.get(who)
        text = "Terlampir." if written else " "
        done = self.attempt(
            each,
            "draft",
            who,
            lambda request, by: actions.draft(request, text=text, outcome="granted", by=by, at=self.now),
            otherwise=written and (mine is None or mine in each.holders),
        )
        if done:
            body = mine or each.request.body.slug
            each.finished |= {body} & each.holders

    def split(self, each: Expected, who: str, many: bool) -> None:
        asked = [("Anggaran", None), ("Realisasi", None)][: 2 if many else 1]
        done = self.attempt(
            each,
            "split",
            who,
            lambda request, by: splitting.split(request, parts=asked, by=by, at=self.now),
            otherwise=many,
        )
        each.is_split |= done

    def call_records(self, each: Expected, who: str, written: bool) -> None:
        day = legal_day(self.now, ZONE)
        self.attempt(
            each,
            "call_records",
            who,
            lambda request, by: records.call(
                request,
                custodian=self.town.bodies["dinsos"],
                asked_for="Arsip 2019" if written else " ",
                due_on=day,
                by=by,
                at=self.now,
            ),
            otherwise=written and self.sees(each, who),
        )

    def state_records(self, each: Expected, who: str, written: bool) -> None:
        called = each.request.record_calls.filter(stated_at=None).first()
        if called is None:
            return self.call_records(each, "ppid", written=True)
        self.attempt(
            each,
            "state_records",
            who,
            lambda _request, by: records.state(
                called,
                answer="not_found",
                statement="Tidak ada." if written else "",
                stated_by="Arsiparis",
                by=by,
                at=self.now,
            ),
            otherwise=written and self.sees(each, who),
        )
        return None

    def log_search(self, each: Expected, who: str, written: bool) -> None:
        day = legal_day(self.now, ZONE)
        self.attempt(
            each,
            "log_search",
            who,
            lambda request, by: records.log_search(
                request,
                place="Depo arsip" if written else "",
                searched_on=day,
                searched_by="Arsiparis",
                result="not_found",
                by=by,
                at=self.now,
            ),
            otherwise=written and self.sees(each, who),
        )

    def sees(self, each: Expected, who: str) -> bool:
        own = {"pelaksana": "dinkes", "other_pelaksana": "dinsos"}.get(who)
        return own is None or own in each.holders

    def approve_draft(self, each: Expected, who: str) -> None:
        newest = each.request.drafts.first()
        if newest is None:  # nothing to review: somebody drafts instead
            return self.draft(each, self.drafter(each), written=True)
        self.attempt(
            each,
            "approve_draft",
            who,
            lambda _request, by: review.approve(newest, by=by, at=self.now),
            otherwise=self.may_review(each, newest, who),
        )
        return None

    def return_draft(self, each: Expected, who: str, remarked: bool) -> None:
        newest = each.request.drafts.first()
        if newest is None:
            return self.draft(each, self.drafter(each), written=True)
        if not remarked and who not in MAY["return_draft"]:
            return None  # both reasons hold; which is said first does not matter
        done = self.attempt(
            each,
            "return_draft",
            who,
            lambda _request, by: review.send_back(
                newest, remark="Lengkapi." if remarked else " ", by=by, at=self.now
            ),
            otherwise=remarked and self.may_review(each, newest, who),
        )
        if done and newest.body:
            each.finished -= {newest.body.slug}
        return None

    def may_review(self, each: Expected, newest: Draft, who: str) -> bool:
        """Somebody else's draft, of the reader's own body that still holds the case, not reviewed yet."""
        own = {"pelaksana": "dinkes", "other_pelaksana": "dinsos"}.get(who)
        of_body = newest.body.slug if newest.body else None
        return (
            newest.author_id != self.town.people[who].user_id
            and not newest.reviews.exists()
            and (own is None or (own == of_body and own in each.holders))
        )

    def extend(self, each: Expected, who: str, reasoned: bool) -> None:
        in_time = legal_day(self.now, ZONE) <= self.first_due(each)
        reason = "Dihimpun." if reasoned else ""
        self.attempt(
            each,
            "extend",
            who,
            lambda request, by: actions.extend(
                request, reason=reason, reason_kind="not_yet_held", by=by, at=self.now
            ),
            otherwise=reasoned and in_time and "request.extended" not in each.kinds,
        )

    def first_due(self, each: Expected) -> date:
        told = list(history(each.request.ledger_subject, government_id=self.town.government.pk))
        return replayed_due([entry for entry in told if entry.kind != "request.extended"])[1]

    def decide(self, each: Expected, who: str, outcome: str, complete: bool, seen: str | None) -> None:
        answers = {**ANSWERS.get(outcome, {}), **({} if complete else {"holding": ""})}
        test = self.town.test if outcome in {"refused", "partly"} else None
        both = dict.fromkeys((1, 2), PartAnswer(outcome, answers, test)) if each.is_split else None
        revision = each.revision_seen(seen)
        self.attempt(
            each,
            "decide",
            who,
            lambda request, by: actions.decide(
                request,
                outcome=outcome,
                answers=answers,
                by=by,
                test=test,
                parts=both,
                seen=revision,
                at=self.now,
            ),
            otherwise=complete and outcome in OUTCOMES and revision in {None, each.moves},
        )

    def deliver(self, each: Expected, who: str, channel: str, evident: bool) -> None:
        by = self.town.people[who]
        said = {"channel": channel, "what": "notice", "evidence": "Diterima" if evident else " "}
        if channel in each.proofs and who in MAY["deliver"] and evident:
            actions.deliver(each.request, **said, by=by, at=self.now)
            assert every_row(*TOUCHED) == self.before, "a delivery repeated changes nothing"
            return
        done = self.attempt(
            each,
            "deliver",
            who,
            lambda request, by: actions.deliver(request, **said, by=by, at=self.now),
            otherwise=evident,
        )
        if done:
            each.proofs.add(channel)

    def close(self, each: Expected, who: str, seen: str | None) -> None:
        revision = each.revision_seen(seen)
        self.attempt(
            each,
            "close",
            who,
            lambda request, by: actions.close(request, by=by, seen=revision, at=self.now),
            otherwise=revision in {None, each.moves},
        )

    def see_identity(self, each: Expected, who: str) -> None:
        self.attempt(
            each, "see_identity", who, lambda request, by: actions.see_identity(request, by=by, at=self.now)
        )

    # What every deed has in common

    def attempt(
        self,
        each: Expected,
        deed: str,
        who: str,
        do: Callable[[Request, Actor], Any],
        *,
        otherwise: bool = True,
    ) -> bool:
        """Try ``deed``; it must happen when table, role and ``otherwise`` allow it, and leave no trace if not."""
        legal = otherwise and who in MAY[deed] and allows(each.request, deed)
        acted_on = Request.objects.get(pk=each.request.pk)
        try:
            do(acted_on, self.town.people[who])
        except (CaseError, NotPermitted) as error:
            refusal: Exception | None = error
        else:
            refusal = None
        if refusal is not None:
            assert not legal, f"{deed} by {who} was refused: {refusal!r}"
            assert who in MAY[deed] or isinstance(refusal, NotPermitted), "who may not learns nothing else"
            assert every_row(*TOUCHED) == self.before, f"a refused {deed} left something behind"
            return False
        assert legal, f"{deed} by {who} passed at stage {each.request.stage}"
        each.request.refresh_from_db()
        self.wrote(each, TABLE.transitions[deed].kind)
        return True

    def wrote(self, each: Expected, kind: str) -> None:
        self.reached.add(kind)
        each.kinds.append(kind)
        self.booked += 1

    # What must hold after each step

    def stage_clock_outcome_and_book_agree(self) -> None:
        for each in self.expected:
            row = Request.objects.select_related("government").get(pk=each.request.pk)
            told = list(history(row.ledger_subject, government_id=row.government_id))
            assert [entry.kind for entry in told] == each.kinds
            assert replayed_stage(told) == row.stage
            assert (row.gap_due_on is not None) == (row.stage == "incomplete")
            assert row.revision == each.moves
            assert replayed_due(told) == (row.original_due_on, row.due_on)
            self.dates_agree(row, told)
            holding = dispositions.of(row.ledger_subject, government=row.government)
            assert {given.to_body.slug for given in holding} == each.holders

    def dates_agree(self, row: Request, told: list[Entry]) -> None:
        days = {entry.kind: legal_day(entry.at, ZONE) for entry in reversed(told)}
        assert row.received_on == days["request.filed"]
        assert row.extended_on == days.get("request.extended")
        assert row.lapsed_on == days.get("request.lapsed")
        assert row.decided_on == days.get("request.decided")
        assert row.delivered_on == days.get("request.delivered")
        ends = [entry for entry in told if entry.kind in ENDS]
        assert row.closed_on == (legal_day(ends[-1].at, ZONE) if row.stage in ENDS.values() else None)
        assert row.ending == ("answered" if row.stage == "closed" else row.stage if row.closed_on else "")
        decided = [entry for entry in told if entry.kind == "request.decided"]
        assert bool(row.outcome) == bool(row.decided_on) == (len(decided) == 1)
        assert [entry.data["outcome"] for entry in decided] == ([row.outcome] if row.outcome else [])
        today = legal_day(self.now, ZONE)
        reading = clocks.read(row, on=today)
        assert (reading.state in {"late", "answered_late"}) == row.is_late(today)
        assert (reading.state in {"answered", "answered_late"}) == (row.decided_on is not None)
        if row.lapsed_on:
            assert row.due_on < row.lapsed_on
        if row.awaits_applicant or row.ending in {"withdrawn", "set_aside"}:
            assert not row.is_late(today + timedelta(days=400))

    def one_entry_a_deed_and_nothing_more(self) -> None:
        assert entries(self.town.government.pk).count() == self.booked
        assert Request.objects.filter(government=self.town.government).count() == len(self.expected)


@pytest.fixture
def town(luwu_utara: Government, luwu: Government) -> Town:
    dinkes = factories.body(luwu_utara, "dinkes")
    dinsos = factories.body(luwu_utara, "dinsos")
    ppid = factories.officer(luwu_utara, Role.PPID_UTAMA)
    people = {
        "applicant": actors.applicant(luwu_utara),
        "clock": actors.clock(luwu_utara.pk),
        "system": actors.system(luwu_utara.pk),
        "desk": factories.officer(luwu_utara, Role.DESK_OFFICER),
        "ppid": ppid,
        "retired_ppid": replace(ppid, roles=frozenset(), post_id=None),
        "pelaksana": factories.officer(luwu_utara, Role.PPID_PELAKSANA, body=dinkes),
        "other_pelaksana": factories.officer(luwu_utara, Role.PPID_PELAKSANA, body=dinsos),
        "superior": factories.officer(luwu_utara, Role.SUPERIOR),
        "citra": factories.officer(luwu_utara, Role.ANNOUNCER),
        "neighbour": factories.officer(luwu, Role.PPID_UTAMA),
    }
    bodies = {
        "dinkes": dinkes,
        "dinsos": dinsos,
        "abroad": factories.body(luwu, "dinkes"),
        "closed": factories.body(luwu_utara, "bubar", is_active=False),
    }
    return Town(luwu_utara, people, bodies, factories.standing_test(luwu_utara))


@pytest.mark.parametrize("start", BEGINNINGS, ids=str)
def test_random_walks_keep_stage_clock_outcome_and_book_together(town: Town, start: datetime) -> None:
    walks = 0
    reached: set[str] = set()
    wanted = {row.kind for row in TABLE.transitions.values()} - NOT_YET - ELSEWHERE

    def stroll(chance: Random) -> None:
        with transaction.atomic():
            office = Walk(town, start, reached)
            for _ in range(45):
                step = office.next_step(chance)
                note(repr(step))  # a walk that fails is printed
                office.take(step)
            assert all(found.is_whole for found in verify())
            transaction.set_rollback(True)

    @settings(max_examples=30, phases=PHASES)
    @given(st.randoms(use_true_random=True))
    def walk(chance: Random) -> None:
        nonlocal walks
        if (
            walks < 4 or wanted - reached
        ):  # some deeds are rare: go on until all walks together have come to each
            walks += 1
            stroll(chance)

    walk()
    assert reached == wanted
