"""Writes of the team's sessions: convene, change, record, vote, close, cancel; and the rule they decide by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.consequence import rules_of
from lutra.catalogue.models import ConsequenceTest, TestRules
from lutra.directory.actors import Actor
from lutra.directory.models import Government, Holding
from lutra.directory.permissions import permit
from lutra.exemptions.errors import SessionFinal, SessionIncomplete
from lutra.exemptions.models import AgendaItem, Participant, Session, Vote
from lutra.exemptions.sessions import counting, queries
from lutra.exemptions.sessions.members import members
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number

HOLD = "exemptions.hold_sessions"
BOOK, NO_YEAR = "sessions", 0


@dataclass(frozen=True, slots=True)
class SessionForm:
    """The invitation: when and where, who leads (a user's id), and the tests in the order of the agenda."""

    held_on: date | None
    begins: time | None
    place: str
    chair: int | None
    tests: Sequence[ConsequenceTest]


@transaction.atomic
def convene(
    government: Government, /, *, form: SessionForm, by: Actor, at: datetime | None = None
) -> Session:
    """Call the team together on tests that wait. Everybody who is a member on that day is invited. It gets a number.

    Raises NotPermitted, SessionIncomplete.
    """
    permit(by, HOLD, government_id=government.pk)
    ledger.lock(government.pk)
    team = _team(government, form)
    moment = at or timezone.now()
    _check(form, government, team=team, session=None)
    session = Session.objects.create(
        government=government,
        number=next_number(government.pk, BOOK, NO_YEAR),
        convened_at=moment,
        **_written(form),
    )
    _invite(session, team)
    _put_on_agenda(session, form.tests)
    _record(session, "session.convened", by=by, at=moment, **_told(session, form))
    return session


@transaction.atomic
def change_session(
    session: Session, /, *, form: SessionForm, by: Actor, at: datetime | None = None
) -> Session:
    """Move a session that is not closed, or change its agenda. Tests that stay keep their votes, members who stay
    their attendance. Raises NotPermitted, SessionFinal, SessionIncomplete."""
    permit(by, HOLD, government_id=session.government_id)
    _hold(session)
    team = _team(session.government, form)
    _check(form, session.government, team=team, session=session)
    for name, value in _written(form).items():
        setattr(session, name, value)
    session.save()
    session.agenda.exclude(test__in=form.tests).delete()
    _invite(session, team)
    _put_on_agenda(session, form.tests)
    _record(session, "session.changed", by=by, at=at or timezone.now(), **_told(session, form))
    return session


@transaction.atomic
def record_session(
    session: Session,
    /,
    *,
    attendance: Mapping[int, str],
    minutes: str,
    by: Actor,
    guests: str = "",
    at: datetime | None = None,
) -> Session:
    """Write down who came (by user id) and what was said; again and again until the session is closed.

    Whoever turns out to have been away has no vote. Raises NotPermitted, SessionFinal, SessionIncomplete.
    """
    permit(by, HOLD, government_id=session.government_id)
    _hold(session)
    wrong = _too_long(Session, {"minutes": minutes, "guests": guests})
    invited = {one.user_id: one for one in session.participants.all()}
    if set(attendance) - set(invited):
        wrong["attendance"] = _("Hanya anggota Tim Pertimbangan yang diundang yang dicatat kehadirannya.")
    if set(attendance.values()) - {"", *Participant.Attendance.values}:
        wrong["attendance"] = _("Pilih hadir, izin, atau tidak hadir.")
    if wrong:
        raise SessionIncomplete(wrong)
    for user_id, how in attendance.items():
        invited[user_id].attendance = how
    Participant.objects.bulk_update(invited.values(), ["attendance"])
    Vote.objects.filter(participant__session=session).exclude(
        participant__attendance=Participant.Attendance.PRESENT
    ).delete()
    session.minutes, session.guests = minutes.strip(), guests.strip()
    session.save(update_fields=["minutes", "guests"])
    present = sum(one.is_present for one in invited.values())
    _record(session, "session.recorded", by=by, at=at or timezone.now(), present=present, of=len(invited))
    return session


@transaction.atomic
def vote(
    session: Session,
    /,
    *,
    test: ConsequenceTest,
    votes: Mapping[int, str],
    reason: str,
    by: Actor,
    is_deferred: bool = False,
    at: datetime | None = None,
) -> AgendaItem:
    """Enter how the members voted on one test (user id -> choice) and the team's reason, or put it off with a reason.

    What was entered before is replaced, until the session is closed.
    Raises NotPermitted, SessionFinal, SessionIncomplete.
    """
    permit(by, HOLD, government_id=session.government_id)
    _hold(session)
    item = session.agenda.filter(test=test).select_related("test").first()
    if item is None:
        raise SessionIncomplete({"test": _("Uji ini tidak ada dalam agenda sidang ini.")})
    present = {one.user_id: one for one in session.participants.all() if one.is_present}
    given = {} if is_deferred else {user: choice for user, choice in votes.items() if choice}
    wrong = _too_long(AgendaItem, {"reason": reason})
    if set(given) - set(present):
        wrong["votes"] = _("Hanya anggota yang tercatat hadir yang memberi suara; catat kehadirannya dahulu.")
    elif set(given.values()) - set(Vote.Choice.values):
        wrong["votes"] = _("Pilih setuju, tidak setuju, atau abstain.")
    elif not is_deferred and set(given) != set(present):
        wrong["votes"] = _("Isi suara setiap anggota yang hadir; yang tidak memilih dicatat abstain.")
    elif not is_deferred and not present:
        wrong["votes"] = _("Belum ada anggota yang tercatat hadir.")
    if not reason.strip():
        wrong["reason"] = _("Tulis alasannya; inilah pertimbangan yang dibaca PPID dan atasannya.")
    if wrong:
        raise SessionIncomplete(wrong)
    item.reason, item.is_deferred, item.revision = reason.strip(), is_deferred, item.test.revision
    item.save(update_fields=["reason", "is_deferred", "revision"])
    item.votes.all().delete()
    Vote.objects.bulk_create(
        Vote(government_id=session.government_id, item=item, participant=present[user], choice=choice)
        for user, choice in given.items()
    )
    told = counting.count(given.values())
    _record(
        session,
        "session.voted",
        by=by,
        at=at or timezone.now(),
        test=test.pk,
        deferred=is_deferred,
        **_counted(told),
    )
    return item


@transaction.atomic
def close_session(session: Session, /, *, by: Actor, at: datetime | None = None) -> Session:
    """Close a session; from now on nothing in it changes, and each test carries what the team advised.

    1. The day has come, everybody's attendance is known, and so many were there that the team may decide.
    2. There are minutes, and every test was voted on by all who were present, as it reads now, or put off.
    3. A test gets the advice that its votes make under the government's rule; the rule is kept beside the session.

    Raises NotPermitted, SessionFinal, SessionIncomplete.
    """
    permit(by, HOLD, government_id=session.government_id)
    _hold(session)
    moment = at or timezone.now()
    day = legal_day(moment, session.government.time_zone)
    rules = rules_of(session.government_id)
    agenda = queries.agenda_of(session)
    if wrong := {**_attended(session, rules, on=day), **_settled(session, agenda)}:
        raise SessionIncomplete(wrong)
    session.state, session.closed_at, session.closed_by_id = Session.State.CLOSED, moment, by.officer_id
    session.quorum, session.majority = rules.quorum, rules.majority
    session.save()
    for item in agenda:
        _conclude(item, session, rules, by=by, at=moment)
    results = {str(item.test_id): item.result for item in agenda}
    _record(session, "session.closed", by=by, at=moment, results=results)
    return session


@transaction.atomic
def cancel_session(session: Session, /, *, reason: str, by: Actor, at: datetime | None = None) -> Session:
    """Call a session off; its tests wait for another. Raises NotPermitted, SessionFinal, SessionIncomplete."""
    permit(by, HOLD, government_id=session.government_id)
    _hold(session)
    wrong = _too_long(Session, {"cancelled_reason": reason})
    if not reason.strip():
        wrong["cancelled_reason"] = _("Tulis mengapa sidang ini dibatalkan.")
    if wrong:
        raise SessionIncomplete(wrong)
    session.state, session.cancelled_reason = Session.State.CANCELLED, reason.strip()
    session.save(update_fields=["state", "cancelled_reason"])
    _record(session, "session.cancelled", by=by, at=at or timezone.now())
    return session


@transaction.atomic
def set_rules(
    government: Government, /, *, quorum: str, majority: str, needs_session: bool, by: Actor
) -> TestRules:
    """Set how the team decides and whether a test must come before it; the book keeps what was before.

    Raises NotPermitted, SessionIncomplete.
    """
    permit(by, "requests.set_rules", government_id=government.pk)
    wrong = {}
    if quorum not in TestRules.Quorum.values:
        wrong["quorum"] = _("Pilih kuorum.")
    if majority not in TestRules.Majority.values:
        wrong["majority"] = _("Pilih cara menghitung suara.")
    if wrong:
        raise SessionIncomplete(wrong)
    ledger.lock(government.pk)
    before = rules_of(government.pk)
    wanted: dict[str, Any] = {"quorum": quorum, "majority": majority, "needs_session": needs_session}
    held = {name: getattr(before, name) for name in wanted}
    if held == wanted:
        return before
    rules, _made = TestRules.objects.update_or_create(government=government, defaults=wanted)
    ledger.record(
        government_id=government.pk,
        kind="policy.test_rules_set",
        subject=("government", government.pk),
        by=by,
        data={"rules": wanted, "before": held},
    )
    return rules


# --- what a session must hold -----------------------------------------------------------------------------------------


def _check(
    form: SessionForm, government: Government, *, team: Sequence[Holding], session: Session | None
) -> None:
    wrong = _too_long(Session, {"place": form.place})
    if form.held_on is None:
        wrong["held_on"] = _("Isi tanggal sidang.")
    elif not team:
        wrong["held_on"] = _("Tidak ada anggota Tim Pertimbangan pada hari itu; angkat dahulu di direktori.")
    elif form.chair not in {one.user_id for one in team}:
        wrong["chair"] = _("Pilih pemimpin sidang dari anggota tim pada hari itu.")
    if form.begins is None:
        wrong["begins"] = _("Isi jam mulai.")
    if not form.place.strip():
        wrong["place"] = _("Isi tempat sidang.")
    if not form.tests:
        wrong["tests"] = _("Pilih sedikitnya satu uji yang menunggu persetujuan.")
    allowed = set(queries.tests_to_hear(government).values_list("pk", flat=True))
    if session is not None:
        allowed |= set(session.agenda.values_list("test_id", flat=True))
    if not {test.pk for test in form.tests} <= allowed:
        wrong["tests"] = _("Pilih hanya uji yang menunggu persetujuan dan belum ada di agenda sidang lain.")
    if wrong:
        raise SessionIncomplete(wrong)


def _attended(session: Session, rules: TestRules, *, on: date) -> dict[str, str]:
    wrong = {}
    invited = list(session.participants.all())
    present = sum(one.is_present for one in invited)
    least = counting.needed(len(invited), rules.quorum)
    if session.held_on > on:
        wrong["held_on"] = _("Sidang ini belum berlangsung; ubah tanggalnya bila dimajukan.")
    if any(not one.attendance for one in invited):
        wrong["attendance"] = _("Catat kehadiran setiap anggota.")
    elif present < least:
        wrong["attendance"] = _(
            "Belum kuorum: hadir %(present)d dari %(of)d anggota, sedikitnya %(least)d. Undang lagi di hari lain."
        ) % {"present": present, "of": len(invited), "least": least}
    if not session.minutes.strip():
        wrong["minutes"] = _("Tulis risalah sidang.")
    return wrong


def _settled(session: Session, agenda: Sequence[AgendaItem]) -> dict[str, str]:
    present = {one.pk for one in session.participants.all() if one.is_present}
    for item in agenda:
        voted = {vote.participant_id for vote in item.votes.all()}
        if not item.reason or not (item.is_deferred or voted == present):
            return {
                "votes": _("Uji nomor %(number)d belum diputus atau ditunda.") % {"number": item.position}
            }
        if not item.is_deferred and item.revision != item.test.revision:
            return {
                "votes": _("Uji nomor %(number)d diperbaiki sesudah suara dicatat; bacakan dan catat lagi.")
                % {"number": item.position}
            }
    return {}


def _conclude(item: AgendaItem, session: Session, rules: TestRules, *, by: Actor, at: datetime) -> None:
    """Enter one result, and give the test the advice that refusals and approvals ask for (LAW G06)."""
    told = queries.votes_on(item)
    item.result = AgendaItem.Result.DEFERRED if item.is_deferred else counting.result(told, rules.majority)
    item.save(update_fields=["result"])
    if item.is_deferred:
        return
    item.test.advice, item.test.advised_on = item.result, session.held_on
    item.test.save(update_fields=["advice", "advised_on"])
    ledger.record(
        government_id=session.government_id,
        kind="test.advised",
        subject=("consequence_test", item.test_id),
        by=by,
        at=at,
        data={"session": session.pk, "advice": item.result, **_counted(told)},
    )


# --- small pieces -----------------------------------------------------------------------------------------------------


def _hold(session: Session) -> None:
    """Take the book and read the row anew. Raises SessionFinal."""
    ledger.lock(session.government_id)
    session.refresh_from_db()
    if not session.is_open:
        raise SessionFinal(
            _("Sidang ini sudah ditutup atau dibatalkan; bahas ujinya lagi dalam sidang yang baru.")
        )


def _team(government: Government, form: SessionForm) -> list[Holding]:
    return members(government, on=form.held_on) if form.held_on else []


def _written(form: SessionForm) -> dict[str, Any]:
    return {
        "held_on": form.held_on,
        "begins": form.begins,
        "place": form.place.strip(),
        "chair_id": form.chair,
    }


def _told(session: Session, form: SessionForm) -> dict[str, Any]:
    return {
        "number": session.number,
        "on": session.held_on.isoformat(),
        "tests": [test.pk for test in form.tests],
    }


def _counted(votes: counting.Count) -> dict[str, int]:
    return {"for": votes.in_favour, "against": votes.against, "abstain": votes.abstaining}


def _invite(session: Session, team: Sequence[Holding]) -> None:
    session.participants.exclude(user__in=[one.user_id for one in team]).delete()
    for one in team:
        Participant.objects.update_or_create(
            session=session,
            user_id=one.user_id,
            defaults={"government_id": session.government_id, "post": one.post, "seat": one.title_as_signed},
        )


def _put_on_agenda(session: Session, tests: Sequence[ConsequenceTest]) -> None:
    for position, test in enumerate(dict.fromkeys(tests), 1):
        AgendaItem.objects.update_or_create(
            session=session,
            test=test,
            defaults={"government_id": session.government_id, "position": position},
        )


def _too_long(model: type[models.Model], texts: Mapping[str, str]) -> dict[str, str]:
    limits = {name: getattr(model._meta.get_field(name), "max_length", 0) for name in texts}
    return {
        name: _("Terlalu panjang: paling banyak %(max)d huruf.") % {"max": limits[name]}
        for name, text in texts.items()
        if len(text.strip()) > limits[name]
    }


def _record(session: Session, kind: str, *, by: Actor, at: datetime, **data: Any) -> None:
    ledger.record(
        government_id=session.government_id,
        kind=kind,
        subject=session.ledger_subject,
        by=by,
        at=at,
        data=data,
    )
