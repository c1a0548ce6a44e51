"""Three disputes of the demo, lived in order of time like everything else.

One was settled by mediation and is final, one was ruled with an order that nobody has carried out, and of one the first
hearing is near while nobody stands for the body.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from lutra.demo.life import Deed, Event, Office
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.roles import Role
from lutra.objections import actions as objections
from lutra.objections import dispute_actions as disputes
from lutra.objections.clocks import window
from lutra.objections.dispute_actions import Order
from lutra.objections.dispute_models import Dispute
from lutra.objections.models import Objection
from lutra.requests.models import Request

_COMMISSION = "Komisi Informasi Provinsi Sulawesi Selatan"
_PLACE = "Ruang Sidang Komisi Informasi Provinsi Sulawesi Selatan, Makassar"
_POWER = "SURAT KUASA KHUSUS\n\nAtasan PPID memberi kuasa untuk mewakili badan publik di Komisi Informasi.\n"
_FIRST = 9_000_000  # behind every event of a request at the same moment


@dataclass(frozen=True, slots=True)
class Plot:
    """How one dispute goes: the working day before today on which each deed happens."""

    outcomes: tuple[str, ...]
    grounds: tuple[str, ...]
    objected: int
    answered: int
    received: int
    deeds: tuple[tuple[int, str], ...]


PLOTS = (
    Plot(
        ("partly", "granted"),
        ("d",),
        300,
        280,
        272,
        (
            (268, "appoint"),
            (262, "begin"),
            (258, "mediate"),
            (245, "agree"),
            (238, "carry_out"),
            (236, "finish"),
        ),
    ),
    Plot(
        ("refused", "partly"),
        ("a",),
        115,
        96,
        88,
        ((84, "appoint"), (78, "begin"), (76, "set_hearing"), (60, "adjudicate"), (7, "rule")),
    ),
    Plot(("refused", "partly"), ("a",), 42, 23, 14, ((5, "begin"), (3, "call"))),
)


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """The beginning of each dispute's objection; what follows is planned when it is lived."""
    today = now.astimezone(office.zone).date()
    for number, plot in enumerate(PLOTS):
        dice = random.Random(seed * 1000 + number)
        life = _Life(office, plot, dice, now=now, today=today, number=number)
        yield Event(office.moment(life.day(plot.objected), dice), _FIRST + number, life.object_to)


