"""Procurement packages: their documents slot by slot, and what is not required, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.models import Item, ItemFile
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.law.duties import Slot
from lutra.law.errors import UnknownEntry
from lutra.ledger import actions as ledger
from lutra.obligations.contracts import UNKNOWN, personal_kinds
from lutra.obligations.errors import Lacking, MustBeRedacted, ObligationNotNow
from lutra.obligations.models import Package, PackageDocument
from lutra.obligations.rights import permit_keep


@dataclass(frozen=True, slots=True)
class Filled:
    """One slot of a package: its documents, or why none is required; neither: open."""

    slot: Slot
    documents: tuple[PackageDocument, ...]
    reason: str

    @property
    def is_open(self) -> bool:
        """Nothing published and nothing said."""
        return not self.documents and not self.reason


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a package is, slot by slot."""

    package: Package
    slots: tuple[Filled, ...]

    @property
    def total(self) -> int:
        """How many slots the law's list has."""
        return len(self.slots)

    @property
    def done(self) -> int:
        """Slots with a published document or a reason."""
        return sum(not slot.is_open for slot in self.slots)

    def stage(self, code: str) -> tuple[Filled, ...]:
        """The slots of one stage."""
        return tuple(filled for filled in self.slots if filled.slot.stage == code)


def slot_of(code: str) -> Slot:
    """The slot of the law's list. Raises UnknownEntry."""
    found = next((slot for slot in statute.procurement_slots() if slot.code == code), None)
    if found is None:
        raise UnknownEntry(f"'{code}' bukan dokumen pengadaan.")
    return found


@dataclass(frozen=True, slots=True)
class PackageForm:
    """A package as it is written down; ``value`` in whole rupiah."""

    name: str
    year: int
    value: int
    method: str
    provider: str = ""
    key: str = ""


def problems(form: PackageForm) -> dict[str, str]:
    """What is missing or wrong, by field."""
    wrong = {}
    if not form.name.strip():
        wrong["name"] = _("Isi nama paket.")
    elif len(form.name.strip()) > 300:
        wrong["name"] = _("Nama paket paling banyak 300 huruf.")
    if not 2000 <= form.year <= 2100:
        wrong["year"] = _("Isi tahun anggaran, misalnya 2026.")
    if not 0 <= form.value < 10**15:
        wrong["value"] = _("Isi nilai paket dalam rupiah, tanpa koma.")
    if not form.method.strip():
        wrong["method"] = _("Isi metode pemilihan, misalnya Tender atau E-purchasing.")
    return wrong


@transaction.atomic
def enter(body: PublicBody, /, *, form: PackageForm, by: Actor, at: datetime | None = None) -> Package:
    """Enter a package; all its slots are open. Raises NotPermitted, Lacking."""
    permit_keep(by, body)
    wrong = problems(form)
    if (
        form.key.strip()
        and Package.objects.filter(
            government=body.government_id, year=form.year, key=form.key.strip()
        ).exists()
    ):
        wrong["key"] = _("Kode ini sudah dipakai paket lain pada tahun yang sama.")
    if wrong:
        raise Lacking(wrong)
    moment = at or timezone.now()
    package = Package.objects.create(
        government_id=body.government_id, body=body, created_at=moment, **_values(form)
    )
    _tell(package, "package.entered", {"year": package.year}, by=by, at=moment)
    return package


@transaction.atomic
def change(package: Package, /, *, form: PackageForm, by: Actor, at: datetime | None = None) -> Package:
    """Change what a package says. Nothing is written when nothing differs. Raises NotPermitted, Lacking."""
    permit_keep(by, package.body)
    if wrong := problems(form):
        raise Lacking(wrong)
    ledger.lock(package.government_id)
    package.refresh_from_db()
    values = _values(form)
    changed = sorted(name for name, value in values.items() if getattr(package, name) != value)
    if not changed:
        return package
    for name in changed:
        setattr(package, name, values[name])
    package.save(update_fields=changed)
    _tell(package, "package.changed", {"fields": changed}, by=by, at=at or timezone.now())
    return package


@transaction.atomic
def place(
    package: Package,
    /,
    *,
    slot: str,
    item: Item,
    by: Actor,
    file: ItemFile | None = None,
    is_redacted: bool = False,
    at: datetime | None = None,
) -> PackageDocument:
    """Put an item of the catalogue (and one of its files) into a slot; a reason that stood there goes.

    A contract is published only without what is withheld: when its file holds personal data, or nobody could look, it
    must be said that this is the redacted copy. Raises NotPermitted, Lacking, MustBeRedacted, ObligationNotNow.
    """
    permit_keep(by, package.body)
    row = slot_of(slot)
    if item.government_id != package.government_id or (file is not None and file.item_id != item.pk):
        raise Lacking({"item": _("Pilih butir dari Daftar Informasi Publik pemerintah daerah ini.")})
    if row.redacted_only:
        _require_redacted(file, is_redacted)
    ledger.lock(package.government_id)
    if package.documents.filter(slot=slot, item=item).exists():
        raise ObligationNotNow(_("Butir ini sudah ada pada dokumen itu."))
    moment = at or timezone.now()
    package.documents.filter(slot=slot, item__isnull=True).delete()
    placed = PackageDocument.objects.create(
        government_id=package.government_id,
        package=package,
        slot=slot,
        item=item,
        file=file,
        is_redacted=is_redacted,
        placed_at=moment,
        placed_by_id=by.user_id,
    )
    _tell(
        package,
        "package.document_placed",
        {"slot": slot, "item": item.pk, "redacted": is_redacted},
        by=by,
        at=moment,
    )
    return placed


