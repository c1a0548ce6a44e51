"""Signed versions of the list: frozen JSON with its digest, older ones kept, and what changed from one to the next."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import ItemIncomplete
from lutra.catalogue.items.found import public_items
from lutra.catalogue.lists.rows import COMPARED, Row, row_of
from lutra.catalogue.models import Item, ItemFile, ListVersion
from lutra.directory.actors import Actor
from lutra.directory.models import Government, Holding
from lutra.directory.permissions import permit
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number

BOOK, NO_YEAR = "catalogue_versions", 0
#: Whose posts may sign the list.
SIGNATORIES = (Role.PPID_UTAMA, Role.SUPERIOR, Role.LEADER, Role.PATRON)
_LONGEST_NUMBER = 120
_SCHEMA = 1


@transaction.atomic
def sign_list(
    government: Government,
    /,
    *,
    decree_number: str,
    decree_date: date,
    signatory: Holding,
    by: Actor,
    at: datetime | None = None,
) -> ListVersion:
    """Freeze what is listed now as the version that a decree establishes.

    In: the decree's number and date, and the holding by which its signatory had his post on that date. The content is
    frozen as it stands at this moment. Raises NotPermitted, ItemIncomplete (a message per field).
    """
    permit(by, "catalogue.sign", government_id=government.pk)
    moment = at or timezone.now()
    place = ledger.lock(government.pk)
    previous = newest_version(government)
    rows = current_rows(government)
    wrong = _problems(
        government,
        decree_number=decree_number.strip(),
        decree_date=decree_date,
        signatory=signatory,
        today=legal_day(moment, government.time_zone),
        previous=previous,
    )
    if not rows:
        wrong[""] = _("Belum ada butir yang terbit; terbitkan butirnya dahulu, lalu tanda tangani daftarnya.")
    if wrong:
        raise ItemIncomplete(wrong)
    number = next_number(government.pk, BOOK, NO_YEAR)
    signed_as = signatory.title_as_signed
    text = canonical(
        {
            "list": "dip",
            "schema": _SCHEMA,
            "government": {"code": government.code, "title": government.name},
            "version": number,
            "decree": {"number": decree_number.strip(), "date": decree_date.isoformat()},
            "signatory": {
                "signed_by": str(signatory.user),
                "post": signed_as,
                "held_by": signatory.decree,
            },
            "columns": [column.header() for column in statute.register("dip", decree_date)],
            "items": rows,
        }
    )
    version = ListVersion.objects.create(
        government=government,
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
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not decree_number:
        wrong["decree_number"] = _("Isi nomor keputusan yang menetapkan daftar ini.")
    elif len(decree_number) > _LONGEST_NUMBER:
        wrong["decree_number"] = _("Nomor keputusan paling banyak %(max)d huruf.") % {"max": _LONGEST_NUMBER}
    elif ListVersion.objects.filter(government=government, decree_number=decree_number).exists():
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


def versions(government: Government) -> QuerySet[ListVersion]:
    """The signed versions, newest first, without their content."""
    found = ListVersion.objects.filter(government=government).defer("content")
    return found.select_related("signatory", "post").order_by("-number")


def newest_version(government: Government) -> ListVersion | None:
    """The version in force, if the list was ever signed."""
    return versions(government).first()


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


def diff(before: ListVersion | None, after: ListVersion | None) -> Difference:
    """What changed from one version to another. ``before`` None is the empty list; ``after`` None what is listed now
    in the government of ``before``. Raises ValueError when neither is given, or a frozen list was tampered with."""
    if before is None and after is None:
        raise ValueError("Beri sedikitnya satu versi untuk dibandingkan.")
    old = content(before)["items"] if before is not None else []
    new = content(after)["items"] if after is not None else current_rows(before.government) if before else []
    return difference(old, new)


def difference(old: Sequence[Row], new: Sequence[Row]) -> Difference:
    """What lies between two lists of frozen rows, matched by number."""
    before, after = _by_number(old), _by_number(new)
    changed = (
        Changed(before=before[number], after=row, fields=fields)
        for number, row in after.items()
        if number in before and (fields := _differing(before[number], row))
    )
    return Difference(
        added=tuple(row for number, row in after.items() if number not in before),
        removed=tuple(row for number, row in before.items() if number not in after),
        changed=tuple(changed),
    )


def _by_number(rows: Iterable[Row]) -> dict[int, Row]:
    return {row["number"]: row for row in rows}


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if before.get(name) != after.get(name))
