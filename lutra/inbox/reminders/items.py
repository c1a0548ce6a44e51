"""What officers of a government are to be told of on a day: by the state of the cases, whoever slept meanwhile.

Nothing here asks whether today is the day to remind: everything that is near, late or waiting is given, and what was
told before is left out by its key. A due date that moved makes another key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from lutra.catalogue.queries import tests_returned, tests_waiting
from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.directory.permissions import may
from lutra.dispositions.models import Disposition
from lutra.exemptions.queries import reviews
from lutra.exemptions.sessions.queries import coming, to_close
from lutra.law.calendars import Calendar
from lutra.ledger.cases import Case
from lutra.ledger.queries import Entry, entries
from lutra.letters.models import Unsigned
from lutra.objections.dispute_models import Dispute, Hearing, RulingOrder
from lutra.objections.dispute_queries import NOTICE, due_now, is_represented
from lutra.objections.models import Objection
from lutra.requests.models import WAITING, Draft, RecordCall, Request

#: How far back a change of the calendar is still news.
_NEWS = timedelta(days=14)
# Which deed's page tells of a case, by how the book names it.
_PAGES = {"request": "/desk/permohonan/", "objection": "/desk/keberatan/", "dispute": "/desk/sengketa/"}
_SEES = {"request": "requests.decide", "objection": "objections.decide", "dispute": "disputes.manage"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tell of, and to whom: to holders of a permission, to a body's PPID, or to one officer."""

    topic: str
    key: str
    reference: str
    on: date | None
    path: str
    permission: str = ""
    body_id: int | None = None
    user_id: int | None = None
    not_to: int | None = None  # whoever wrote a draft does not approve it

    def is_for(self, actor: Actor) -> bool:
        """Whether ``actor`` is told."""
        if actor.user_id == self.not_to:
            return False
        return (
            (self.user_id is not None and actor.user_id == self.user_id)
            or (self.body_id is not None and self.body_id in actor.body_ids)
            or (bool(self.permission) and may(actor, self.permission))
        )


def items(government: Government, /, *, on: date, days_ahead: int) -> list[Item]:
    """Everything to tell of on the legal day ``on``; what is due is told from ``days_ahead`` working days before."""
    calendar = calendar_of(government, as_known_on=on)
    until = calendar.add(on, days_ahead)
    found = [
        *_requests(government, on=on, until=until),
        *_dispositions(government, on=on, until=until),
        *_drafts(government),
        *_calls(government, on=on, until=until),
        *_unsigned(government),
        *_objections(government, on=on, until=until),
        *_disputes(government, on=on, until=until),
        *_hearings(government, on=on, calendar=calendar),
        *_orders(government, on=on, until=until),
        *_decrees(government, on=on),
        *_tests(government),
        *_sessions(government, on=on, until=until),
        *_reviews(government, on=on, until=until),
    ]
    return sorted(found, key=lambda item: (item.on or on, item.topic, item.reference))


def _soon_or_late(due: date, on: date) -> str:
    return "late" if due < on else "soon"


def _requests(government: Government, *, on: date, until: date) -> Iterator[Item]:
    waiting = Request.objects.filter(WAITING, government=government, due_on__lte=until)
    rows = waiting.exclude(stage=Request.Stage.INCOMPLETE).order_by("due_on", "pk")
    for pk, reference, due in rows.values_list("pk", "reference", "due_on").iterator():
        state = _soon_or_late(due, on)
        yield Item(
            topic=f"request_{state}",
            key=f"request:{pk}:{state}:{due}",
            reference=reference,
            on=due,
            path=f"/desk/permohonan/{pk}/",
            permission="requests.decide",
        )


def _dispositions(government: Government, *, on: date, until: date) -> Iterator[Item]:
    given = Disposition.objects.filter(
        government=government,
        subject_type="request",
        done_at__isnull=True,
        recalled_at__isnull=True,
        due_on__lte=until,
    )
    open_ = Request.objects.filter(WAITING, government=government)
    rows = given.filter(subject_id__in=open_.values("pk")).order_by("due_on", "pk")
    found = list(rows.values_list("pk", "subject_id", "to_body_id", "due_on"))
    names = dict(open_.filter(pk__in={row[1] for row in found}).values_list("pk", "reference"))
    for pk, request, body, due in found:
        state = _soon_or_late(due, on)
        yield Item(
            topic=f"part_{state}",
            key=f"disposition:{pk}:{state}:{due}",
            reference=names[request],
            on=due,
            path=f"/desk/permohonan/{request}/",
            body_id=body,
        )