class _Life:
    """One dispute from the objection on."""

    def __init__(
        self, office: Office, plot: Plot, dice: random.Random, *, now: datetime, today: date, number: int
    ) -> None:
        self.office, self.plot, self.dice, self.now, self.today = office, plot, dice, now, today
        self.number = number
        self.later: list[Event] = []
        self.objection: Objection
        self.dispute: Dispute

    def day(self, before: int) -> date:
        """The working day that lies so many before today; after it for a negative number."""
        calendar = self.office.calendar
        return calendar.back(self.today, before) if before > 0 else calendar.add(self.today, -before)

    def _at(self, before: int, deed: Deed) -> None:
        at = self.office.moment(self.day(before), self.dice)
        if at < self.now:
            self.later.append(Event(at, _FIRST + self.number, deed))

    def _who(self, role: str, at: datetime) -> Actor:
        day = at.astimezone(self.office.zone).date()
        found = self.office.actor(role, day) or self.office.actor(Role.PPID_UTAMA, day)
        if found is None:
            raise LookupError(f"nobody holds {role} on {day}")
        return found

    def object_to(self, at: datetime) -> None:
        """Object to a request that was answered shortly before; without one there is no story."""
        government, day = self.office.government, at.astimezone(self.office.zone).date()
        answered = Request.objects.filter(
            government=government,
            outcome__in=self.plot.outcomes,
            delivered_on__lte=day,
            objections__isnull=True,
        ).order_by("-delivered_on", "-pk")
        request = answered.first()
        last = window(request, on=day).last_day if request else None
        if request is None or last is None or last < day:
            return
        self.objection = objections.register(
            government,
            by=actors.applicant(government),
            channel="web",
            answers={
                "purpose": request.purpose,
                "case_position": "Informasi yang saya terima tidak lengkap, padahal dokumennya dikuasai badan publik.",
            },
            grounds=list(self.plot.grounds),
            request=request,
            at=at,
        )
        self._at(self.plot.answered, self.answer)
        self._at(self.plot.received, self.register)

    def answer(self, at: datetime) -> None:
        """The superior upholds the PPID, and the answer arrives."""
        objections.decide(
            self.objection,
            decision="upheld",
            reason="Keputusan PPID sudah sesuai dengan uji konsekuensi dan ketentuan yang berlaku.",
            by=self._who(Role.SUPERIOR, at),
            at=at,
        )
        objections.deliver(
            self.objection,
            channel="page",
            what="objection_reply",
            evidence="halaman lacak keberatan",
            by=actors.system(self.office.government.pk),
            at=at,
        )

    def register(self, at: datetime) -> None:
        """The commission registered the dispute and told the body."""
        day = at.astimezone(self.office.zone).date()
        self.dispute = disputes.register(
            self.objection,
            commission=_COMMISSION,
            number=f"{11 + self.number * 7:03d}/REG-PSI/{day.year}",
            received_on=self.office.calendar.back(day, 2),
            registered_on=day,
            sent="Akta registrasi dan salinan permohonan.",
            files=[("akta-registrasi.txt", b"Akta registrasi sengketa (contoh).\n")],
            by=self._who(Role.DISPUTES, at),
            at=at,
        )
        for before, name in self.plot.deeds:
            deed: Callable[[datetime], None] = getattr(self, name)
            self._at(before, deed)

    def _do(self, verb: Callable[..., object], at: datetime, **given: Any) -> None:
        verb(self.dispute, **given, by=self._who(Role.DISPUTES, at), at=at)

    def _today(self, at: datetime) -> date:
        return at.astimezone(self.office.zone).date()

    def appoint(self, at: datetime) -> None:
        """Somebody stands for the body."""
        self._do(
            disputes.appoint,
            at,
            full_name="Andi Makmur, S.H.",
            title="Kepala Bagian Hukum Sekretariat Daerah",
            power_number=f"180/{40 + self.number}/HUKUM",
            power_on=self._today(at),
            power=("surat-kuasa.txt", _POWER.encode()),
        )

    def begin(self, at: datetime) -> None:
        """The commission begins."""
        self._do(disputes.begin, at, on=self._today(at))

    def mediate(self, at: datetime) -> None:
        """Mediation."""
        self._do(disputes.mediate, at, on=self._today(at))

    def set_hearing(self, at: datetime) -> None:
        """A hearing that has been held since."""
        on = self.office.calendar.add(self._today(at), 5)
        hearing = disputes.set_hearing(
            self.dispute,
            kind="first",
            hearing_at=datetime.combine(on, time(10), tzinfo=self.office.zone),
            place=_PLACE,
            by=self._who(Role.DISPUTES, at),
            at=at,
        )
        disputes.hold_hearing(
            hearing,
            result="Kewenangan dan kedudukan hukum diperiksa; dilanjutkan ke ajudikasi.",
            by=self._who(Role.DISPUTES, at),
            at=datetime.combine(on, time(13), tzinfo=self.office.zone).astimezone(UTC),
        )

    def call(self, at: datetime) -> None:
        """A hearing that is near; nobody was appointed yet."""
        disputes.set_hearing(
            self.dispute,
            kind="first",
            hearing_at=datetime.combine(self.day(-2), time(10), tzinfo=self.office.zone),
            place=_PLACE,
            by=self._who(Role.DISPUTES, at),
            at=at,
        )

    def adjudicate(self, at: datetime) -> None:
        """Adjudication."""
        self._do(disputes.adjudicate, at, on=self._today(at))

    def agree(self, at: datetime) -> None:
        """The parties agreed before the mediator."""
        orders = [Order("Serahkan rincian per desa kepada pemohon.", self.day(232))]
        self._rule(at, "mediation", "agreed", orders)

    def rule(self, at: datetime) -> None:
        """The panel ruled for the applicant; one order's day has passed."""
        orders = [
            Order("Berikan salinan dokumen dengan data pribadi dihitamkan.", self.day(2)),
            Order("Umumkan rekapitulasinya sebagai informasi berkala.", self.day(-15)),
        ]
        self._rule(at, "adjudication", "partly", orders)

    def _rule(self, at: datetime, kind: str, result: str, orders: list[Order]) -> None:
        day = self._today(at)
        self._do(
            disputes.rule,
            at,
            kind=kind,
            result=result,
            number=f"{5 + self.number:03d}/PTS-{'M' if kind == 'mediation' else 'A'}/KI-SS/{day.year}",
            ruled_on=self.office.calendar.back(day, 1),
            received_on=day,
            summary="Memerintahkan termohon memberikan informasi sebagaimana tercantum dalam putusan.",
            orders=orders,
        )

    def carry_out(self, at: datetime) -> None:
        """What was agreed is done."""
        who = self._who(Role.PPID_UTAMA, at)
        for order in self.dispute.orders.filter(done_on__isnull=True):
            disputes.carry_out(order, note="Rincian diserahkan kepada pemohon.", by=who, at=at)

    def finish(self, at: datetime) -> None:
        """A mediation ruling is final."""
        self._do(disputes.finish, at, on=self._today(at), note="Putusan mediasi bersifat final dan mengikat.")
