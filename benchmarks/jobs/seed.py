"""Fill an installation with many requests. The rows are synthetic; they agree with each other as real ones do.

No deed is run: rows are written in bulk, in the order of time, with a whole chain of entries that ``lutra ledger
verify`` accepts. The same hundred invented people ask again and again, and letters have their row, number and entry
but no file. The office's standing work is the same at each size: ``OPEN`` requests wait for something; what grows is
the history behind them.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import json
import random
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.bulk import Table, day, moment, set_sequences
from benchmarks.questions import answers
from lutra.demo.life import questions
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Applicant, Government, Holding, Identity, PublicBody
from lutra.directory.roles import Role
from lutra.directory.sealing import mark, seal
from lutra.dispositions.models import Disposition
from lutra.documents.models import Document
from lutra.ledger.chain import GENESIS, canonical, digest
from lutra.ledger.followers import followers
from lutra.ledger.models import Counter, Cursor, Entry, Head
from lutra.letters import forms
from lutra.letters.models import Letter
from lutra.publishing.models import PublicRequest, PublicWord, position_of
from lutra.publishing.words import words_of
from lutra.requests import clocks
from lutra.requests.models import Decision, Delivery, Draft, Request
from lutra.requests.workflow import transition

OPEN = 1000
FIRST = date(2022, 2, 1)
# The newest decided ones are so old; younger ones belong to the standing work.
_REST = 40
_CHUNK = 4000
_STANDING = ("file", "dispose", "dispose", "draft", "draft", "decide", "deliver")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``size``: how many requests there shall be. ``first``: the day of the first one (ISO), else ``FIRST``."""
    first = date.fromisoformat(arguments.get("first") or FIRST.isoformat())
    return lambda: seed(arguments["size"], first)


def seed(size: int, first: date) -> dict[str, Any]:
    """Write them; how many rows there are."""
    government = Government.objects.get(code="73.22")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-1000000")
    rows = _Office(government, size, first).write() if not government.requests.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"rows": rows}


