"""Whose account it is, and the cases it gathers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from lutra.accounts.models import Account
from lutra.directory.models import Government
from lutra.objections.models import Objection
from lutra.requests.models import Request

# More than these are for the register, not for one page.
SHOWN = 100

C = TypeVar("C", Request, Objection)


@dataclass(frozen=True, slots=True)
class Gathered(Generic[C]):
    """A case of the account; ``added`` is the number by which one added with its code is dropped, else None."""

    case: C
    added: int | None


def account_of(user: AbstractBaseUser | AnonymousUser, government: Government) -> Account | None:
    """The account of whoever signed in, in this government only; None for officers and for nobody."""
    if not user.is_authenticated or not getattr(user, "is_applicant", False):
        return None
    found = Account.objects.filter(user_id=user.pk, government=government).select_related("user").first()
    if found:
        found.government = government
    return found


def requests_of(account: Account) -> list[Gathered[Request]]:
    """Requests with this address on record, and those that were added; the newest first. Two queries."""
    added = dict(account.cases.filter(request__isnull=False).values_list("request_id", "pk"))
    rows = Request.objects.filter(government_id=account.government_id).select_related("body__parent")
    mine = rows.filter(applicant__identity__email_mark=account.mark) | rows.filter(pk__in=added)
    return [_gathered(one, added, account) for one in mine.order_by("-pk").distinct()[:SHOWN]]


def objections_of(account: Account) -> list[Gathered[Objection]]:
    """Objections likewise. Two queries."""
    added = dict(account.cases.filter(objection__isnull=False).values_list("objection_id", "pk"))
    rows = Objection.objects.filter(government_id=account.government_id)
    mine = rows.filter(applicant__identity__email_mark=account.mark) | rows.filter(pk__in=added)
    return [_gathered(one, added, account) for one in mine.order_by("-pk").distinct()[:SHOWN]]


def _gathered(case: C, added: dict[int, int], account: Account) -> Gathered[C]:
    case.government = account.government
    return Gathered(case=case, added=added.get(case.pk))
