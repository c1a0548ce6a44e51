"""Reads of the team's sessions."""

from __future__ import annotations

from datetime import date

from django.db.models import Count as Number
from django.db.models import Q, QuerySet

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import tests_waiting
from lutra.directory.models import Government
from lutra.exemptions.models import AgendaItem, Session
from lutra.exemptions.sessions import counting


def sessions(government: Government) -> QuerySet[Session]:
    """All sessions, the latest first, with how many tests each has and how many members were present."""
    present = Q(participants__attendance="present")
    return (
        Session.objects.filter(government=government)
        .select_related("chair", "government")
        .annotate(
            tests=Number("agenda", distinct=True),
            members=Number("participants", distinct=True),
            present=Number("participants", filter=present, distinct=True),
        )
        .order_by("-held_on", "-number")
    )


def coming(government: Government, *, on: date, until: date | None = None) -> QuerySet[Session]:
    """The sessions still to be held, the next first; up to ``until`` where that is given."""
    found = sessions(government).filter(state=Session.State.CONVENED, held_on__gte=on)
    return (found.filter(held_on__lte=until) if until else found).order_by("held_on", "begins", "number")


def to_close(government: Government, *, on: date) -> QuerySet[Session]:
    """The sessions whose day has passed and that nobody closed."""
    return sessions(government).filter(state=Session.State.CONVENED, held_on__lt=on).order_by("held_on")


def tests_to_hear(government: Government) -> QuerySet[ConsequenceTest]:
    """The tests that wait for approval and stand on no agenda of a session still open."""
    return tests_waiting(government).exclude(hearings__session__state=Session.State.CONVENED)


def agenda_of(session: Session) -> list[AgendaItem]:
    """The agenda in order, with its tests and votes. Two queries."""
    return list(
        session.agenda.select_related("test__body", "test__made_by").prefetch_related(
            "votes__participant__user"
        )
    )


def votes_on(item: AgendaItem) -> counting.Count:
    """The votes on one test, counted from the rows."""
    return counting.count(vote.choice for vote in item.votes.all())


def hearings_of(test: ConsequenceTest) -> list[AgendaItem]:
    """The agendas on which a test stands or stood, the oldest first; cancelled sessions are left out."""
    found = test.hearings.exclude(session__state=Session.State.CANCELLED).select_related("session")
    return list(found.prefetch_related("votes").order_by("session__held_on", "pk"))
