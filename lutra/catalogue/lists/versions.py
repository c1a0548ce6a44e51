"""Signed versions of the list: frozen JSON with its digest, older ones kept, and what changed from one to the next."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lutra.catalogue.errors import ItemIncomplete
from lutra.catalogue.items.found import public_items
from lutra.catalogue.lists.rows import COMPARED, Row, row_of
from lutra.catalogue.models import Item, ItemFile, ListVersion
from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.models import Government, Holding
from lutra.directory.permissions import permit
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number

NO_YEAR = 0
#: Whose posts may sign the list.
SIGNATORIES = (Role.PPID_UTAMA, Role.SUPERIOR, Role.LEADER, Role.PATRON)
_LONGEST_NUMBER = 120
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class SignedList:
    """A list that decrees establish version by version: where its rows come from, and who records a decree."""

    register: str  # of the statute book, and of ``ListVersion``
    book: str  # the series of its versions' numbers
    permission: str
    rows: Callable[[Government, date], list[Row]]  # what it holds on a legal day, as it would be frozen
    compared: tuple[str, ...]  # the fields that make a row another row when they differ
    nothing: Promise  # what to do when there is no row


@transaction.atomic
def sign_list(
    government: Government,
    /,
    *,
    decree_number: str,
    decree_date: date,
    signatory: Holding,
    by: Actor,
    of: SignedList | None = None,
    at: datetime | None = None,
) -> ListVersion:
    """Freeze what is listed now as the version that a decree establishes; ``of`` is the list of public information
    unless another is named.

    In: the decree's number and date, and the holding by which its signatory had his post on that date. The content is
    frozen as it stands at this moment. Raises NotPermitted, ItemIncomplete (a message per field).
    """
    signed = of or DIP
    permit(by, signed.permission, government_id=government.pk)
    moment = at or timezone.now()
    day = legal_day(moment, government.time_zone)
    place = ledger.lock(government.pk)
    previous = newest_version(government, of=signed)
    rows = signed.rows(government, day)
    wrong = _problems(
        government,
        decree_number=decree_number.strip(),
        decree_date=decree_date,
        signatory=signatory,
        today=day,
        previous=previous,
        register=signed.register,
    )
    if not rows:
        wrong[""] = str(signed.nothing)
    if wrong:
        raise ItemIncomplete(wrong)
    number = next_number(government.pk, signed.book, NO_YEAR)
    signed_as = signatory.title_as_signed
    text = canonical(
        {
            "list": signed.register,
            "schema": _SCHEMA,
            "government": {"code": government.code, "title": government.name},
            "version": number,
            "decree": {"number": decree_number.strip(), "date": decree_date.isoformat()},
            "signatory": {
                "signed_by": str(signatory.user),
                "post": signed_as,
                "held_by": signatory.decree,
            },
            "columns": [column.header() for column in statute.register(signed.register, decree_date)],
            "items": rows,
        }
    )
    version = ListVersion.objects.create(
        government=government,
        register=signed.register,
        number=number,
        decree_number=decree_number.strip(),
        decree_date=decree_date,
        signatory=signatory.user,
        post=signatory.post,
        signed_as=signed_as,
        holding_decree=signatory.decree,
        items=len(rows),
        content=zlib.compress(text, 9),
        sha256=hashlib.sha256(text).hexdigest(),
        signed_at=moment,
        recorded_by_id=by.user_id,
    )
    ledger.record(
        government_id=government.pk,
        kind="list.signed",
        subject=("list_version", version.pk),
        by=by,
        at=moment,
        place=place,
        data={
            "register": version.register,
            "number": number,
            "decree": version.decree_number,
            "decree_date": decree_date.isoformat(),
            "signatory": signatory.user_id,
            "post": signatory.post_id,
            "items": version.items,
            "sha256": version.sha256,
        },
    )
    return version


def _problems(
    government: Government,
    *,
    decree_number: str,
    decree_date: date,
    signatory: Holding,
    today: date,
    previous: ListVersion | None,
    register: str,
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not decree_number:
        wrong["decree_number"] = _("Isi nomor keputusan yang menetapkan daftar ini.")
    elif len(decree_number) > _LONGEST_NUMBER:
        wrong["decree_number"] = _("Nomor keputusan paling banyak %(max)d huruf.") % {"max": _LONGEST_NUMBER}
    elif ListVersion.objects.filter(
        government=government, register=register, decree_number=decree_number
    ).exists():
        wrong["decree_number"] = _("Nomor keputusan ini sudah dipakai untuk versi lain.")
    if decree_date > today:
        wrong["decree_date"] = _("Tanggal keputusan tidak boleh di masa depan.")
    elif previous is not None and decree_date < previous.decree_date:
        wrong["decree_date"] = _("Tanggal keputusan lebih awal daripada versi sebelumnya (%(day)s).") % {
            "day": previous.decree_date.isoformat()
        }
    if signatory.government_id != government.pk or signatory.post.role not in SIGNATORIES:
        wrong["signatory"] = _("Pilih pejabat yang berwenang: PPID Utama, Atasan PPID, atau pimpinan daerah.")
    elif not signatory.holds_on(decree_date):
        wrong["signatory"] = _(
            "Pejabat ini tidak memegang jabatannya pada tanggal keputusan; periksa SK-nya."
        )
    return wrong


def possible_signatories(government: Government, *, on: date) -> QuerySet[Holding]:
    """The holdings by which somebody may sign the list on a day, with person and post."""
    return (
        Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
        .filter(government=government, post__role__in=SIGNATORIES)
        .select_related("user", "post")
        .order_by("post__title", "-starts_on")
    )


def versions(government: Government, *, of: SignedList | None = None) -> QuerySet[ListVersion]:
    """The signed versions of a list, newest first, without their content."""
    register = (of or DIP).register
    found = ListVersion.objects.filter(government=government, register=register).defer("content")
    return found.select_related("signatory", "post").order_by("-number")


def newest_version(government: Government, *, of: SignedList | None = None) -> ListVersion | None:
    """The version in force, if the list was ever signed."""
    return versions(government, of=of).first()


def content(version: ListVersion) -> dict[str, Any]:
    """The frozen list. Raises ValueError when it no longer fits its digest: somebody changed it past the program."""
    frozen: dict[str, Any] = json.loads(frozen_bytes(version))
    return frozen


def frozen_bytes(version: ListVersion) -> bytes:
    """The frozen list as the bytes whose SHA-256 the decree's entry holds. Raises ValueError as ``content``."""
    text = zlib.decompress(bytes(version.content))
    if hashlib.sha256(text).hexdigest() != version.sha256:
        raise ValueError(
            _("Versi %(number)d tidak lagi sama dengan sidiknya; bandingkan dengan cadangan.")
            % {"number": version.number}
        )
    return text


