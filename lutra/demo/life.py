"""The lives of the demo's requests: planned by chance from a fixed seed, then lived through the real deeds in order of
time, so that the book reads as it would have read."""

from __future__ import annotations

import heapq
import io
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from lutra.catalogue.actions import approve_test, make_test
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.rules import TestForm
from lutra.demo import people
from lutra.demo.satisfaction import SHARE, Judged
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government, Holding, PublicBody
from lutra.directory.roles import Role
from lutra.documents import inspecting
from lutra.documents.models import Document, Examination
from lutra.documents.queries import content
from lutra.inbox.actions import is_followed_online
from lutra.jobs.models import Job
from lutra.law.calendars import Calendar
from lutra.requests import actions
from lutra.requests.clocks import lapse_overdue
from lutra.requests.models import Request

_QUESTIONS = Path(__file__).parent / "questions.yaml"
_CHANNELS = ("web", "web", "web", "web", "counter", "counter", "letter", "phone", "email")
_REASON = "Dokumen masih dihimpun dari beberapa unit, sehingga belum seluruhnya dikuasai."

Deed = Callable[[datetime], None]
# The demo's own files need no process that is shut off from the network.
_UNCONFINED = {"confined": {"network": True}}


@dataclass(order=True, slots=True)
class Event:
    """One thing that happens at a moment of the demo's past."""

    at: datetime
    order: int
    deed: Deed = field(compare=False)


class Office:
    """The officers of one government and what they know: who acts, with which test, on which day."""

    def __init__(self, government: Government) -> None:
        self.government = government
        self.zone = ZoneInfo(government.time_zone)
        self.bodies = {body.slug: body for body in government.bodies.filter(region=None)}
        self.calendar: Calendar = calendar_of(government)
        self.tests: dict[tuple[str, str], ConsequenceTest] = {}
        self.villages = [
            str(body) for body in government.bodies.filter(kind__in=["ward", "village"])[:200]
        ] or [government.seat]
        self._holdings = list(Holding.objects.filter(government=government).select_related("post", "user"))

    def actor(self, role: str, on: date, body: PublicBody | None = None) -> Actor | None:
        """Somebody who holds ``role`` on that day, in ``body`` when one is named."""
        for holding in self._holdings:
            post = holding.post
            if post.role == role and holding.holds_on(on) and (body is None or post.body_id == body.pk):
                return actors.actor_of(holding.user, self.government, on=on)
        return None

    def moment(self, day: date, dice: random.Random, *, after: datetime | None = None) -> datetime:
        """A moment of office hours on ``day``, later than ``after``."""
        local = datetime.combine(day, time(8 + dice.randint(0, 7), dice.randint(0, 59)), tzinfo=self.zone)
        moment = local.astimezone(UTC)
        return max(moment, after + timedelta(minutes=20)) if after else moment


def questions() -> list[dict[str, Any]]:
    """The questions people ask, as the YAML file holds them."""
    loaded: list[dict[str, Any]] = yaml.safe_load(_QUESTIONS.read_text(encoding="utf-8"))
    return loaded


def prepare_tests(office: Office, *, on: date) -> None:
    """The consequence tests on which the demo's refusals rest, made by one person and approved by another."""
    maker, chief = office.actor(Role.PPID_UTAMA, on), office.actor(Role.SUPERIOR, on)
    if maker is None or chief is None:
        return
    at = datetime.combine(on, time(2, 0), tzinfo=UTC)
    subjects = {
        ("h", "2"): "Riwayat kesehatan perorangan",
        ("h", "4"): "Hasil evaluasi kapabilitas perorangan",
    }
    subjects |= {
        ("h", "5"): "Catatan pendidikan perorangan",
        ("h", "3"): "Data keuangan dan rekening perorangan",
    }
    for (ground, sub_item), information in subjects.items():
        form = TestForm(
            kind="before_request",
            document="Dokumen layanan yang memuat data perorangan",
            information=information,
            ground=ground,
            sub_item=sub_item,
            legal_analysis="Pasal 17 huruf h UU 14/2008 melindungi rahasia pribadi; tidak ada persetujuan tertulis.",
            consequence_open="Terbukanya data perorangan merugikan orang yang datanya dibuka.",
            benefit_closed="Warga tetap percaya menyerahkan datanya kepada layanan pemerintah.",
            public_interest="Kepentingan umum terpenuhi dengan data agregat yang tetap dibuka.",
        )
        made = make_test(office.government, form=form, by=maker, tested_on=on, at=at)
        office.tests[ground, sub_item] = approve_test(made, by=chief, at=at + timedelta(hours=2))