class _Office:
    """One government's requests, lived through in the order of time."""

    def __init__(self, government: Government, size: int, first: date) -> None:
        self.government, self.size, self.first = government, size, first
        self.dice = random.Random(7322)
        self.calendar = calendar_of(government)
        self.today = timezone.now().astimezone(UTC).date()
        self.bodies = {body.slug: body for body in PublicBody.objects.filter(government=government)}
        self.body_names = {slug: str(body) for slug, body in self.bodies.items()}
        self.questions = [row for row in questions() if row["body"] in self.bodies]
        held = {each.post.role: each for each in government_holdings(government)}
        self.ppid, self.desk = held[Role.PPID_UTAMA], held[Role.DESK_OFFICER]
        self.answerers = {
            each.post.body_id: each
            for each in government_holdings(government)
            if each.post.role == Role.PPID_PELAKSANA
        }
        self.test = government.consequence_tests.filter(ground="h", sub_item="2").get().pk
        people = itertools.islice(answers(random.Random(1)), 100)
        self.identities = [
            (seal(identity), mark(government.pk, identity["nik"]))
            for person in people
            for identity in [
                {key: person[key] for key in ("name", "nik", "address", "phone", "email", "occupation")}
            ]
        ]
        head = Head.objects.filter(government_id=government.pk).first()
        self.seq, self.hash = (head.seq, head.hash) if head else (0, GENESIS)
        self.numbers: Tally[tuple[str, int]] = Tally()
        self.later: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.order = itertools.count()
        self._open_tables()

    def _open_tables(self) -> None:
        self.applicants = Table(Applicant, "id", "government_id", "kind", "created_at")
        self.sealed = Table(Identity, "applicant_id", "sealed", "mark")
        self.requests = Table(
            Request,
            *("id", "government_id", "year", "number", "reference", "code", "key", "channel", "applicant_id"),
            *("subject", "details", "purpose", "access_way", "copy_format", "delivery_way", "filed_at"),
            *(
                "received_on",
                "stage",
                "body_id",
                "outcome",
                "clock",
                "due_on",
                "original_due_on",
                "extended_on",
            ),
            *("lapsed_on", "decided_on", "delivered_on", "closed_on", "revision", "recorded_by_id"),
        )
        self.dispositions = Table(
            Disposition,
            *(
                "id",
                "government_id",
                "subject_type",
                "subject_id",
                "to_body_id",
                "from_post_id",
                "instruction",
            ),
            *("due_on", "given_at", "done_at", "recalled_at"),
        )
        self.drafts = Table(
            Draft,
            "id",
            "government_id",
            "request_id",
            "body_id",
            "author_id",
            "outcome",
            "text",
            "created_at",
        )
        self.decisions = Table(
            Decision,
            *("id", "government_id", "request_id", "outcome", "decided_by_id", "decided_as_id", "decided_at"),
            *("holding", "holder", "explanation", "materials", "ground", "sub_item", "test_id"),
            *("considerations", "copy_format", "delivery_way", "cost", "available_on"),
        )
        self.deliveries = Table(
            Delivery, "id", "government_id", "request_id", "channel", "what", "evidence", "delivered_at"
        )
        self.documents = Table(
            Document,
            *("id", "government_id", "sha256", "name", "media_type", "size", "is_sealed", "created_at"),
        )
        self.letters = Table(
            Letter,
            *(
                "id",
                "government_id",
                "request_id",
                "source_seq",
                "kind",
                "language",
                "book",
                "year",
                "number",
            ),
            *("reference", "code", "document_id", "sha256", "issued_at", "issued_on", "made_at", "signature"),
            *("signer_name", "signer_title"),
        )
        self.entries = Table(
            Entry,
            *("id", "government_id", "seq", "at", "kind", "subject_type", "subject_id", "actor", "post_id"),
            *("data", "prev_hash", "hash"),
        )
        self.lines = Table(
            PublicRequest,
            *("id", "government_id", "request_id", "position", "reference", "received_on", "body_name"),
            *("body_slug", "channel", "stage", "outcome", "due_on", "lapsed_on", "decided_on", "days"),
            *("public_subject", "is_withheld"),
        )
        self.words = Table(PublicWord, "id", "government_id", "word", "position", "row_id")
        self.tables = [
            *(self.applicants, self.sealed, self.requests, self.dispositions, self.drafts, self.decisions),
            *(self.deliveries, self.documents, self.letters, self.entries, self.lines, self.words),
        ]

    def write(self) -> int:
        """Live through all of it; how many rows that made."""
        rows = 0
        with transaction.atomic():
            for done, (filed_at, is_open) in enumerate(self._filings(), start=1):
                self._let_happen(filed_at)
                _Case(self, filed_at, is_open=is_open).file()
                if done % _CHUNK == 0:
                    rows += sum(table.flush() for table in self.tables)
            self._let_happen(datetime.max.replace(tzinfo=UTC))
            rows += sum(table.flush() for table in self.tables)
            self._set_counters()
            set_sequences(self.tables)
        return rows

    def _filings(self) -> Iterator[tuple[datetime, bool]]:
        """When each request is filed, and whether it is part of the standing work."""
        standing = min(OPEN, self.size // 5)
        history = self.size - standing
        span = (self.today - timedelta(days=_REST) - self.first).days
        for number in range(history):
            on = self.first + timedelta(days=number * span // history)
            yield self._office_hour(on, number * span % history / history), False
        for number in range(standing):
            on = self.today - timedelta(days=25 - number * 25 // standing)
            yield self._office_hour(on, number * 25 % standing / standing), True

    def _office_hour(self, on: date, part: float) -> datetime:
        """A moment of the day that grows with ``part`` (0 to 1), from eight in the morning in the east."""
        return datetime.combine(on, time(0), tzinfo=UTC) + timedelta(seconds=part * 8 * 3600)

    def _let_happen(self, until: datetime) -> None:
        while self.later and self.later[0][0] <= until:
            at, _order, deed = heapq.heappop(self.later)
            deed(at)

    def plan(self, at: datetime, deed: Callable[[datetime], None]) -> None:
        """Let ``deed`` happen at its time."""
        heapq.heappush(self.later, (at, next(self.order), deed))

    def enter(
        self, kind: str, subject: int, actor: str, post: int | None, at: datetime, data: dict[str, Any]
    ) -> int:
        """One more entry in the book; its seq."""
        self.seq += 1
        before, self.hash = (
            self.hash,
            digest(
                prev_hash=self.hash,
                government_id=self.government.pk,
                seq=self.seq,
                at=at,
                kind=kind,
                subject=("request", subject),
                actor=actor,
                post_id=post,
                data=data,
            ),
        )
        self.entries.add(
            *(
                self.entries.take_pk(),
                self.government.pk,
                self.seq,
                moment(at),
                kind,
                "request",
                subject,
                actor,
            ),
            *(post, canonical(data), before, self.hash),
        )
        return self.seq

    def number(self, book: str, year: int) -> int:
        """The next number of a book."""
        self.numbers[book, year] += 1
        return self.numbers[book, year]

    def code(self) -> str:
        """A code that nobody has; drawn from the seed, so as good as the seed is secret."""
        bits = self.dice.getrandbits(60)
        return "".join(_ALPHABET[bits >> shift & 31] for shift in range(0, 60, 5))

    def _set_counters(self) -> None:
        Head.objects.update_or_create(
            government_id=self.government.pk, defaults={"seq": self.seq, "hash": self.hash}
        )
        for (book, year), last in self.numbers.items():
            Counter.objects.update_or_create(
                government_id=self.government.pk, book=book, year=year, defaults={"last": last}
            )
        for follower in followers():
            Cursor.objects.update_or_create(
                government_id=self.government.pk, follower=follower.name, defaults={"seq": self.seq}
            )


class _Case:
    """One request from filing to closing; its row is written when nothing more will happen to it."""

    def __init__(self, office: _Office, filed_at: datetime, *, is_open: bool) -> None:
        self.office, self.filed_at = office, filed_at
        self.on = filed_at.date()
        dice = office.dice
        self.row = dice.choice(office.questions)
        self.body = office.bodies[self.row["body"]]
        self.words = {"tahun": str(self.on.year - dice.randint(0, 1)), "desa": "Kecamatan Masamba"}
        self.subject = self.row["subject"].format(**self.words)[:160]
        self.outcome = self.row["outcome"]
        # Of the standing work most waits for the answer, some for its delivery or closing.
        self.last = (
            dice.choice(("file", "dispose", "dispose", "draft", "draft", "decide", "deliver"))
            if is_open
            else "close"
        )
        self.stage, self.revision = "filed", 0
        self.body_id: int | None = None
        self.drafted_at: datetime | None = None
        self.extended_on: date | None = None
        self.lapsed_on: date | None = None
        self.decided_on: date | None = None
        self.delivered_on: date | None = None
        self.closed_on: date | None = None

    def file(self) -> None:
        """File it, and plan what follows."""
        office = self.office
        government = office.government
        self.pk, applicant = office.requests.take_pk(), office.applicants.take_pk()
        self.year = self.on.year
        self.number = office.number("request", self.year)
        self.reference = f"{self.number:04d}/PPID/{government.abbreviation}/{self.year}"
        self.code = office.code()
        self.applicant = applicant
        self.channel = office.dice.choice(("web", "web", "web", "counter", "letter", "phone"))
        at = moment(self.filed_at)
        office.applicants.add(applicant, government.pk, "individual", at)
        office.sealed.add(applicant, *office.dice.choice(office.identities))
        reply, self.due_on = _reply(government, self.on)
        self.original_due_on, self.clock = self.due_on, {"reply": reply}
        data = {
            "reference": self.reference,
            "channel": self.channel,
            "applicant_kind": "individual",
            "received_on": self.on.isoformat(),
            "reply": reply,
        }
        by_web = self.channel == "web"
        seq = office.enter(
            transition("file").kind,
            self.pk,
            "applicant" if by_web else f"officer:{office.desk.user_id}",
            None if by_web else office.desk.post_id,
            self.filed_at,
            data,
        )
        self._letter("receipt", seq, self.filed_at)
        self._plan()

    def _plan(self) -> None:
        office, dice = self.office, self.office.dice
        at, kept = self.filed_at, ["file", "dispose", "draft", "decide", "deliver", "close"]
        kept = kept[1 : kept.index(self.last) + 1]
        days = dict(
            zip(kept, (1, dice.randint(2, 6), dice.randint(8, 13), 14, dice.randint(15, 20)), strict=False)
        )
        fate = dice.random()
        if "decide" in days and fate < 0.12:
            days["extend"], days["decide"] = 9, days["decide"] + 6
            days["deliver"], days["close"] = days["decide"] + 1, days["decide"] + 3
        days = {deed: wait for deed, wait in days.items() if deed in kept or deed == "extend"}
        deeds: dict[str, Callable[[datetime], None]] = {
            "dispose": self.dispose,
            "draft": self.draft,
            "decide": self.decide,
            "deliver": self.deliver,
            "close": self.close,
            "extend": self.extend,
        }
        now = datetime.combine(office.today, time(0), tzinfo=UTC)
        happening = [(min(at + timedelta(days=wait), now), deed) for deed, wait in days.items()]
        in_time = "decide" in days and at.date() + timedelta(days=days["decide"]) <= self.due_on
        if not in_time and "extend" not in days and self.due_on < office.today:
            night = datetime.combine(self.due_on + timedelta(days=1), time(0, 10), tzinfo=UTC)
            happening.append((night, "lapse"))
        happening.sort(key=lambda each: each[0])
        for number, (when, deed) in enumerate(happening):
            done = deeds.get(deed, self.lapse)
            office.plan(when, done if number + 1 < len(happening) else self._then_finish(done))
        if not happening:
            self._finish()

    def _then_finish(self, deed: Callable[[datetime], None]) -> Callable[[datetime], None]:
        def last(at: datetime) -> None:
            deed(at)
            self._finish()

        return last

    def dispose(self, at: datetime) -> None:
        """The PPID hands it to the body."""
        office = self.office
        self.until = office.calendar.back(self.due_on, 3)
        self.given_at, self.body_id = at, self.body.pk
        data = {
            "to": [{"body": self.body.pk, "short": self.body.short_name}],
            "due": self.until.isoformat(),
            "instruction": "Siapkan jawaban dan berkasnya.",
        }
        self._move("dispose", at, data, stage="disposed")

    def draft(self, at: datetime) -> None:
        """The body proposes an answer."""
        office = self.office
        pk = office.drafts.take_pk()
        answerer = office.answerers.get(self.body.pk, office.ppid)
        self.drafted_at = at
        office.drafts.add(
            *(pk, office.government.pk, self.pk, self.body.pk, answerer.user_id, self.outcome),
            *(self.row["answer"], moment(at)),
        )
        data = {"draft": pk, "outcome": self.outcome, "body": self.body.short_name, "files": []}
        self._move("draft", at, data, by=answerer, stage="drafted")

    def extend(self, at: datetime) -> None:
        """The PPID extends once."""
        extension, due_on = _extension(self.office.government, self.original_due_on, at.date())
        self.extended_on, self.due_on = at.date(), due_on
        self.clock = {**self.clock, "extension": extension}
        data = {"reason": "Dokumen masih dihimpun.", "reason_kind": "not_yet_held", "extension": extension}
        self._letter("extension", self._move("extend", at, data), at)

    def lapse(self, at: datetime) -> None:
        """The clock notices the silence."""
        self.lapsed_on = at.date()
        data = {"due": self.due_on.isoformat(), "on": at.date().isoformat()}
        self._enter("lapse", at, data, actor="clock", post=None)

    def decide(self, at: datetime) -> None:
        """The PPID decides."""
        office = self.office
        pk = office.decisions.take_pk()
        self.decided_on = decided_on = at.date()
        withholds = self.outcome in {"partly", "refused"}
        office.decisions.add(
            *(
                pk,
                office.government.pk,
                self.pk,
                self.outcome,
                office.ppid.user_id,
                office.ppid.post_id,
                moment(at),
            ),
            {"not_held": "not_held", "not_yet_held": "not_documented"}.get(self.outcome, "held"),
            self.row.get("holder", ""),
            self.row["answer"],
            canonical([self.subject]) if self.outcome in {"granted", "partly"} else "[]",
            *(("h", "2", office.test) if withholds else ("", "", None)),
            canonical({"social": "Melindungi rahasia pribadi warga."}) if withholds else "{}",
            *("soft", "email", 0),
            day(decided_on + timedelta(days=60)) if self.outcome == "not_yet_held" else None,
        )
        data = {
            "outcome": self.outcome,
            "decision": pk,
            "received_on": self.on.isoformat(),
            "decided_on": decided_on.isoformat(),
            "due": self.due_on.isoformat(),
            "days": self._days(),
            "grounds": ["h"] if withholds else [],
            "body": self.body_id,
            "files": [],
        }
        kind = "refusal" if self.outcome == "refused" else "notice"
        self._letter(kind, self._move("decide", at, data, stage="decided"), at)

    def deliver(self, at: datetime) -> None:
        """The answer is put on the applicant's page."""
        office = self.office
        pk, what = office.deliveries.take_pk(), "refusal" if self.outcome == "refused" else "notice"
        self.delivered_on = at.date()
        office.deliveries.add(
            pk, office.government.pk, self.pk, "page", what, "halaman lacak permohonan", moment(at)
        )
        data = {"channel": "page", "what": what, "delivery": pk}
        self._enter("deliver", at, data, actor="system", post=None, stage="delivered")

    def close(self, at: datetime) -> None:
        """Nothing more to do."""
        self.closed_on = at.date()
        self._move("close", at, {}, by=self.office.desk, stage="closed")

    def _move(
        self, deed: str, at: datetime, data: dict[str, Any], *, by: Holding | None = None, stage: str = ""
    ) -> int:
        who = by or self.office.ppid
        return self._enter(deed, at, data, actor=f"officer:{who.user_id}", post=who.post_id, stage=stage)

    def _enter(
        self, deed: str, at: datetime, data: dict[str, Any], *, actor: str, post: int | None, stage: str = ""
    ) -> int:
        self.stage, self.revision = stage or self.stage, self.revision + 1
        return self.office.enter(transition(deed).kind, self.pk, actor, post, at, data)

    def _letter(self, kind: str, told: int, at: datetime) -> None:
        office, series = self.office, forms.series(kind)
        pk, document, code = office.letters.take_pk(), office.documents.take_pk(), office.code()
        number = office.number(series.book, at.year)
        reference = series.printed(number, abbreviation=office.government.abbreviation, year=at.year)
        sha256 = hashlib.sha256(f"{kind}{pk}".encode()).hexdigest()
        office.documents.add(
            *(
                document,
                office.government.pk,
                sha256,
                f"{reference.replace('/', '-')}.pdf",
                "application/pdf",
            ),
            *(28_000, True, moment(at)),
        )
        office.letters.add(
            *(
                pk,
                office.government.pk,
                self.pk,
                told,
                kind,
                "id",
                series.book,
                at.year,
                number,
                reference,
                code,
            ),
            *(document, sha256, moment(at), day(at.date()), moment(at), "signed", office.ppid.user.full_name),
            office.ppid.post.title,
        )
        data = {
            "letter": pk,
            "number": reference,
            "kind": kind,
            "code": code,
            "sha256": sha256,
            "language": "id",
            "tells": told,
        }
        office.enter("letter.issued", self.pk, "system", None, at, data)

    def _days(self) -> int:
        assert self.decided_on is not None
        return self.office.calendar.count(self.on, self.decided_on) if self.decided_on > self.on else 0

    def _finish(self) -> None:
        """Write the row of the request, its disposition, and its line in the public register."""
        office, government = self.office, self.office.government
        office.requests.add(
            *(
                self.pk,
                government.pk,
                self.year,
                self.number,
                self.reference,
                self.code,
                f"{self.code}{self.pk}",
            ),
            *(self.channel, self.applicant, self.subject, self.row["details"].format(**self.words)),
            *(
                self.row["purpose"].format(**self.words),
                "copy",
                "soft",
                "email",
                moment(self.filed_at),
                day(self.on),
            ),
            *(self.stage, self.body_id, self.outcome if self.decided_on else "", _as_json(self.clock)),
            *(day(self.due_on), day(self.original_due_on), day(self.extended_on), day(self.lapsed_on)),
            *(day(self.decided_on), day(self.delivered_on), day(self.closed_on), self.revision),
            None if self.channel == "web" else office.desk.user_id,
        )
        if self.body_id:
            office.dispositions.add(
                *(office.dispositions.take_pk(), government.pk, "request", self.pk, self.body_id),
                *(
                    office.ppid.post_id,
                    "Siapkan jawaban dan berkasnya.",
                    day(self.until),
                    moment(self.given_at),
                ),
                *(moment(self.drafted_at) if self.drafted_at else None, None),
            )
        line, position = office.lines.take_pk(), position_of(self.year, self.number)
        office.lines.add(
            *(line, government.pk, self.pk, position, self.reference, day(self.on)),
            *((office.body_names[self.body.slug], self.body.slug) if self.body_id else ("", "")),
            *(self.channel, self.stage, self.outcome if self.decided_on else "", day(self.due_on)),
            *(day(self.lapsed_on), day(self.decided_on), self._days() if self.decided_on else None),
            *(self.subject, False),
        )
        for word in _words(self.subject):
            office.words.add(office.words.take_pk(), government.pk, word, position, line)


def government_holdings(government: Government) -> list[Holding]:
    """Who holds which post now."""
    return list(Holding.objects.filter(government=government, ends_on=None).select_related("post", "user"))


@cache
def _reply(government: Government, on: date) -> tuple[dict[str, Any], date]:
    due = clocks.reply_clock(government, on, known_on=on)
    return clocks.as_stored(due, known_on=on), due.due


@cache
def _extension(government: Government, due_on: date, on: date) -> tuple[dict[str, Any], date]:
    due = clocks.extension_clock(government, due_on, known_on=on)
    return clocks.as_stored(due, known_on=on), due.due


_DUMPED: dict[tuple[int, ...], str] = {}


def _as_json(clock: dict[str, Any]) -> str:
    """The clock as JSON; there are only a few thousand different ones, which live as long as the process."""
    key = tuple(id(part) for part in clock.values())
    if key not in _DUMPED:
        _DUMPED[key] = json.dumps(clock, ensure_ascii=False)
    return _DUMPED[key]


@cache
def _words(subject: str) -> tuple[str, ...]:
    return tuple(sorted(words_of(subject)))
