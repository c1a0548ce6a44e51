"""Reading an objection against the law's form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.law import statute
from lutra.law.statute import Field
from lutra.objections.errors import ObjectionIncomplete
from lutra.requests import intake
from lutra.requests.models import Request


@dataclass(frozen=True, slots=True)
class Form:
    """A complete objection. ``identity`` is that of the one who objects; against a request only what is new in it."""

    kind: str
    identity: dict[str, str]
    grounds: tuple[str, ...]
    information: str
    purpose: str
    case_position: str
    needs_power: bool = False


_PROXY = ("by_proxy", "proxy_name", "proxy_nik")


def proxy_fields() -> list[Field]:
    """The fields by which somebody objects on another's behalf, as the objection form has them; the file last."""
    form = statute.form("objection")
    return [form.field(code) for code in (*_PROXY, intake.POWER)]


def read(
    answers: Mapping[str, str],
    *,
    grounds: Sequence[str],
    request: Request | None,
    channel: str,
    day: date,
    today: date,
    by_officer: bool,
) -> Form:
    """The cleaned objection. Raises ObjectionIncomplete with a message for each field.

    The signature of the paper form is the act of filing itself, or the officer's who took it down.
    """
    given = {code: str(value).strip() for code, value in answers.items()}
    language = get_language() or "id"
    form = statute.form("objection")
    wrong = _ground_problems(grounds, has_request=request is not None, language=language)
    wrong |= intake.channel_problems(channel, day=day, today=today, by_officer=by_officer)
    for code in ("purpose", "case_position"):
        field = form.field(code)
        if not given.get(code):
            wrong[code] = statute.text(field.error, language)
        elif field.max_length and len(given[code]) > field.max_length:
            wrong[code] = _("Terlalu panjang: paling banyak %(max)d huruf.") % {"max": field.max_length}
    identity: dict[str, str] = {}
    needs_power = given.get("by_proxy") == "yes"
    if needs_power and request is not None:
        identity, problems = intake.read_fields([form.field(code) for code in _PROXY], given, today=today)
        wrong |= problems
    kind = request.applicant.kind if request else given.get("applicant_kind", "")
    if request is None:
        identity, problems = intake.read_identity(given, today=today)
        wrong |= problems
        needs_power = intake.needs_power(given)
        if not given.get("information"):
            wrong["information"] = _("Sebutkan informasi berkala yang belum diumumkan.")
    if wrong:
        raise ObjectionIncomplete(wrong)
    return Form(
        kind=kind,
        identity=identity,
        grounds=tuple(sorted(set(grounds))),
        information=request.subject if request else given["information"][:160],
        purpose=given["purpose"],
        case_position=given["case_position"],
        needs_power=needs_power,
    )


def _ground_problems(grounds: Sequence[str], *, has_request: bool, language: str) -> dict[str, str]:
    rows = {row.code: row for row in statute.objection_grounds()}
    if not grounds or not set(grounds) <= set(rows):
        return {"grounds": statute.text(statute.form("objection").field("grounds").error, language)}
    if not has_request and any(rows[code].needs_request for code in grounds):
        return {
            "request_number": statute.text(statute.form("objection").field("request_number").error, language)
        }
    return {}
