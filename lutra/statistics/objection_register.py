"""The rows of the register of objections: the eleven columns of the statute book, filled from the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lutra.directory.models import Government, Post, User
from lutra.law import statute
from lutra.ledger.queries import entries
from lutra.objections.models import Objection
from lutra.publishing.export.table import Cell
from lutra.statistics.lines import contact, day, in_chunks, opened


def rows(government: Government, year: int, columns: Sequence[str], language: str) -> Iterator[list[Cell]]:
    """A row for each objection of the year, in the order of their numbers. Raises IdentityClosed."""
    found = Objection.objects.filter(government=government, year=year).select_related(
        "applicant__identity", "request", "decided_by", "decided_as"
    )
    for objections in in_chunks(found):
        settlers = _settlers(government, objections)
        for objection in objections:
            line = _Line(objection, opened(objection), settlers.get(objection.pk, ""), language)
            yield [_CELLS[code](line) for code in columns]


def _settlers(government: Government, objections: Sequence[Objection]) -> dict[int, str]:
    """Who settled each objection, in which post: the book knows it."""
    settled = [objection.pk for objection in objections if objection.settled_on]
    if not settled:
        return {}
    found = entries(government.pk, kinds=["objection.settled"]).filter(subject_id__in=settled)
    told = list(found.values_list("subject_id", "actor", "post_id"))
    users = User.objects.in_bulk([int(actor.partition(":")[2]) for _pk, actor, _post in told])
    posts = Post.objects.in_bulk([post for _pk, _actor, post in told if post])
    return {
        pk: _named(users.get(int(actor.partition(":")[2])), posts.get(post or 0)) for pk, actor, post in told
    }


def _named(user: User | None, post: Post | None) -> str:
    return ", ".join(str(part) for part in (user, post) if part)


@dataclass(frozen=True, slots=True)
class _Line:
    """One objection with its identity open."""

    objection: Objection
    identity: dict[str, str]
    settler: str
    language: str


def _identity(line: _Line) -> str:
    parts = (line.identity.get("name"), line.identity.get("address"), contact(line.identity))
    return "\n".join(part for part in parts if part)


def _grounds(line: _Line) -> str:
    found = [statute.objection_ground(code) for code in line.objection.grounds]
    return "\n".join(f"{ground.code}. {ground.label.in_(line.language)}" for ground in found)


def _decision(line: _Line) -> str:
    """What the superior decided, with his order. A settlement and silence are no decisions; the register says them."""
    objection = line.objection
    if objection.decision:
        said = statute.objection_decision(objection.decision).label.in_(line.language)
        if not objection.order or objection.order_due_on is None:
            return said
        order = _("perintah: %(order)s (paling lambat %(day)s)") % {
            "order": objection.order,
            "day": day(objection.order_due_on, line.language),
        }
        return f"{said}; {order}"
    deed = "settle" if objection.settled_on else "lapse" if objection.lapsed_on else ""
    return objection.table.transitions[deed].title.in_(line.language) if deed else ""


def _answered(line: _Line) -> str:
    on = line.objection.answered_on()
    return day(on, line.language) if on else ""


_CELLS: Mapping[str, Callable[[_Line], Cell]] = {
    "number": lambda line: line.objection.reference,
    "date": lambda line: line.objection.received_on.isoformat(),
    "identity": _identity,
    "request_number": lambda line: line.objection.request.reference if line.objection.request else "",
    "information": lambda line: line.objection.information,
    "purpose": lambda line: line.objection.purpose,
    "grounds": _grounds,
    "decision": _decision,
    "answered": _answered,
    "superior": lambda line: _named(line.objection.decided_by, line.objection.decided_as) or line.settler,
    "response": lambda line: line.objection.response,
}
