"""One process that makes letters: issues them, or only typesets (and signs) them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from benchmarks.questions import answers
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.ledger.queries import Entry, history
from lutra.letters import contents, forms
from lutra.letters.actions import draw_up, issue
from lutra.letters.signing import signer_for
from lutra.letters.typeset import typeset
from lutra.requests import actions
from lutra.requests.models import Request


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``what``: issue, typeset or sign; ``most`` requests of its own are filed first; ``seconds`` to work."""
    government = Government.objects.get(code="73.22")
    dice = random.Random(f"{arguments['part']} {arguments['run']} {arguments['what']}")
    cases = list(_cases(government, dice, arguments["most"] if arguments["what"] == "issue" else 20))
    deed = {"issue": _issue, "typeset": _typeset, "sign": _sign}[arguments["what"]]
    deed(*cases.pop())  # opens the fonts, the certificate and the connection

    def work() -> dict[str, Any]:
        count, begin = 0, time.perf_counter()
        while (spent := time.perf_counter() - begin) < arguments["seconds"]:
            if arguments["what"] == "issue" and count == len(cases):
                break
            deed(*cases[count % len(cases)])
            count += 1
        return {"count": count, "seconds": spent}

    return work


def _cases(government: Government, dice: random.Random, count: int) -> Iterator[tuple[Request, Entry]]:
    written = answers(dice)
    for _number in range(count):
        request = actions.file(
            government,
            by=actors.applicant(government),
            channel="web",
            answers=next(written),
            at=timezone.now(),
        )
        told = history(request.ledger_subject, government_id=government.pk).last()
        assert told is not None
        yield request, told


def _issue(request: Request, told: Entry) -> None:
    drawn = draw_up(request, kind="receipt", told=told)
    issue(request, drawn, told=told, by=actors.system(request.government_id))


def _typeset(request: Request, told: Entry) -> bytes:
    telling = contents.Telling(request, told, forms.template("receipt", "id"))
    reference = forms.series("receipt").printed(
        1, abbreviation=request.government.abbreviation, year=telling.day.year
    )
    context = contents.context(telling, reference=reference, code="0123456789AB", is_signed=True)
    return typeset(telling.template, context, at=told.at)


def _sign(request: Request, told: Entry) -> None:
    signer_for(request.government).sign(_typeset(request, told), place="Masamba")
