"""The considerations team hears a test, votes, and what it advised goes with the test; a closed session is final."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lutra.catalogue import queries as catalogue
from lutra.catalogue.actions import approve_test, make_test, return_test, revise_test
from lutra.catalogue.errors import AlreadyApproved, NoTeamAdvice, TestChangedMeanwhile, TestIncomplete
from lutra.catalogue.models import ConsequenceTest
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Holding, Post
from lutra.directory.roles import Role
from lutra.exemptions.errors import SessionFinal, SessionIncomplete
from lutra.exemptions.models import AgendaItem, Session, Vote
from lutra.exemptions.sessions import counting, queries
from lutra.exemptions.sessions.actions import (
    SessionForm,
    cancel_session,
    change_session,
    close_session,
    convene,
    record_session,
    set_rules,
    vote,
)
from lutra.exemptions.sessions.members import members
from lutra.exemptions.tests.conftest import DAY, MOMENT, WITNESSES, Office
from lutra.ledger.queries import history
from lutra.testing import people

MINUTES = "Tim membaca uji nomor satu dan mendengar Inspektorat."
REASON = "Pelapor terbukti pernah diancam."


@dataclass
class Team:
    """Three members of the team, and the test that waits for them."""

    office: Office
    seats: list[Actor]
    test: ConsequenceTest

    @property
    def ids(self) -> list[int]:
        return [seat.officer_id for seat in self.seats]

    def form(self, **changes: Any) -> SessionForm:
        usual = SessionForm(
            held_on=DAY, begins=time(9, 30), place="Ruang rapat Sekda", chair=self.ids[0], tests=[self.test]
        )
        return replace(usual, **changes)

    def session(self, **changes: Any) -> Session:
        return convene(self.office.government, form=self.form(**changes), by=self.office.budi, at=MOMENT)

    def recorded(self, session: Session | None = None, present: int = 3) -> Session:
        attendance = {pk: "present" if n < present else "absent" for n, pk in enumerate(self.ids)}
        return record_session(
            session or self.session(), attendance=attendance, minutes=MINUTES, by=self.seats[0], at=MOMENT
        )

    def voted(self, choices: str, session: Session | None = None) -> Session:
        """A session in which the members said f(or), a(gainst) or 0."""
        session = session or self.recorded(present=len(choices))
        said = {"f": "for", "a": "against", "0": "abstain"}
        votes = {pk: said[choice] for pk, choice in zip(self.ids, choices, strict=False)}
        vote(session, test=self.test, votes=votes, reason=REASON, by=self.seats[0], at=MOMENT)
        return session


@pytest.fixture
def team(office: Office) -> Team:
    seats = [
        people.officer(office.government, Role.CONSIDERATIONS_TEAM, name=name)
        for name in ("Rahma", "Syamsul", "Yusuf")
    ]
    return Team(office, seats, proposed(office))


def proposed(office: Office, **changes: Any) -> ConsequenceTest:
    return make_test(
        office.government, form=replace(WITNESSES, **changes), by=office.budi, body=office.body, at=MOMENT
    )


def close(session: Session, by: Actor, at: datetime = MOMENT) -> Session:
    return close_session(session, by=by, at=at)


def problems(call: Any, *args: Any, **given: Any) -> set[str]:
    with pytest.raises(SessionIncomplete) as caught, transaction.atomic():
        call(*args, **given)
    assert all(len(message) > 10 for message in caught.value.problems.values())
    return set(caught.value.problems)


# From invitation to advice


@pytest.mark.law("G06")
def test_a_session_from_invitation_to_the_advice_on_its_test(team: Team) -> None:
    session = close(team.voted("ffa"), team.seats[0])
    team.test.refresh_from_db()
    assert (team.test.advice, team.test.advised_on) == ("withhold", DAY)
    (item,) = queries.agenda_of(session)
    assert (item.result, item.reason) == ("withhold", REASON)
    assert queries.votes_on(item) == counting.Count(2, 1, 0)
    kinds = [e.kind for e in history(session.ledger_subject, government_id=session.government_id)]
    assert kinds == ["session.convened", "session.recorded", "session.voted", "session.closed"]
    told = history(("consequence_test", team.test.pk), government_id=session.government_id)
    assert list(told)[-1].data == {
        "session": session.pk,
        "advice": "withhold",
        "for": 2,
        "against": 1,
        "abstain": 0,
    }


def test_everybody_who_sits_in_the_team_that_day_is_invited(team: Team) -> None:
    session = team.session()
    assert [one.user_id for one in session.participants.all()] == team.ids
    assert not queries.tests_to_hear(team.office.government).exists()


def test_whoever_covers_for_a_member_sits_in_his_place(team: Team) -> None:
    seat = Post.objects.get(holdings__user=team.ids[0])
    cover = people.user(team.office.government, Role.DESK_OFFICER)
    Holding.objects.create(
        government=team.office.government,
        post=seat,
        user=cover,
        capacity=Holding.Capacity.LEAVE_COVER,
        starts_on=DAY,
        ends_on=DAY,
        decree="SP 1/2026",
    )
    assert [one.user_id for one in members(team.office.government, on=DAY)] == [cover.pk, *team.ids[1:]]
    later = DAY + timedelta(days=1)
    assert [one.user_id for one in members(team.office.government, on=later)] == team.ids


@pytest.mark.parametrize(
    ("changes", "blamed"),
    [
        ({"held_on": None}, {"held_on"}),
        ({"held_on": date(2018, 1, 1)}, {"held_on"}),
        ({"begins": None}, {"begins"}),
        ({"place": " "}, {"place"}),
        ({"place": "x" * 121}, {"place"}),
        ({"chair": None}, {"chair"}),
        ({"chair": 999_999}, {"chair"}),
        ({"tests": []}, {"tests"}),
    ],
)
def test_an_invitation_says_when_where_who_and_what(
    team: Team, changes: dict[str, Any], blamed: set[str]
) -> None:
    assert problems(team.session, **changes) == blamed
    assert not Session.objects.exists()


def test_a_test_stands_on_one_open_agenda_and_comes_back_after_a_cancelled_one(team: Team) -> None:
    session = team.session()
    assert problems(team.session) == {"tests"}
    assert problems(cancel_session, session, reason=" ", by=team.office.budi) == {"cancelled_reason"}
    cancel_session(session, reason="Ketua dinas luar.", by=team.office.budi, at=MOMENT)
    assert team.session().number == 2


def test_neither_an_approved_nor_a_neighbours_test_is_heard(team: Team, neighbour: Office) -> None:
    assert problems(team.session, tests=[proposed(neighbour)]) == {"tests"}
    assert problems(team.session, tests=[team.office.test()]) == {"tests"}


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in {Role.PPID_UTAMA, Role.CONSIDERATIONS_TEAM, Role.SECRETARIAT}]
)
def test_only_the_team_its_secretariat_and_the_ppid_hold_sessions(team: Team, role: str) -> None:
    session = team.recorded()
    somebody = people.officer(team.office.government, role)
    with pytest.raises(NotPermitted):
        convene(team.office.government, form=team.form(), by=somebody)
    for deed in (
        lambda: change_session(session, form=team.form(), by=somebody),
        lambda: record_session(session, attendance={}, minutes="x", by=somebody),
        lambda: vote(session, test=team.test, votes={}, reason="x", by=somebody),
        lambda: close_session(session, by=somebody),
        lambda: cancel_session(session, reason="x", by=somebody),
    ):
        with pytest.raises(NotPermitted):
            deed()


def test_the_neighbours_team_holds_no_session_here(team: Team, neighbour: Office) -> None:
    with pytest.raises(NotPermitted):
        close_session(team.session(), by=people.officer(neighbour.government, Role.CONSIDERATIONS_TEAM))


# Quorum and majority


@pytest.mark.parametrize(
    ("rule", "of", "least"),
    [("half", 1, 1), ("half", 4, 3), ("half", 5, 3), ("thirds", 3, 2), ("thirds", 4, 3), ("thirds", 6, 4)],
)
def test_the_quorum_is_counted_over_all_members(rule: str, of: int, least: int) -> None:
    assert counting.needed(of, rule) == least


@pytest.mark.parametrize(
    ("votes", "rule", "result"),
    [
        ((2, 1, 0), "simple", "withhold"),
        ((1, 1, 1), "simple", "open"),
        ((1, 0, 2), "simple", "withhold"),
        ((1, 0, 2), "present", "open"),
        ((2, 0, 2), "present", "open"),
        ((3, 1, 0), "present", "withhold"),
        ((2, 1, 0), "thirds", "withhold"),
        ((3, 2, 0), "thirds", "open"),
        ((0, 0, 3), "simple", "open"),
        ((0, 0, 0), "thirds", "open"),
    ],
)
def test_without_the_majority_the_information_stays_open(
    votes: tuple[int, int, int], rule: str, result: str
) -> None:
    assert counting.result(counting.Count(*votes), rule) == result


def test_without_a_quorum_no_session_is_closed(team: Team) -> None:
    session = team.voted("f")
    assert problems(close, session, team.seats[0]) == {"attendance"}
    set_rules(
        team.office.government, quorum="thirds", majority="simple", needs_session=False, by=team.office.budi
    )
    team.recorded(session, present=2)
    team.voted("ff", session)
    assert close(session, team.seats[0]).quorum == "thirds"


def test_the_rule_of_the_day_stays_with_the_session(team: Team) -> None:
    session = close(team.voted("ffa"), team.seats[0])
    set_rules(
        team.office.government, quorum="half", majority="present", needs_session=False, by=team.office.budi
    )
    session.refresh_from_db()
    assert (session.quorum, session.majority) == ("half", "simple")


def test_the_rule_is_set_by_those_who_set_rules_and_entered(team: Team) -> None:
    given = {"quorum": "half", "majority": "thirds", "needs_session": True}
    with pytest.raises(NotPermitted):
        set_rules(team.office.government, **given, by=team.seats[0])
    assert problems(
        set_rules, team.office.government, **{**given, "quorum": "most", "majority": ""}, by=team.office.budi
    ) == {"quorum", "majority"}
    set_rules(team.office.government, **given, by=team.office.budi)
    set_rules(team.office.government, **given, by=team.office.budi)
    (entry,) = [
        e
        for e in history(("government", team.office.government.pk), government_id=team.office.government.pk)
        if e.kind == "policy.test_rules_set"
    ]
    assert entry.data["rules"] == given


# Votes


def test_each_present_member_votes_once_and_nobody_else(team: Team) -> None:
    session = team.recorded(present=2)
    one, two, away = team.ids

    def voting(votes: dict[int, str], **more: Any) -> set[str]:
        given = {"reason": REASON, **more}
        return problems(vote, session, test=team.test, votes=votes, by=team.seats[0], **given)

    assert voting({one: "for"}) == {"votes"}
    assert voting({one: "for", two: "for", away: "for"}) == {"votes"}
    assert voting({one: "for", two: "perhaps"}) == {"votes"}
    assert voting({one: "for", two: "for"}, reason="  ") == {"reason"}
    assert voting({one: "for", two: "for"}, reason="x" * 5001) == {"reason"}
    assert not Vote.objects.exists()
    team.voted("fa", session)
    team.voted("ff", session)
    assert Vote.objects.count() == 2
    assert problems(vote, session, test=proposed(team.office), votes={}, reason="x", by=team.seats[0]) == {
        "test"
    }


def test_whoever_turns_out_to_have_been_away_has_no_vote(team: Team) -> None:
    session = team.recorded(team.voted("fff"), present=2)
    assert Vote.objects.count() == 2
    close(session, team.seats[0])


def test_a_test_put_off_gets_no_advice_and_waits_for_the_next_session(team: Team) -> None:
    session = team.recorded()
    vote(
        session,
        test=team.test,
        votes={},
        reason="Data kurang.",
        is_deferred=True,
        by=team.seats[0],
        at=MOMENT,
    )
    close(session, team.seats[0])
    team.test.refresh_from_db()
    assert (team.test.advice, team.test.hearings.get().result) == ("", "deferred")
    assert list(queries.tests_to_hear(team.office.government)) == [team.test]


def test_votes_on_other_words_do_not_count(team: Team) -> None:
    session = team.voted("fff")
    revise_test(team.test, form=replace(WITNESSES, information="Nama saksi"), by=team.office.budi, at=MOMENT)
    assert problems(close, session, team.seats[0]) == {"votes"}
    close(team.voted("fff", session), team.seats[0])


# Correct before closing; closed is final


def test_before_it_is_closed_all_of_it_is_corrected(team: Team) -> None:
    session = team.voted("fff")
    other = proposed(team.office, information="Isi laporan")
    change_session(
        session,
        form=team.form(place="Aula", tests=[other, team.test]),
        by=team.office.budi,
        at=MOMENT,
    )
    assert [item.test for item in queries.agenda_of(session)] == [other, team.test]
    assert problems(close, session, team.seats[0]) == {"votes"}
    change_session(session, form=team.form(), by=team.office.budi, at=MOMENT)
    assert close(session, team.seats[0]).place == "Ruang rapat Sekda"


@pytest.mark.parametrize("missing", ["minutes", "attendance", "votes", "day"])
def test_a_session_is_closed_when_it_was_held_recorded_and_voted(team: Team, missing: str) -> None:
    if missing == "day":
        session = team.session(held_on=DAY + timedelta(days=1))
        assert problems(close, team.voted("fff", team.recorded(session)), team.seats[0]) == {"held_on"}
        return
    session = team.recorded()
    if missing != "votes":
        team.voted("fff", session)
    attendance = {team.ids[2]: ""} if missing == "attendance" else {}
    minutes = "" if missing == "minutes" else MINUTES
    record_session(session, attendance=attendance, minutes=minutes, by=team.seats[0], at=MOMENT)
    wanted = {"attendance", "votes"} if missing == "attendance" else {missing}
    assert problems(close, session, team.seats[0]) >= wanted - {"votes"}


def test_a_closed_session_is_final(team: Team) -> None:
    session = close(team.voted("ffa"), team.seats[0])
    budi = team.office.budi
    for deed in (
        lambda: change_session(session, form=team.form(place="Lain"), by=budi),
        lambda: team.recorded(session, present=1),
        lambda: team.voted("aaa", session),
        lambda: close(session, budi),
        lambda: cancel_session(session, reason="Salah.", by=budi),
    ):
        with pytest.raises(SessionFinal):
            deed()
    assert queries.votes_on(session.agenda.get()) == counting.Count(2, 1, 0)


def test_the_database_wants_minutes_and_a_reason_for_each_result(team: Team) -> None:
    session = team.session()
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(state="closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.update(result="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(state="cancelled")


# The advice before an approval, and the office that proposes


@pytest.mark.law("G06")
def test_where_the_rule_asks_for_it_no_test_is_approved_before_the_team_was_heard(team: Team) -> None:
    set_rules(
        team.office.government, quorum="half", majority="simple", needs_session=True, by=team.office.budi
    )
    with pytest.raises(NoTeamAdvice):
        approve_test(team.test, by=team.office.superior, at=MOMENT)
    close(team.voted("ffa"), team.seats[0])
    assert approve_test(team.test, by=team.office.superior, at=MOMENT).approved_on == DAY


@pytest.mark.law("G05")
def test_an_office_proposes_for_itself_alone(office: Office) -> None:
    own = people.officer(office.government, Role.PPID_PELAKSANA, body=office.body)
    assert make_test(office.government, form=WITNESSES, by=own, at=MOMENT).body == office.body
    for other in (people.body(office.government, "lain"), None):
        outsider = people.officer(office.government, Role.PPID_PELAKSANA, body=other)
        with pytest.raises(TestIncomplete) as caught:
            make_test(office.government, form=WITNESSES, by=outsider, body=office.body, at=MOMENT)
        assert set(caught.value.problems) == {"body"}


@pytest.mark.law("G05")
def test_a_proposal_is_sent_back_with_a_reason_and_revised(office: Office) -> None:
    own = people.officer(office.government, Role.PPID_PELAKSANA, body=office.body)
    test = make_test(office.government, form=WITNESSES, by=own, at=MOMENT)
    with pytest.raises(NotPermitted):
        return_test(test, reason="Lengkapi.", by=own)
    for reason in (" ", "x" * 501):
        with pytest.raises(TestIncomplete):
            return_test(test, reason=reason, by=office.budi)
    return_test(test, reason="Sebut pasalnya.", by=office.budi, at=MOMENT)
    assert list(catalogue.tests_returned(office.government)) == [test]
    assert not catalogue.tests_waiting(office.government).exists()
    with pytest.raises(AlreadyApproved):
        approve_test(test, by=office.superior)
    with pytest.raises(AlreadyApproved):
        return_test(test, reason="Lagi.", by=office.budi)
    citra = people.officer(
        office.government, Role.PPID_PELAKSANA, body=people.body(office.government, "lain"), name="Citra"
    )
    with pytest.raises(NotPermitted):
        revise_test(test, form=WITNESSES, by=citra)
    revise_test(test, form=replace(WITNESSES, legal_analysis="Pasal 17 huruf a."), by=own, at=MOMENT)
    assert (test.returned_on, test.legal_analysis, test.revision) == (None, "Pasal 17 huruf a.", 1)
    with pytest.raises(TestChangedMeanwhile):
        approve_test(test, by=office.superior, seen=0)
    approve_test(test, by=office.superior, seen=1, at=MOMENT)
    for late in (
        lambda: return_test(test, reason="x", by=office.budi),
        lambda: revise_test(test, form=WITNESSES, by=own),
    ):
        with pytest.raises(AlreadyApproved):
            late()


@pytest.mark.law("P23")
def test_a_revision_lacks_no_step(office: Office) -> None:
    test = proposed(office)
    with pytest.raises(TestIncomplete) as caught:
        revise_test(test, form=replace(WITNESSES, legal_analysis=" "), by=office.budi, at=MOMENT)
    assert set(caught.value.problems) == {"legal_analysis"}
