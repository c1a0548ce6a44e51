"""Power cuts between any two statements of the deeds on objections and disputes: never anything half-done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.objections import actions, clocks, recounting
from lutra.objections import dispute_actions as disputes
from lutra.objections.dispute_models import Dispute
from lutra.objections.models import Objection
from lutra.testing import factories
from lutra.testing.cuts import survives_every_cut

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {"purpose": "Penelitian", "case_position": "Tidak diumumkan.", "information": "Anggaran 2025"}
OBJECTED = datetime(2025, 8, 6, 2, tzinfo=UTC)
LATER = datetime(2025, 8, 6, 5, tzinfo=UTC)
GRANT: dict[str, Any] = {
    "decision": "granted",
    "reason": "Terbuka.",
    "order": "Berikan.",
    "order_due_on": date(2025, 9, 1),
}


@pytest.fixture
def luwu_utara() -> Government:
    return factories.government("73.22", abbreviation="LUTRA")


def object_to(of: Government, key: str) -> Objection:
    return actions.register(
        of,
        by=actors.applicant(of),
        channel="web",
        grounds=["b"],
        answers={**factories.ANI, **WORDS},
        key=key,
        at=OBJECTED,
    )


def prepared(deed: str, objection: Objection, sekda: Actor, desk: Actor) -> None:
    """Bring the objection to where the deed is possible."""
    if deed in {"deliver", "carry_out", "close"}:
        actions.decide(objection, **GRANT, by=sekda, at=OBJECTED)
    if deed == "close":
        actions.deliver(
            objection, channel="pickup", what="objection_reply", evidence="Tanda terima", by=desk, at=OBJECTED
        )
        actions.carry_out(objection, note="Sudah.", by=desk, at=OBJECTED)


@pytest.mark.parametrize(
    "deed",
    ["register", "decide", "settle", "deliver", "carry_out", "close", "lapse", "recount", "see_identity"],
)
def test_a_cut_leaves_no_objection_half_done(deed: str, luwu_utara: Government) -> None:
    sekda = factories.officer(luwu_utara, Role.SUPERIOR, name="Andi")
    ppid = factories.officer(luwu_utara, Role.PPID_UTAMA)
    first = object_to(luwu_utara, "first")
    prepared(deed, first, sekda, ppid)

    def mine() -> Objection:
        return Objection.objects.select_related("government").get(pk=first.pk)

    do: dict[str, Callable[[], object]] = {
        "register": lambda: object_to(luwu_utara, "second"),
        "decide": lambda: actions.decide(mine(), **GRANT, by=sekda, at=LATER),
        "settle": lambda: actions.settle(mine(), minutes="Sepakat.", by=sekda, at=LATER),
        "deliver": lambda: actions.deliver(
            mine(), channel="pickup", what="objection_reply", evidence="Tanda terima", by=ppid, at=LATER
        ),
        "carry_out": lambda: actions.carry_out(mine(), note="Diberikan.", by=ppid, at=LATER),
        "close": lambda: actions.close(mine(), by=ppid, at=LATER),
        "lapse": lambda: clocks.lapse_overdue(now=datetime(2026, 1, 5, tzinfo=UTC)),
        # One case of the tick: each is a transaction of its own.
        "recount": lambda: recounting._recount(
            first.pk,
            government=luwu_utara,
            calendar=calendar_of(luwu_utara, as_known_on=date(2025, 8, 7)),
            day=date(2025, 8, 7),
            at=datetime(2025, 8, 7, 2, tzinfo=UTC),
        ),
        "see_identity": lambda: actions.see_identity(mine(), by=ppid, at=LATER),
    }
    assert survives_every_cut(do[deed]) > 4


DAY = date(2025, 8, 6)


@pytest.mark.parametrize(
    "deed",
    ["register", "appoint", "begin", "set_hearing", "adjudicate", "rule", "carry_out", "sue", "remind"],
)
def test_a_cut_leaves_no_dispute_half_done(deed: str, luwu_utara: Government) -> None:
    budi = factories.officer(luwu_utara, Role.DISPUTES)
    objection = object_to(luwu_utara, "first")
    steps = ["register", "begin", "set_hearing", "adjudicate", "rule"]
    order = [disputes.Order("Berikan.", date(2025, 9, 1))]

    def mine() -> Dispute:
        return Dispute.objects.select_related("government", "objection").get()

    def paper(name: str) -> tuple[str, bytes]:
        return name, b"%PDF-1.7 " + name.encode()

    do: dict[str, Callable[[], object]] = {
        "register": lambda: disputes.register(
            Objection.objects.select_related("government").get(pk=objection.pk),
            commission="KI Sulsel",
            number="1/2025",
            received_on=DAY,
            registered_on=DAY,
            files=[paper("panggilan.pdf")],
            by=budi,
            at=LATER,
        ),
        "appoint": lambda: disputes.appoint(
            mine(),
            full_name="Budi",
            title="Kabag",
            power_number="1",
            power_on=DAY,
            power=paper("kuasa.pdf"),
            by=budi,
            at=LATER,
        ),
        "begin": lambda: disputes.begin(mine(), on=DAY, by=budi, at=LATER),
        "set_hearing": lambda: disputes.set_hearing(
            mine(),
            kind="open",
            hearing_at=datetime(2025, 8, 8, 2, tzinfo=UTC),
            place="Makassar",
            by=budi,
            at=LATER,
        ),
        "adjudicate": lambda: disputes.adjudicate(mine(), on=DAY, by=budi, at=LATER),
        "rule": lambda: disputes.rule(
            mine(),
            kind="adjudication",
            result="granted",
            number="P/1",
            ruled_on=DAY,
            received_on=DAY,
            summary="Dikabulkan.",
            orders=order,
            by=budi,
            at=LATER,
        ),
        "carry_out": lambda: disputes.carry_out(mine().orders.get(), note="Diberikan.", by=budi, at=LATER),
        "sue": lambda: disputes.sue(
            mine(), court="PTUN Makassar", number="2", on=DAY, party="applicant", by=budi, at=LATER
        ),
        "remind": lambda: disputes.remind_hearings(now=LATER),
    }
    needed = {"appoint": 1, "carry_out": 5, "sue": 5, "remind": 3}.get(
        deed, steps.index(deed) if deed in steps else 0
    )
    for step in steps[:needed]:
        do[step]()
    assert survives_every_cut(do[deed]) > 4