def _drafts(government: Government) -> Iterator[Item]:
    """Each body's newest draft that nobody has reviewed, while it is still asked for."""
    rows = (
        Draft.objects.filter(government=government, request__stage=Request.Stage.DRAFTED)
        .order_by("request_id", "body_id", "-pk")
        .annotate(review=F("reviews__pk"))
        .values_list("request_id", "body_id", "pk", "author_id", "request__reference", "review")
    )
    seen: set[tuple[int, int | None]] = set()
    for request, body, pk, author, reference, review in rows:
        if (request, body) in seen:
            continue
        seen.add((request, body))
        if review is None:
            yield Item(
                topic="draft",
                key=f"draft:{pk}",
                reference=reference,
                on=None,
                path=f"/desk/permohonan/{request}/usulan/{pk}/",
                permission="requests.decide",
                body_id=body,
                not_to=author,
            )


def _calls(government: Government, *, on: date, until: date) -> Iterator[Item]:
    calls = RecordCall.objects.filter(government=government, answer="", due_on__lte=until)
    rows = calls.exclude(request__stage__in=["closed", "withdrawn", "set_aside"]).order_by("due_on", "pk")
    for call in rows.select_related("request"):
        state = _soon_or_late(call.due_on, on)
        yield Item(
            topic=f"call_{state}",
            key=f"call:{call.pk}:{state}:{call.due_on}",
            reference=call.request.reference,
            on=call.due_on,
            path=f"/desk/permohonan/{call.request_id}/",
            body_id=call.custodian_id,
            user_id=call.asked_by_id if state == "late" else None,
        )


def _unsigned(government: Government) -> Iterator[Item]:
    rows = Unsigned.objects.filter(government=government, letter__isnull=True).order_by("pk")
    for pk, reference, signer in rows.values_list("pk", "reference", "signer_id"):
        yield Item("signature", f"unsigned:{pk}", reference, None, "/desk/tanda-tangan/", user_id=signer)


def _objections(government: Government, *, on: date, until: date) -> Iterator[Item]:
    waiting = Objection.objects.filter(
        government=government, stage=Objection.Stage.REGISTERED, due_on__lte=until
    )
    for one in waiting.order_by("due_on", "pk"):
        state = _soon_or_late(one.due_on, on)
        yield Item(
            topic=f"objection_{state}",
            key=f"objection:{one.pk}:{state}:{one.due_on}",
            reference=one.reference,
            on=one.due_on,
            path=f"/desk/keberatan/{one.pk}/",
            permission="objections.decide",
        )
    ordered = Objection.objects.filter(
        government=government, order_due_on__lte=until, order_done_on__isnull=True
    )
    for one in ordered.exclude(order="").order_by("order_due_on", "pk"):
        due = one.order_due_on
        if due is None:
            continue
        state = _soon_or_late(due, on)
        yield Item(
            topic=f"order_{state}",
            key=f"objection:{one.pk}:order:{state}:{due}",
            reference=one.reference,
            on=due,
            path=f"/desk/keberatan/{one.pk}/",
            permission="objections.carry_out",
        )


def _disputes(government: Government, *, on: date, until: date) -> Iterator[Item]:
    for dispute in Dispute.objects.filter(government=government).exclude(stage=Dispute.Stage.FINAL):
        running = due_now(dispute)
        if running is None or not on <= running[1] <= until:
            continue
        name, due = running
        yield Item(
            topic="dispute",
            key=f"dispute:{dispute.pk}:{name}:{due}",
            reference=dispute.number,
            on=due,
            path=f"/desk/sengketa/{dispute.pk}/",
            permission="disputes.manage",
        )


