"""What officers write about what must be published. The deed says what is wrong; the lists are the statute book's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import Item, ItemFile
from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.obligations.immediate import Announcement
from lutra.obligations.models import Charter, Immediate, Official, Package, Programme
from lutra.obligations.packages import PackageForm
from lutra.web.desk.forms.deeds import DeedForm, bodies_by_kind
from lutra.web.desk.words import choices, say

_DAY = {"type": "date"}


class _BodyForm(DeedForm):
    """A form that asks for the body, offering those that the officer keeps."""

    body = forms.ChoiceField(label=_("Perangkat daerah"))

    def __init__(self, *args: Any, bodies: Iterable[PublicBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = list(bodies)
        self.bodies = {str(body.pk): body for body in kept}
        self.offer("body", [("", gettext("Pilih…")), *bodies_by_kind(kept)])

    @property
    def chosen_body(self) -> PublicBody | None:
        """The body chosen, or None."""
        return self.bodies.get(self.cleaned_data.get("body") or "")


class StatementForm(DeedForm):
    """That something is not there to be published, and why."""

    may_stay_empty = frozenset({"holds_until"})

    reason = forms.CharField(
        label=_("Mengapa informasi ini tidak ada"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Masyarakat membacanya. Misalnya: dinas ini tidak menerbitkan izin."),
    )
    holds_until = forms.DateField(
        label=_("Berlaku sampai"),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_("Kosongkan bila berlaku sampai dicabut."),
    )


class ProgrammeForm(DeedForm):
    """A programme under way; its fields are the statute book's."""

    year = forms.IntegerField(label=_("Tahun"), min_value=1990, max_value=2100)

    def __init__(self, *args: Any, programme: Programme | None = None, on: date, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"year": programme.year, **programme.answers} if programme else {"year": on.year}
        )
        super().__init__(*args, **kwargs)
        for row in statute.programme_fields():
            widget = forms.Textarea(attrs={"rows": 3}) if row.is_long else forms.TextInput()
            field = forms.CharField(label=say(row.label), max_length=2000, widget=widget)
            self.fields[row.code] = field
            self.ask(row.code, field)
            field.needed_sometimes = not row.optional  # type: ignore[attr-defined]

    def answers(self) -> dict[str, str]:
        """What was written, by the codes of the law's fields."""
        return {row.code: self.cleaned_data.get(row.code) or "" for row in statute.programme_fields()}


class PackageEntryForm(_BodyForm):
    """A procurement package."""

    may_stay_empty = frozenset({"provider", "key"})

    name = forms.CharField(label=_("Nama paket"), max_length=300)
    year = forms.IntegerField(label=_("Tahun anggaran"), min_value=2000, max_value=2100)
    value = forms.IntegerField(label=_("Nilai (rupiah)"), min_value=0, max_value=10**15 - 1)
    method = forms.CharField(
        label=_("Metode pemilihan"),
        max_length=80,
        help_text=_("Misalnya: Tender, Pengadaan langsung, E-purchasing, Swakelola."),
    )
    provider = forms.CharField(label=_("Penyedia"), max_length=200)
    key = forms.CharField(label=_("Kode RUP"), max_length=80)

    def __init__(self, *args: Any, package: Package | None = None, **kwargs: Any) -> None:
        if package is not None:
            names = ("name", "year", "value", "method", "provider", "key")
            kwargs.setdefault("initial", {name: getattr(package, name) for name in names})
        super().__init__(*args, **kwargs)
        if package is not None:
            del self.fields["body"]

    def form(self) -> PackageForm:
        """What was written, as the deed takes it."""
        given = self.cleaned_data
        year, value = given.get("year"), given.get("value")
        return PackageForm(
            name=given.get("name") or "",
            year=0 if year is None else year,
            value=-1 if value is None else value,
            method=given.get("method") or "",
            provider=given.get("provider") or "",
            key=given.get("key") or "",
        )


class PackageFileForm(DeedForm):
    """A file of packages."""

    file = forms.FileField(
        label=_("Berkas CSV"),
        help_text=_(
            "Baris pertama judul kolom: Kode RUP, Nama paket, Perangkat daerah, Tahun, Nilai, Metode, Penyedia."
        ),
    )


