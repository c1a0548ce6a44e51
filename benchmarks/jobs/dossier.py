"""One process that makes the dossiers of disputed cases, each with letters, a released file and a sealed one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.questions import answers
from lutra.demo import life
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.followers import catch_up
from lutra.letters.dossier.actions import make
from lutra.objections import actions as objections
from lutra.objections.dossier import verify
from lutra.objections.models import Objection
from lutra.requests import actions

_FILED = datetime(2026, 3, 2, 1, tzinfo=UTC)
_LATER = datetime(2026, 3, 9, 1, tzinfo=UTC)
_OBJECTED = datetime(2026, 3, 16, 1, tzinfo=UTC)
_ANSWERED = datetime(2026, 4, 1, 1, tzinfo=UTC)
_MEGABYTE = 1_000_000


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``count`` cases are brought to the superior's answer, with all their letters; then their dossiers are made."""
    government = Government.objects.get(code="73.22")
    dice = random.Random(arguments["run"])
    office = life.Office(government)
    written = answers(dice)
    cases = [_case(office, next(written), dice) for _number in range(arguments["count"])]
    catch_up()

    def work() -> dict[str, Any]:
        made, checked, size = [], [], 0
        for pk in cases:
            objection = Objection.objects.select_related("government", "request").get(pk=pk)
            begin = time.perf_counter()
            dossier = make(objection, by=actors.system(government.pk))
            made.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            if not verify(dossier.bundle).is_whole:
                raise RuntimeError("a dossier that was just made is not whole")
            checked.append(time.perf_counter() - begin)
            size = max(size, len(dossier.bundle))
        return {"made": made, "checked": checked, "size": size}

    return work


def _case(office: life.Office, asked: dict[str, str], dice: random.Random) -> int:
    government, day = office.government, date(2026, 3, 9)
    ppid, chief = office.actor(Role.PPID_UTAMA, day), office.actor(Role.SUPERIOR, day)
    if ppid is None or chief is None:
        raise LookupError("nobody is in office")
    citizen = actors.applicant(government)
    request = actions.file(government, by=citizen, channel="web", answers=asked, at=_FILED)
    actions.dispose(request, to=[next(iter(office.bodies.values()))], by=ppid, at=_FILED)
    files = [(f"{name}.csv", dice.randbytes(_MEGABYTE // 2).hex().encode()) for name in ("rekap", "rinci")]
    draft = actions.draft(request, text="Terlampir.", outcome="granted", files=files, by=ppid, at=_LATER)
    notice = {
        "holding": "held",
        "explanation": "Terlampir.",
        "materials": ["Rekapitulasi"],
        "copy_format": "soft",
        "delivery_way": "email",
        "cost": 0,
    }
    given = [draft.documents.get(name="rekap.csv")]
    actions.decide(request, outcome="granted", answers=notice, documents=given, by=ppid, at=_LATER)
    objection = objections.register(
        government,
        by=citizen,
        channel="web",
        answers={"purpose": "Penelitian", "case_position": "Rinciannya tidak diberikan. " * 40},
        grounds=["d"],
        request=request,
        at=_OBJECTED,
    )
    objections.decide(objection, decision="upheld", reason="Sudah sesuai.", by=chief, at=_ANSWERED)
    return objection.pk