def _hearings(government: Government, *, on: date, calendar: Calendar) -> Iterator[Item]:
    """Hearings within the law's notice; one to which nobody is sent yet is another thing than one that is prepared."""
    near = Hearing.objects.filter(
        government=government, held_on__isnull=True, on__gte=on, on__lte=calendar.add(on, NOTICE)
    ).exclude(dispute__stage=Dispute.Stage.FINAL)
    for hearing in near.select_related("dispute").prefetch_related("dispute__representatives"):
        topic = "hearing" if is_represented(hearing) else "hearing_nobody"
        yield Item(
            topic=topic,
            key=f"hearing:{hearing.pk}:{topic}:{hearing.on}",
            reference=hearing.dispute.number,
            on=hearing.on,
            path=f"/desk/sengketa/{hearing.dispute_id}/",
            permission="disputes.manage",
        )


def _orders(government: Government, *, on: date, until: date) -> Iterator[Item]:
    orders = RulingOrder.objects.filter(government=government, done_on__isnull=True, due_on__lte=until)
    for order in orders.select_related("dispute").order_by("due_on", "pk"):
        state = _soon_or_late(order.due_on, on)
        yield Item(
            topic=f"order_{state}",
            key=f"ruling_order:{order.pk}:{state}:{order.due_on}",
            reference=order.dispute.number,
            on=order.due_on,
            path=f"/desk/sengketa/{order.dispute_id}/",
            permission="disputes.manage",
            body_id=order.body_id,
        )


def _decrees(government: Government, *, on: date) -> Iterator[Item]:
    """Cases whose date a new decree has moved."""
    changed = [
        entry
        for entry in entries(government.pk, kinds=[f"{kind}.recomputed" for kind in _PAGES]).order_by("-seq")[
            :500
        ]
        if entry.at.date() >= on - _NEWS
    ]
    names = {
        "request": dict(_named(Request, "reference", changed)),
        "objection": dict(_named(Objection, "reference", changed)),
        "dispute": dict(_named(Dispute, "number", changed)),
    }
    for entry in changed:
        reference = names[entry.subject_type].get(entry.subject_id)
        if reference is not None:
            yield Item(
                topic="decree",
                key=f"recomputed:{entry.seq}",
                reference=reference,
                on=date.fromisoformat(entry.data["due"]),
                path=f"{_PAGES[entry.subject_type]}{entry.subject_id}/",
                permission=_SEES[entry.subject_type],
            )


def _tests(government: Government) -> Iterator[Item]:
    """Proposed tests: for whoever approves, and sent back for whoever made them."""
    for test in tests_waiting(government):
        yield Item(
            topic="test",
            key=f"test:{test.pk}:{test.revision}",
            reference=f"UK-{test.pk}",
            on=None,
            path=f"/desk/uji/{test.pk}/",
            permission="catalogue.approve_test",
            not_to=test.made_by_id,
        )
    for test in tests_returned(government):
        yield Item(
            topic="test_returned",
            key=f"test:{test.pk}:returned:{test.revision}",
            reference=f"UK-{test.pk}",
            on=None,
            path=f"/desk/uji/{test.pk}/",
            user_id=test.made_by_id,
        )


def _sessions(government: Government, *, on: date, until: date) -> Iterator[Item]:
    """The team's sessions that are near, and those that were to be held and that nobody closed."""
    for topic, rows in (
        ("session", coming(government, on=on, until=until)),
        ("session_open", to_close(government, on=on)),
    ):
        for session in rows:
            yield Item(
                topic=topic,
                key=f"session:{session.pk}:{topic}:{session.held_on}",
                reference=_("Sidang %(number)d") % {"number": session.number},
                on=session.held_on,
                path=f"/desk/dik/sidang/{session.pk}/",
                permission="exemptions.hold_sessions",
            )


def _reviews(government: Government, *, on: date, until: date) -> Iterator[Item]:
    """Exemptions to be looked at again, for whoever decrees and for the office that holds the information."""
    for review in reviews(government, until=until, on=on):
        row, state = review.exemption, _soon_or_late(review.due, on)
        yield Item(
            topic=f"exemption_{state}",
            key=f"exemption:{row.pk}:{state}:{review.due}",
            reference=f"DIK {row.number}",
            on=review.due,
            path=f"/desk/dik/{row.pk}/",
            permission="exemptions.record",
            body_id=row.body_id,
        )


def _named(model: type[Case], field: str, changed: list[Entry]) -> QuerySet[Any, tuple[int, str]]:
    wanted = {entry.subject_id for entry in changed if entry.subject_type == model.__name__.lower()}
    return model._default_manager.filter(pk__in=wanted).values_list("pk", field)