def current_rows(government: Government) -> list[Row]:
    """What is listed now, as it would be frozen. Two queries."""
    return rows_of(public_items(government))


def rows_of(items: QuerySet[Item]) -> list[Row]:
    """Items with their current files as frozen rows; two queries."""
    files = ItemFile.objects.filter(ended_at__isnull=True).select_related("document")
    found = items.select_related("body__parent").prefetch_related(Prefetch("files", queryset=files))
    return [row_of(item, item.files.all()) for item in found]


def canonical(value: Any) -> bytes:
    """JSON that is the same for the same content: keys in order, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that says something else now: the fields that differ."""

    before: Row
    after: Row
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two lists, by number."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Changed, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.changed)


def diff(
    before: ListVersion | None, after: ListVersion | None, *, of: SignedList | None = None
) -> Difference:
    """What changed from one version to another. ``before`` None is the empty list; ``after`` None what is listed now
    in the government of ``before``. Raises ValueError when neither is given, or a frozen list was tampered with."""
    signed = of or DIP
    if before is None and after is None:
        raise ValueError("Beri sedikitnya satu versi untuk dibandingkan.")
    old = content(before)["items"] if before is not None else []
    new = content(after)["items"] if after is not None else _now(signed, before) if before else []
    return difference(old, new, compared=signed.compared)


def _now(signed: SignedList, version: ListVersion) -> list[Row]:
    return signed.rows(version.government, today(version.government))


def difference(old: Sequence[Row], new: Sequence[Row], *, compared: Sequence[str] = COMPARED) -> Difference:
    """What lies between two lists of frozen rows, matched by number."""
    before, after = _by_number(old), _by_number(new)
    changed = (
        Changed(before=before[number], after=row, fields=fields)
        for number, row in after.items()
        if number in before and (fields := _differing(before[number], row, compared))
    )
    return Difference(
        added=tuple(row for number, row in after.items() if number not in before),
        removed=tuple(row for number, row in before.items() if number not in after),
        changed=tuple(changed),
    )


def _by_number(rows: Iterable[Row]) -> dict[int, Row]:
    return {row["number"]: row for row in rows}


def _differing(
    before: Mapping[str, Any], after: Mapping[str, Any], compared: Sequence[str]
) -> tuple[str, ...]:
    return tuple(name for name in compared if before.get(name) != after.get(name))


#: The list of public information.
DIP = SignedList(
    register="dip",
    book="catalogue_versions",
    permission="catalogue.sign",
    rows=lambda government, _day: current_rows(government),
    compared=COMPARED,
    nothing=gettext_lazy(
        "Belum ada butir yang terbit; terbitkan butirnya dahulu, lalu tanda tangani daftarnya."
    ),
)