class PlaceForm(DeedForm):
    """Which item of the list, and which file of it, fills a slot."""

    may_stay_empty = frozenset({"is_redacted"})

    item = forms.ChoiceField(label=_("Butir atau berkas dalam Daftar Informasi Publik"))
    is_redacted = forms.BooleanField(
        label=_("Ini salinan yang data pribadinya sudah dihitamkan"),
    )

    def __init__(self, *args: Any, package: Package, redacted_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = Item.objects.filter(
            government_id=package.government_id, body=package.body_id, withdrawn_at__isnull=True
        )
        self.items = {one.pk: one for one in items.prefetch_related("files").order_by("-changed_at")[:500]}
        self.offer("item", [("", gettext("Pilih…")), *(_files_of(one) for one in self.items.values())])
        if not redacted_only:
            del self.fields["is_redacted"]

    @property
    def chosen(self) -> tuple[Item | None, ItemFile | None]:
        """The item, and the file where one was chosen."""
        item, _dot, file = (self.cleaned_data.get("item") or "").partition(".")
        found = self.items.get(int(item)) if item.isdecimal() else None
        if found is None:
            return None, None
        return found, next((one for one in found.files.all() if str(one.pk) == file), None)


def _files_of(item: Item) -> tuple[str, Any]:
    standing = [file for file in item.files.all() if file.ended_at is None]
    name = f"{item.number}. {item.title}"
    if not standing:
        return (str(item.pk), name)
    return (name, [(f"{item.pk}.{file.pk}", file.label or item.title) for file in standing])


class WaiveForm(DeedForm):
    """Why a document is not required."""

    reason = forms.CharField(
        label=_("Mengapa tidak dipersyaratkan"),
        max_length=300,
        help_text=_("Misalnya: pengadaan langsung, tidak ada sanggah."),
    )


class CharterForm(DeedForm):
    """The six contents of the charter, and the same in a second language."""

    second_language = forms.CharField(
        label=_("Bahasa kedua"),
        max_length=40,
        help_text=_("Misalnya Bahasa Tae’. Kosongkan bila tidak ada."),
    )

    def __init__(self, *args: Any, draft: Charter | None, **kwargs: Any) -> None:
        if draft is not None:
            second = {f"second_{code}": text for code, text in draft.second_contents.items()}
            kwargs.setdefault(
                "initial", {**draft.contents, **second, "second_language": draft.second_language}
            )
        super().__init__(*args, **kwargs)
        language = self.fields.pop("second_language")
        self._add("", optional=False)
        self.fields["second_language"] = language
        language.needed_sometimes = False  # type: ignore[attr-defined]
        self._add("second_", optional=True)

    def _add(self, prefix: str, *, optional: bool) -> None:
        for content in statute.charter_contents():
            label = say(content.label)
            if optional:
                label = gettext("%(label)s (bahasa kedua)") % {"label": label}
            field = forms.CharField(
                label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 2 if optional else 3})
            )
            name = f"{prefix}{content.code}"
            self.fields[name] = field
            self.ask(name, field)
            field.needed_sometimes = not optional  # type: ignore[attr-defined]

    def contents(self, prefix: str = "") -> dict[str, str]:
        """What was written, by the codes of the contents."""
        return {
            content.code: self.cleaned_data.get(f"{prefix}{content.code}") or ""
            for content in statute.charter_contents()
        }


