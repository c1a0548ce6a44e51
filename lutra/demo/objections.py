"""Twenty-two objections of the demo, in every stage, decided by the superior; lived in order of time like all else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import QuerySet

from lutra.demo import people
from lutra.demo.life import Deed, Event, Office
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.roles import Role
from lutra.law import clocks as law
from lutra.objections import actions
from lutra.objections.clocks import lapse_overdue, window
from lutra.objections.models import Objection
from lutra.requests.models import Request

_FIRST = 8_000_000  # behind every event of a request at the same moment


@dataclass(frozen=True, slots=True)
class Plot:
    """How one objection goes; numbers are working days before today, None is never (or not yet)."""

    objected: int
    answered: int | None = None
    decision: str = "upheld"  # "settle" makes minutes instead
    order_due: int = 0  # negative: after today
    done: int | None = None
    closed: int | None = None
    outcomes: tuple[str, ...] = ("granted", "partly", "not_held")
    channel: str = "web"
    is_silent: bool = False  # against a request that nobody answered
    is_late: bool = False  # filed after the applicant's last day
    is_unasked: bool = False  # ground b, without a request
    response: str = "Terima kasih, sudah jelas."


_REFUSED = ("refused", "partly")

PLOTS = (
    # Closed long ago.
    Plot(520, 500, "granted", order_due=490, done=494, closed=488),
    Plot(430, 411, outcomes=_REFUSED, closed=400, response="Belum puas; akan ke Komisi Informasi."),
    Plot(360, 338, "partly", order_due=328, done=330, closed=325, channel="counter"),
    Plot(290, 280, "settle", closed=275, outcomes=("granted",)),
    Plot(240, 214, "granted", order_due=204, done=207, closed=200, channel="oral"),
    Plot(205, 180, "granted", order_due=165, done=168, closed=160, is_unasked=True),
    Plot(170, 149, closed=140, is_late=True),
    Plot(150, 131, "partly", order_due=121, done=119, closed=110, channel="letter"),
    Plot(120, 86, closed=80, outcomes=_REFUSED),
    # Answered; something is still to be done.
    Plot(60, 31, "partly", order_due=6),
    Plot(48, 20, "granted", order_due=10, done=12),
    Plot(44, 5, outcomes=_REFUSED),
    Plot(34, 9, "granted", order_due=-5),
    Plot(30, 6, outcomes=_REFUSED),
    Plot(21, 3, "settle", outcomes=("granted", "not_held")),
    Plot(16, 2, "granted", order_due=-8, channel="oral"),
    # Waiting for the superior.
    Plot(36),
    Plot(30, channel="counter"),
    Plot(28, outcomes=_REFUSED),
    Plot(14, is_silent=True),
    Plot(8, is_unasked=True),
    Plot(2, outcomes=_REFUSED),
)

_REASONS = {
    "granted": "Informasi itu dikuasai dan terbuka; PPID belum memberikannya seluruhnya.",
    "partly": "Sebagian informasi itu terbuka; data pribadi di dalamnya tetap dilindungi.",
    "upheld": "Putusan PPID sesuai dengan ketentuan, dan uji konsekuensinya masih berlaku.",
}
_CASE = "Saya meminta informasi ini untuk keperluan warga, tetapi yang saya terima tidak sesuai dengan permintaan."
_SILENT = "Batas waktunya sudah lewat dan saya belum menerima jawaban apa pun atas permohonan ini."
_UNASKED = "Saya mencari laporan ini di laman resmi dan di papan pengumuman, tetapi tidak menemukannya."
_ORDER = "Berikan informasi yang diminta selengkapnya, dengan data pribadi dihitamkan."
_MINUTES = (
    "Kedua pihak sepakat: rincian per desa diserahkan dalam bentuk lembar kerja. Keberatan dianggap selesai."
)


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """The registering of each objection; what follows is planned when it is lived."""
    today = now.astimezone(office.zone).date()
    for number, plot in enumerate(PLOTS):
        life = _Life(office, plot, random.Random(seed * 1000 + number), now=now, today=today, number=number)
        at = office.moment(life.day(plot.objected), life.dice)
        if at < now:
            yield Event(at, _FIRST + number, life.object_to)


class _Life:
    """One objection from its registration on."""

    def __init__(
        self, office: Office, plot: Plot, dice: random.Random, *, now: datetime, today: date, number: int
    ) -> None:
        self.office, self.plot, self.dice, self.now, self.today = office, plot, dice, now, today
        self.number = number
        self.later: list[Event] = []
        self.objection: Objection

    def day(self, before: int) -> date:
        """The working day that lies so many before today; after it for a negative number."""
        calendar = self.office.calendar
        return calendar.back(self.today, before) if before > 0 else calendar.add(self.today, -before)

    def _at(self, before: int | None, deed: Deed) -> None:
        if before is not None:
            self._push(self.office.moment(self.day(before), self.dice), deed)

    def _push(self, at: datetime, deed: Deed) -> None:
        if at < self.now:
            self.later.append(Event(at, _FIRST + self.number, deed))

    def _who(self, role: str, at: datetime) -> Actor:
        day = at.astimezone(self.office.zone).date()
        found = self.office.actor(role, day)
        if found is None:
            raise LookupError(f"nobody holds {role} on {day}")
        return found

    def object_to(self, at: datetime) -> None:
        """Register it, then plan what follows; without a request that fits there is no story."""
        plot, government = self.plot, self.office.government
        day = at.astimezone(self.office.zone).date()
        request = None if plot.is_unasked else self._request(day)
        if request is None and not plot.is_unasked:
            return
        suggested = window(request, on=day).suggested if request else ("b",)
        grounds = suggested if plot.decision != "settle" else [one for one in suggested if one != "a"]
        answers = {
            "case_position": _CASE,
            "purpose": request.purpose if request else "Memantau anggaran desa",
        }
        if request is None:
            unasked = {"information": "Laporan keuangan tahunan yang sudah diaudit"}
            answers |= people.individual(self.dice, self.office.villages) | unasked
        is_by_officer = plot.channel != "web"
        self.objection = actions.register(
            government,
            by=self._who(Role.DESK_OFFICER, at) if is_by_officer else actors.applicant(government),
            channel=plot.channel,
            answers=answers,
            grounds=list(grounds) or ["d"],
            request=request,
            is_oral=plot.channel == "oral",
            at=at,
        )
        midnight = datetime.combine(
            self.objection.due_on + timedelta(days=1), time(0, 10), tzinfo=self.office.zone
        )
        self._push(midnight.astimezone(UTC), self.lapse)
        self._at(plot.answered, self.answer)
        self._at(plot.done, self.carry_out)
        self._at(plot.closed, self.close)

    def _request(self, day: date) -> Request | None:
        """One that nobody objected to yet, with its window open, or past for a late objection."""
        free = Request.objects.filter(government=self.office.government, objections__isnull=True)
        if self.plot.is_silent:
            silent = free.filter(lapsed_on__lte=day, decided_on__isnull=True).order_by("-due_on").first()
            if silent:
                return silent
        answered = free.filter(outcome__in=self.plot.outcomes, delivered_on__lte=day)
        return self._fitting(answered.order_by("-delivered_on", "-pk"), day)

    def _fitting(self, answered: QuerySet[Request], day: date) -> Request | None:
        term = law.rule("objection.file", on=day).quantity
        last = self.office.calendar.back(day, term)
        fitting = (
            answered.filter(delivered_on__lt=last)
            if self.plot.is_late
            else answered.filter(delivered_on__gt=last)
        )
        return fitting.first()

    def lapse(self, at: datetime) -> None:
        """Let the clock notice the superior's silence."""
        lapse_overdue(now=at)

    def answer(self, at: datetime) -> None:
        """The superior answers, or both sides settle; the page delivers it at once."""
        chief = self._who(Role.SUPERIOR, at)
        what = "objection_reply"
        if self.plot.decision == "settle":
            what = "settlement"
            actions.settle(self.objection, minutes=_MINUTES, by=chief, at=at)
        else:
            orders = self.plot.decision != "upheld"
            actions.decide(
                self.objection,
                decision=self.plot.decision,
                reason=_REASONS[self.plot.decision],
                order=_ORDER if orders else "",
                order_due_on=self.day(self.plot.order_due) if orders else None,
                by=chief,
                at=at,
            )
        actions.deliver(
            self.objection,
            channel="page",
            what=what,
            evidence="halaman lacak keberatan",
            by=actors.system(self.office.government.pk),
            at=at + timedelta(minutes=5),
        )

    def carry_out(self, at: datetime) -> None:
        """The PPID does what was ordered."""
        actions.carry_out(
            self.objection,
            note="Informasi sudah diserahkan kepada pemohon.",
            by=self._who(Role.PPID_UTAMA, at),
            at=at,
        )

    def close(self, at: datetime) -> None:
        """Nothing more to do."""
        actions.close(self.objection, response=self.plot.response, by=self._who(Role.DESK_OFFICER, at), at=at)
