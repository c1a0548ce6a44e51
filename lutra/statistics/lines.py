"""What the lines of both legal registers share: an identity opened for one line, days in words, rows in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from babel.dates import format_date
from cryptography.fernet import InvalidToken
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lutra.law.records import Language
from lutra.objections.models import Objection
from lutra.requests.models import Request
from lutra.statistics.errors import IdentityClosed

_CHUNK = 500

C = TypeVar("C", Request, Objection)


def in_chunks(cases: QuerySet[C]) -> Iterator[list[C]]:
    """The cases of one year in the order of their numbers; memory stays flat on either database."""
    last = 0
    while found := list(cases.filter(number__gt=last).order_by("number")[:_CHUNK]):
        yield found
        if len(found) < _CHUNK:
            return
        last = found[-1].number


def opened(case: Request | Objection) -> dict[str, str]:
    """The identity of whoever the case is of, for the time it takes to write its line. Raises IdentityClosed."""
    try:
        return case.applicant.identity.open()
    except (InvalidToken, ObjectDoesNotExist, ValueError) as error:  # ValueError: no key at all
        raise IdentityClosed(
            _("Identitas pemohon %(reference)s tidak dapat dibuka; periksa LUTRA_IDENTITY_KEYS lalu ulangi.")
            % {"reference": case.reference}
        ) from error


def contact(identity: dict[str, str]) -> str:
    """Telephone and e-mail, as far as they were given."""
    return "; ".join(identity[key] for key in ("phone", "email") if identity.get(key))


def day(on: date, language: str) -> str:
    """ "Senin, 16 Maret 2020"."""
    return format_date(on, "EEEE, d MMMM y", locale=known(language))


def known(language: str) -> Language:
    """English, or the law's own language."""
    return "en" if language.startswith("en") else "id"