def _require_redacted(file: ItemFile | None, is_redacted: bool) -> None:
    """A contract: clean, or the redacted copy. A redacted copy that still holds data is no redacted copy."""
    if file is None or file.document is None:
        if not is_redacted:
            raise MustBeRedacted(
                _(
                    "Kontrak terbit tanpa data pribadi. Pastikan tautannya menuju salinan yang sudah dihitamkan."
                ),
                (),
            )
        return
    kinds = personal_kinds(file.document)
    if kinds == (UNKNOWN,):
        if not is_redacted:
            raise MustBeRedacted(
                _("Isi kontrak ini belum diperiksa, jadi belum dapat terbit tanpa dihitamkan."), kinds
            )
    elif kinds:
        raise MustBeRedacted(
            _(
                "Kontrak ini masih memuat data pribadi (%(kinds)s). Hitamkan dahulu, lalu pilih salinan yang sudah"
                " dihitamkan."
            )
            % {"kinds": ", ".join(kinds)},
            kinds,
        )


@transaction.atomic
def waive(
    package: Package, /, *, slot: str, reason: str, by: Actor, at: datetime | None = None
) -> PackageDocument:
    """Say that a document is not required for this package ("tidak dipersyaratkan"), and why.

    Raises NotPermitted, Lacking, ObligationNotNow.
    """
    permit_keep(by, package.body)
    slot_of(slot)
    if len(reason.strip()) < 5:
        raise Lacking(
            {
                "reason": _(
                    "Tulis mengapa dokumen ini tidak dipersyaratkan, misalnya: pengadaan langsung, tanpa sanggah."
                )
            }
        )
    ledger.lock(package.government_id)
    if package.documents.filter(slot=slot, item__isnull=False).exists():
        raise ObligationNotNow(_("Dokumen ini sudah terbit; lepaskan dahulu bila keliru."))
    moment = at or timezone.now()
    package.documents.filter(slot=slot).delete()
    made = PackageDocument.objects.create(
        government_id=package.government_id,
        package=package,
        slot=slot,
        reason=reason.strip()[:300],
        placed_at=moment,
        placed_by_id=by.user_id,
    )
    _tell(package, "package.document_waived", {"slot": slot}, by=by, at=moment)
    return made


@transaction.atomic
def clear(document: PackageDocument, /, *, by: Actor, at: datetime | None = None) -> None:
    """Open a slot again: take an item off it, or the reason. The item itself stays. Raises NotPermitted."""
    package = document.package
    permit_keep(by, package.body)
    ledger.lock(package.government_id)
    document.delete()
    _tell(package, "package.document_removed", {"slot": document.slot}, by=by, at=at or timezone.now())


def progress(packages: Iterable[Package]) -> list[Progress]:
    """How far each package is; one query for all of them. Only items that are listed count as published."""
    listed = list(packages)
    found: dict[tuple[int, str], list[PackageDocument]] = {}
    rows = PackageDocument.objects.filter(package__in=[one.pk for one in listed])
    for document in rows.select_related("item", "file"):
        found.setdefault((document.package_id, document.slot), []).append(document)
    return [
        Progress(package, tuple(_filled(slot, found.get((package.pk, slot.code), [])) for slot in _slots()))
        for package in listed
    ]


def _slots() -> tuple[Slot, ...]:
    return statute.procurement_slots()


def _filled(slot: Slot, documents: list[PackageDocument]) -> Filled:
    published = tuple(one for one in documents if one.item is not None and one.item.is_public)
    return Filled(slot, published, next((one.reason for one in documents if one.reason), ""))


def of(government: Government, *, body: PublicBody | None = None) -> QuerySet[Package]:
    """The packages of a government, newest year first."""
    rows = Package.objects.filter(government=government).select_related("body__parent")
    return rows.filter(body=body) if body else rows


def _values(form: PackageForm) -> dict[str, object]:
    return {
        "name": form.name.strip(),
        "year": form.year,
        "value": form.value,
        "method": form.method.strip()[:80],
        "provider": form.provider.strip()[:200],
        "key": form.key.strip()[:80],
    }


def _tell(package: Package, kind: str, data: dict[str, object], *, by: Actor, at: datetime) -> None:
    ledger.record(
        government_id=package.government_id,
        kind=kind,
        subject=("package", package.pk),
        by=by,
        at=at,
        data={"body": package.body_id, **data},
    )