def plan(office: Office, *, count: int, first: date, now: datetime, seed: int) -> Iterator[Event]:
    """The filing of ``count`` requests between ``first`` and ``now``; each plans its own later events when lived."""
    dice = random.Random(seed)
    today = now.astimezone(office.zone).date()
    span = (today - first).days
    asked = [row for row in questions() if row["body"] in office.bodies]
    for number in range(count):
        if number < count // 7:  # enough open ones that the queue is worth a look
            day = today - timedelta(days=dice.randint(0, 20))
        else:
            day = first + timedelta(days=int(span * dice.random() ** 0.7))
        row, channel = dice.choice(asked), dice.choice(_CHANNELS)
        if channel not in {"web", "email"} and not office.calendar.is_workday(day):
            day = office.calendar.back(day, 1)  # the desk is closed on that day
        filed_at = office.moment(day, dice)
        if filed_at < now:
            life = _Life(office, row, channel, random.Random(seed * 100_000 + number), now)
            yield Event(filed_at, number, life.begin)


class _Life:
    """One request from filing to closing."""

    def __init__(
        self, office: Office, row: dict[str, Any], channel: str, dice: random.Random, now: datetime
    ) -> None:
        self.office, self.row, self.channel, self.dice, self.now = office, row, channel, dice, now
        self.body = office.bodies[row["body"]]
        self.later: list[Event] = []
        self.request: Request

    def begin(self, at: datetime) -> None:
        """File it, then plan what follows."""
        office, dice = self.office, self.dice
        day = at.astimezone(office.zone).date()
        channel = self.channel
        words = {"tahun": str(day.year - dice.randint(0, 1)), "desa": dice.choice(office.villages)}
        person = people.legal_body if dice.random() < 0.2 else people.individual
        clerk = office.actor(Role.DESK_OFFICER, day)
        by = actors.applicant(office.government) if channel == "web" or clerk is None else clerk
        copy = dice.random() < 0.8
        answers = {
            **person(dice, office.villages),
            "subject": self.row["subject"].format(**words)[:160],
            "details": self.row["details"].format(**words),
            "purpose": self.row["purpose"].format(**words),
            "access_way": "copy" if copy else "read",
            "copy_format": dice.choice(("soft", "soft", "hard")) if copy else "",
            "delivery_way": dice.choice(("email", "email", "pickup")),
        }
        self.request = actions.file(office.government, by=by, channel=channel, answers=answers, at=at)
        self._plan(at)

    def _plan(self, filed_at: datetime) -> None:
        dice, calendar, request = self.dice, self.office.calendar, self.request
        fate = dice.random()
        wait = 3 if fate > 0.9 else 1  # some lie on the desk for a few days
        start = calendar.add(request.received_on, wait) if fate > 0.5 else request.received_on
        disposed = self._at(start, self.dispose, after=filed_at)
        drafted_on = calendar.add(start, dice.randint(1, 6))
        if fate < 0.06:  # nobody answered
            self._at(request.due_on + timedelta(days=1), self.lapse, hour_zero=True)
            # Sooner or later even a forgotten one is answered; of the newest a few still wait.
            if fate < 0.02 or request.due_on < self.now.date() - timedelta(days=45):
                late = calendar.add(request.due_on, dice.randint(2, 9))
                self._answer(late, after=disposed)
            return
        drafted = self._at(drafted_on, self.draft, after=disposed)
        if fate < 0.18:  # extended once, then answered inside the new term
            extended = self._at(calendar.back(request.due_on, 1), self.extend, after=drafted)
            self._answer(calendar.add(request.due_on, dice.randint(1, 6)), after=extended)
        else:
            self._answer(
                calendar.add(drafted_on, dice.randint(1, 2)) if fate > 0.3 else request.due_on, after=drafted
            )

    def _answer(self, day: date, *, after: datetime) -> None:
        calendar, dice = self.office.calendar, self.dice
        decided = self._at(day, self.decide, after=after)
        if is_followed_online(self.request):
            delivered, delivered_on = decided + timedelta(minutes=9), day
            self._push(delivered, self.deliver)
        else:
            delivered_on = calendar.add(day, dice.randint(1, 3))
            delivered = self._at(delivered_on, self.hand_over, after=decided)
        closed_on = calendar.add(delivered_on, dice.randint(1, 5))
        self._at(closed_on, self.close, after=delivered)
        self._judge(closed_on)

    def _judge(self, closed_on: date) -> None:
        """A part of those who were answered say how it was. With dice of their own, so that no other fate changes."""
        dice = random.Random(self.request.pk)
        if dice.randint(1, 100) <= SHARE:
            at = self.office.moment(closed_on + timedelta(days=dice.randint(1, 6)), dice)
            self._push(at, Judged(self.office, self.request, dice).judge)

    def _at(
        self, day: date, deed: Deed, *, after: datetime | None = None, hour_zero: bool = False
    ) -> datetime:
        at = self.office.moment(day, self.dice, after=after)
        if hour_zero:
            at = datetime.combine(day, time(0, 10), tzinfo=self.office.zone).astimezone(UTC)
        self._push(at, deed)
        return at

    def _push(self, at: datetime, deed: Deed) -> None:
        if at < self.now:
            self.later.append(Event(at, self.request.pk, deed))

    def _who(self, role: str, at: datetime, body: PublicBody | None = None) -> Actor:
        day = at.astimezone(self.office.zone).date()
        actor = self.office.actor(role, day, body) or self.office.actor(Role.PPID_UTAMA, day)
        if actor is None:
            raise LookupError(f"nobody holds {role} on {day}")
        return actor

    def dispose(self, at: datetime) -> None:
        """Hand it to the body that holds the information."""
        actions.dispose(
            self.request,
            to=[self.body],
            instruction="Siapkan jawaban dan berkasnya.",
            by=self._who(Role.PPID_UTAMA, at),
            at=at,
        )

    def draft(self, at: datetime) -> None:
        """The body proposes an answer with a small table."""
        rows = "\n".join(
            f"{name};{self.dice.randint(3, 900)}" for name in ("Masamba", "Sabbang", "Seko", "Rampi")
        )
        made = actions.draft(
            self.request,
            text=self.row["answer"],
            outcome=self.row["outcome"],
            files=[("data-per-kecamatan.csv", f"Kecamatan;Nilai\n{rows}\n".encode())],
            by=self._who(Role.PPID_PELAKSANA, at, self.body),
            at=at,
        )
        examine_now(made.documents.all(), at=at)

    def extend(self, at: datetime) -> None:
        """Ask for more time, once."""
        actions.extend(
            self.request, reason=_REASON, reason_kind="not_yet_held", by=self._who(Role.PPID_UTAMA, at), at=at
        )

    def lapse(self, at: datetime) -> None:
        """Let the clock notice the silence."""
        lapse_overdue(now=at)

    def decide(self, at: datetime) -> None:
        """The PPID gives the written notice."""
        outcome = self.row["outcome"]
        ground, sub_item = self.row.get("ground", "h"), self.row.get("sub_item", "3")
        holdings = {"not_held": "not_held", "not_yet_held": "not_documented"}
        answers: dict[str, Any] = {
            "holding": holdings.get(outcome, "held"),
            "explanation": self.row["answer"],
            "copy_format": self.request.copy_format or "soft",
            "delivery_way": self.request.delivery_way,
            "cost": 0,
        }
        if outcome in {"granted", "partly"}:
            answers["materials"] = [self.request.subject]
        if outcome in {"partly", "refused"}:
            answers |= {
                "ground": ground,
                "sub_item": sub_item,
                "considerations": {"social": "Melindungi rahasia pribadi warga tanpa menutup data agregat."},
            }
        if outcome == "partly":
            answers["withheld"] = [
                {
                    "matter": "Data pribadi perorangan",
                    "ground": ground,
                    "sub_item": sub_item,
                    "reason": "Rahasia pribadi",
                }
            ]
        if outcome == "not_held":
            answers["holder"] = self.row.get("holder", "")
        if outcome == "not_yet_held":
            answers["available_on"] = (at.date() + timedelta(days=60)).isoformat()
        draft = self.request.drafts.first()
        gives = draft is not None and outcome in {"granted", "partly"}
        given = list(draft.documents.all()) if gives and draft else []
        actions.decide(
            self.request,
            outcome=outcome,
            answers=answers,
            test=self.office.tests.get((ground, sub_item)) if outcome in {"partly", "refused"} else None,
            documents=given,
            by=self._who(Role.PPID_UTAMA, at),
            at=at,
        )

    def deliver(self, at: datetime) -> None:
        """The answer is put on the applicant's page."""
        actions.deliver(
            self.request,
            channel="page",
            what="refusal" if self.row["outcome"] == "refused" else "notice",
            evidence="halaman lacak permohonan",
            by=actors.system(self.office.government.pk),
            at=at,
        )

    def hand_over(self, at: datetime) -> None:
        """The applicant comes back to the counter and signs for the answer."""
        actions.deliver(
            self.request,
            channel="pickup",
            what="refusal" if self.row["outcome"] == "refused" else "notice",
            evidence="Diterima pemohon; tanda tangan dalam buku serah terima",
            by=self._who(Role.DESK_OFFICER, at),
            at=at,
        )

    def close(self, at: datetime) -> None:
        """Nothing more to do."""
        actions.close(self.request, by=self._who(Role.DESK_OFFICER, at), at=at)