class AccessibleFormForm(DeedForm):
    """A form of the charter that disabled people can use."""

    may_stay_empty = frozenset({"file", "url", "place"})

    form = forms.ChoiceField(label=_("Bentuk"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Berkas"), help_text=_("PDF, PNG, atau JPG. Audio dan video lewat tautan.")
    )
    url = forms.CharField(label=_("Tautan"), max_length=500)
    place = forms.CharField(
        label=_("Tempat membacanya"),
        max_length=200,
        help_text=_("Untuk naskah Braille atau papan pengumuman."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("form", choices(statute.accessible_forms()))


class SopForm(DeedForm):
    """The next version of a procedure."""

    may_stay_empty = frozenset({"number", "file", "url", "text"})

    title = forms.CharField(label=_("Judul"), max_length=200)
    number = forms.CharField(label=_("Nomor"), max_length=80)
    set_on = forms.DateField(
        label=_("Ditetapkan pada"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    file = forms.FileField(label=_("Berkas"), help_text=_("Tampil sesudah lolos pemeriksaan berkas."))
    url = forms.CharField(label=_("Tautan"), max_length=500)
    text = forms.CharField(
        label=_("Isi"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Langkah demi langkah, satu langkah satu baris."),
    )  # fmt: skip


class OfficialForm(_BodyForm):
    """An official who is obliged to report."""

    name = forms.CharField(label=_("Nama"), max_length=160)
    office = forms.CharField(label=_("Jabatan"), max_length=200)


class WealthForm(DeedForm):
    """Where an official's report can be read."""

    year = forms.IntegerField(label=_("Tahun laporan"), min_value=2000, max_value=2100)
    reported_on = forms.DateField(
        label=_("Dilaporkan pada"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    url = forms.CharField(label=_("Tautan"), max_length=500)

    def __init__(self, *args: Any, official: Official, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {"year": official.report_year, "reported_on": official.reported_on, "url": official.url},
        )
        super().__init__(*args, **kwargs)


class ImmediateForm(_BodyForm):
    """An announcement of a danger: the eight contents, none of which holds it up."""

    title = forms.CharField(
        label=_("Apa yang terjadi, di mana"), max_length=300, help_text=_("Menjadi judul di halaman depan.")
    )
    hazard = forms.ChoiceField(label=_("Jenis bahaya"))
    third_party = forms.CharField(
        label=_("Pihak lain yang kegiatannya menimbulkan bahaya"),
        max_length=200,
        help_text=_("Misalnya pemegang izin atau kontraktor; kosongkan bila tidak ada."),
    )
    knowingly = forms.BooleanField(
        label=_("Umumkan sekarang juga walau belum lengkap"),
        help_text=_("Waktu lebih dahulu; isi yang kurang dapat dilengkapi sesudahnya."),
    )
    begun = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, shows_knowingly: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options: list[tuple[str, Any]] = [("", gettext("Pilih…"))]
        for hazard in statute.obligations(kind="immediate"):
            label = f"{hazard.letter}. {say(hazard.label)}"
            if hazard.parts:
                own = [(part.code, say(part.label)) for part in hazard.parts]
                options.append((label, [(hazard.code, say(hazard.label)), *own]))
            else:
                options.append((hazard.code, label))
        self.offer("hazard", options)
        last = {name: self.fields.pop(name) for name in ("third_party", "knowingly", "begun")}
        for content in statute.immediate_contents():
            self.fields[content.code] = _content_field(content)
            self.ask(content.code, self.fields[content.code])
        if not shows_knowingly:
            del last["knowingly"]
        self.fields.update(last)
        for field in last.values():
            field.needed_sometimes = False  # type: ignore[attr-defined]

    def announcement(self) -> Announcement:
        """What was written, as the deed takes it."""
        given = self.cleaned_data
        return Announcement(
            title=given.get("title") or "",
            hazard=given.get("hazard") or "",
            contents=_contents(given),
            third_party=given.get("third_party") or "",
        )


class CompletionForm(DeedForm):
    """The eight contents of an announcement that is out already."""

    def __init__(self, *args: Any, immediate: Immediate, **kwargs: Any) -> None:
        kwargs.setdefault("initial", immediate.contents)
        super().__init__(*args, **kwargs)
        for content in statute.immediate_contents():
            self.fields[content.code] = _content_field(content)
            self.ask(content.code, self.fields[content.code])

    def contents(self) -> dict[str, str]:
        """What was written, by the codes of the contents."""
        return _contents(self.cleaned_data)


def _content_field(content: statute.Choice) -> forms.CharField:
    return forms.CharField(
        label=say(content.label),
        help_text=say(content.help) if content.help else "",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _contents(given: dict[str, Any]) -> dict[str, str]:
    return {content.code: given.get(content.code) or "" for content in statute.immediate_contents()}


class MatrixFilter(forms.Form):
    """Which list, and which bodies."""

    kind = forms.ChoiceField(label=_("Daftar"), required=False)
    body = forms.ChoiceField(label=_("Perangkat daerah"), required=False)

    def __init__(self, *args: Any, government: Government, kinds: Iterable[tuple[str, Any]]) -> None:
        super().__init__(*args)
        rows = PublicBody.objects.filter(government=government, is_active=True).exclude(
            kind=PublicBody.Kind.VILLAGE
        )
        self.fields["kind"].choices = [("", gettext("Semua")), *kinds]  # type: ignore[attr-defined]
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Semua")),
            *bodies_by_kind(rows.select_related("parent")),
        ]
