"""What an officer writes about one item, and what is missing or wrong in it. The lists are the statute book's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.catalogue.gate import personal_kinds
from lutra.catalogue.models import Item
from lutra.directory.models import Government, PublicBody, Region
from lutra.documents.personal import KINDS
from lutra.law import statute

_WORD = re.compile(r"\w[\w’'./-]*")


@dataclass(frozen=True, slots=True)
class ItemForm:
    """One item as it is written down. Codes are those of the statute book; texts are the office's own words.

    ``updated_on`` is the day of the last content; left out, it is the day on which the item is published.
    """

    title: str
    body: PublicBody
    kind: str
    summary: str = ""
    plain_summary: str = ""
    holder: str = ""
    responsible: str = ""
    made_on: date | None = None
    made_when: str = ""
    made_at: str = ""
    period_from: date | None = None
    period_until: date | None = None
    forms: tuple[str, ...] = ()
    retention: str = ""
    place: Region | None = None
    obligations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    dataset: Mapping[str, str] | None = None
    updated_on: date | None = None

    def changed(self, **values: Any) -> ItemForm:
        """The same with other values."""
        return replace(self, **values)


def form_of(item: Item) -> ItemForm:
    """What stands in ``item`` now, to begin a change with."""
    values = {field.name: getattr(item, field.name) for field in fields(ItemForm)}
    for name in ("forms", "obligations", "topics"):
        values[name] = tuple(values[name])
    return ItemForm(**values)


def values_of(form: ItemForm) -> dict[str, Any]:
    """The model's values of a form: trimmed, lists as lists, the year worked out."""
    values: dict[str, Any] = {field.name: getattr(form, field.name) for field in fields(form)}
    for name in _TEXTS:
        values[name] = values[name].strip()
    for name in ("forms", "obligations", "topics"):
        values[name] = list(dict.fromkeys(values[name]))
    values["dataset"] = _dataset(form.dataset)
    values["year"] = year_of(form)
    return values


_TEXTS = (
    "title",
    "summary",
    "plain_summary",
    "holder",
    "responsible",
    "made_when",
    "made_at",
    "retention",
)


def _dataset(given: Mapping[str, str] | None) -> dict[str, str] | None:
    """Every element of the standard, blank where nothing was said; None for what is no dataset."""
    if given is None:
        return None
    return {element.code: given.get(element.code, "").strip() for element in statute.dataset_metadata()}


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def year_of(form: ItemForm) -> int | None:
    """The year that an item is about: of its period, else in its title, else of its making."""
    if form.period_until or form.period_from:
        day = form.period_until or form.period_from
        return day.year if day else None
    for text in (form.title, form.made_when):
        years = [int(year) for year in _YEAR.findall(text)]
        if years:
            return max(years)
    return form.made_on.year if form.made_on else None


def words(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def longest_of(field: str) -> int | None:
    """How many characters a field of an item holds; None for any number."""
    found: int | None = getattr(Item._meta.get_field(field), "max_length", None)
    return found


@cache
def most_words(field: str) -> int | None:
    """The largest number of words that the statute book lets a field have."""
    return next((one.most for one in statute.item_fields() if one.code == field), None)


def problems(form: ItemForm, government: Government) -> dict[str, str]:
    """What is missing or wrong, by field; empty when the item may be kept."""
    wrong = _too_long(form)
    if not form.title.strip():
        wrong["title"] = _("Tulis judul informasinya.")
    if form.kind not in {one.code for one in statute.information_classes()}:
        wrong["kind"] = _("Pilih jenis informasi: berkala, serta merta, atau setiap saat.")
    if form.body.government_id != government.pk:
        wrong["body"] = _("Pilih perangkat daerah dari pemerintah daerah ini.")
    if unknown := set(form.forms) - {one.code for one in statute.information_forms()}:
        wrong["forms"] = _("Bentuk informasi tidak dikenal: %(what)s.") % {"what": ", ".join(sorted(unknown))}
    if form.dataset is not None and (
        unknown := set(form.dataset) - {one.code for one in statute.dataset_metadata()}
    ):
        wrong["dataset"] = _("Unsur metadata tidak dikenal: %(what)s.") % {"what": ", ".join(sorted(unknown))}
    if form.place is not None and not _is_here(form.place, government):
        wrong["place"] = _("Pilih wilayah di dalam pemerintah daerah ini.")
    if form.period_from and form.period_until and form.period_until < form.period_from:
        wrong["period_until"] = _("Akhir periode lebih awal daripada awalnya; periksa tanggalnya.")
    return _personal(form) | wrong


def _personal(form: ItemForm) -> dict[str, str]:
    """The list is read by anybody, so no text of it may hold what surely is somebody's own."""
    wrong = {}
    for name in _TEXTS:
        if kinds := personal_kinds(getattr(form, name)):
            wrong[name] = _("Isian ini memuat data pribadi (%(what)s); hapus dulu.") % {
                "what": ", ".join(_(KINDS[kind]) for kind in kinds)
            }
    return wrong


def _is_here(place: Region, government: Government) -> bool:
    return place.code == government.code or place.code.startswith(f"{government.code}.")


def _too_long(form: ItemForm) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name in _TEXTS:
        text = getattr(form, name).strip()
        longest = longest_of(name)
        most = most_words(name)
        if longest is not None and len(text) > longest:
            wrong[name] = _(
                "Terlalu panjang: paling banyak %(max)d huruf, sekarang %(now)d. Persingkat isinya."
            ) % {"max": longest, "now": len(text)}
        elif most is not None and (counted := words(text)) > most:
            wrong[name] = _(
                "Terlalu panjang: paling banyak %(max)d kata, sekarang %(now)d. Persingkat supaya mudah dipahami"
                " (UU 14/2008 Pasal 9 ayat (4))."
            ) % {"max": most, "now": counted}
    return wrong


#: The law's columns of the list, with the fields of which one at least fills it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "summary": ("title", "summary"),
    "holder": ("holder",),
    "responsible": ("responsible",),
    "made": ("made_on", "made_when"),
    "forms": ("forms",),
    "retention": ("retention",),
    "kind": ("kind",),
}


def gaps(item: Item) -> tuple[str, ...]:
    """The law's columns that are still empty, by what they are called. They warn; they never hold a publication up."""
    language = get_language() or "id"
    labels = {column.code: column.label.in_(language) for column in statute.register("dip")}
    return tuple(
        labels[column] for column, names in COLUMNS.items() if not any(getattr(item, name) for name in names)
    )