def examine_now(documents: Iterable[Document], *, at: datetime) -> None:
    """Look at the demo's own small tables here and now, as the worker would have done on that day in the past.

    The same inspector, without a process of its own for each of some hundred files, behind which everybody's first
    upload would wait; a file in which it finds anything is left to the worker.
    """
    for document in documents:
        found = inspecting.inspect({"name": document.name, **_UNCONFINED}, [io.BytesIO(content(document))])
        if found["hidden"] or found["personal"] or found["errors"]:
            continue
        kept = {name: found[name] for name in ("media_type", "pages", "text_length", "ocr_ran", "errors")}
        waiting = Examination.objects.filter(document=document, state=Examination.State.WAITING)
        Job.objects.filter(key__in=[f"examine:{each.pk}" for each in waiting]).delete()
        waiting.update(state=Examination.State.CLEAR, inspection=kept, asked_at=at, finished_at=at)


def live(events: Iterator[Event], *, progress: Callable[[int], None]) -> int:
    """Let everything happen in order of time; return how many requests were filed."""
    waiting = list(events)
    heapq.heapify(waiting)
    filed = 0
    while waiting:
        event = heapq.heappop(waiting)
        event.deed(event.at)
        life = event.deed.__self__  # type: ignore[attr-defined]
        if event.deed.__name__ == "begin":
            filed += 1
            progress(filed)
        for later in life.later:
            heapq.heappush(waiting, later)
        life.later = []
    return filed
