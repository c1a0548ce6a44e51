"""The forms of the list. They read what was typed; the deed says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.errors import ItemIncomplete
from lutra.catalogue.items.form import ItemForm, longest_of
from lutra.catalogue.items.found import Wanted, years
from lutra.catalogue.items.rights import maintained, own_bodies
from lutra.catalogue.lists.versions import possible_signatories
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.models import Government, Holding, PublicBody, Region
from lutra.documents.models import Document
from lutra.documents.rights import visible
from lutra.law import statute
from lutra.web.desk.catalogue.words import STATE_WORDS
from lutra.web.desk.forms.deeds import DeedForm, bodies_by_kind
from lutra.web.desk.words import basis, choices, say

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_SHOWN_FILES = 100


def day_field(label: str | Promise) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(
        label=cast(str, label), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class FilterForm(forms.Form):
    """What the list is narrowed to; everything may stay empty, and what does not fit is ignored."""

    q = forms.CharField(label=_("Cari judul, isi, atau nomor"), max_length=120, required=False)
    body = forms.ChoiceField(label=_("Perangkat daerah"), required=False)
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    state = forms.ChoiceField(label=_("Keadaan"), required=False)
    year = forms.ChoiceField(label=_("Tahun"), required=False)

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = gettext("Semua")
        holders = PublicBody.objects.filter(
            government=government, pk__in=Item.objects.filter(government=government).values("body_id")
        ).select_related("parent")
        for name, listed in (
            ("body", [("", every), *((str(body.pk), str(body)) for body in holders.order_by("name"))]),
            ("kind", choices(statute.information_classes(), empty=every)),
            ("state", [("", gettext("Semua")), *STATE_WORDS.items()]),
            ("year", [("", every), *((str(year), str(year)) for year in years(government))]),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = listed
        self.fields["q"].widget.attrs.update({"data-key": "/", "type": "search", "enterkeyhint": "search"})

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            text=given.get("q") or "",
            kind=given.get("kind") or "",
            body=int(given["body"]) if given.get("body") else None,
            year=int(given["year"]) if given.get("year") else None,
            state=given.get("state") or "",
        )


_LONG = {"summary": 3, "plain_summary": 4}


class EditForm(DeedForm):
    """One item, column by column of the law, each with its help and clause."""

    may_stay_empty = frozenset(
        {"summary", "plain_summary", "made_on", "made_when", "made_at", "period_from", "period_until"}
        | {"updated_on", "place", "is_dataset", "topics"}
        | {f"dataset_{one.code}" for one in statute.dataset_metadata()}
    )

    body = forms.ChoiceField(label=_("Perangkat daerah pemilik"))
    place = forms.ChoiceField(
        label=_("Wilayah"), help_text=_("Bila informasinya tentang satu kecamatan atau kelurahan.")
    )
    topics = forms.CharField(
        label=_("Topik"), max_length=200, help_text=_("Pisahkan dengan koma, misalnya kesehatan, anggaran.")
    )
    is_dataset = forms.BooleanField(
        label=_("Ini data terstruktur (dataset)"),
        help_text=_("Isi lima unsur standar data supaya siap untuk Satu Data Indonesia."),
    )

    def __init__(self, *args: Any, actor: Actor, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordered = [*(self._law_field(one) for one in statute.item_fields()), "place", "topics", "is_dataset"]
        for element in statute.dataset_metadata():
            name = f"dataset_{element.code}"
            self.fields[name] = forms.CharField(label=say(element.label), max_length=300)
            self.fields[name].help_text = _help(element.help, element.clause)
            ordered.append(name)
        for name in ordered:
            self.ask(name, self.fields[name])
        self.order_fields(["title", "body", *ordered[1:]])
        every = PublicBody.objects.filter(government=government, is_active=True).select_related("parent")
        self.bodies = {str(body.pk): body for body in maintained(actor, _at(government, every))}
        grouped = bodies_by_kind(list(self.bodies.values()))
        self.offer("body", grouped if len(self.bodies) == 1 else [("", gettext("Pilih…")), *grouped])
        self.places = {region.code: region for region in _districts(government)}
        self.offer(
            "place",
            [("", gettext("Seluruh daerah")), *((code, str(r)) for code, r in self.places.items())],
        )

    def _law_field(self, one: statute.ItemField) -> str:
        label, name = say(one.label), one.code
        if name in {"kind"}:
            made: forms.Field = forms.ChoiceField(
                choices=choices(statute.information_classes()), widget=forms.RadioSelect
            )
        elif name == "forms":
            made = forms.MultipleChoiceField(
                choices=choices(statute.information_forms()), widget=forms.CheckboxSelectMultiple
            )
        elif name in {"made_on", "period_from", "period_until", "updated_on"}:
            made = day_field(label)
        else:
            longest = longest_of(name) or 5000
            made = forms.CharField(max_length=longest * 2)
            if name in _LONG:
                made.widget = forms.Textarea(attrs={"rows": _LONG[name]})
        made.label, made.help_text = label, _help(one.help, one.clause)
        self.fields[name] = made
        return name

    def item_form(self) -> ItemForm:
        """What was written, as the catalogue takes it. Raises ItemIncomplete when no body was chosen."""
        given: Mapping[str, Any] = self.cleaned_data
        body = self.bodies.get(given.get("body") or "")
        if body is None:
            raise ItemIncomplete({"body": gettext("Pilih perangkat daerah pemilik informasi ini.")})
        texts: dict[str, Any] = {
            name: given.get(name) or ""
            for name in (
                "title", "kind", "summary", "plain_summary", "holder", "responsible", "made_when", "made_at",
                "retention",
            )
        }  # fmt: skip
        days: dict[str, Any] = {
            name: given.get(name) for name in ("made_on", "period_from", "period_until", "updated_on")
        }
        dataset = {one.code: given.get(f"dataset_{one.code}") or "" for one in statute.dataset_metadata()}
        return ItemForm(
            body=body,
            forms=tuple(given.get("forms") or ()),
            place=self.places.get(given.get("place") or ""),
            topics=tuple(topic for part in (given.get("topics") or "").split(",") if (topic := part.strip())),
            dataset=dataset if given.get("is_dataset") or any(dataset.values()) else None,
            **texts,
            **days,
        )


def initial_of(form: ItemForm) -> dict[str, Any]:
    """An item's values for the fields of ``EditForm``."""
    plain = {
        name: getattr(form, name)
        for name in (
            "title", "kind", "summary", "plain_summary", "holder", "responsible", "made_on", "made_when",
            "made_at", "period_from", "period_until", "retention", "updated_on",
        )
    }  # fmt: skip
    dataset = {f"dataset_{code}": value for code, value in (form.dataset or {}).items()}
    return {
        **plain,
        **dataset,
        "body": str(form.body.pk),
        "place": form.place.code if form.place else "",
        "forms": list(form.forms),
        "topics": ", ".join(form.topics),
        "is_dataset": form.dataset is not None,
    }


class ReasonForm(DeedForm):
    """Why an item or a file is taken off."""

    reason = forms.CharField(label=_("Alasan"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}))


class FileForm(DeedForm):
    """A file of the list of documents, or a link."""

    may_stay_empty = frozenset({"document", "url", "label"})

    document = forms.ChoiceField(label=_("Berkas yang sudah diunggah"))
    url = forms.CharField(label=_("Atau tautan"), max_length=600)
    label = forms.CharField(
        label=_("Nama yang ditampilkan"), max_length=400, help_text=_("Kosongkan untuk memakai nama berkas.")
    )

    def __init__(self, *args: Any, actor: Actor, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = visible(actor).filter(purged_at__isnull=True).order_by("-pk")
        own = listed.filter(body_id=item.body_id)[:_SHOWN_FILES]
        self.documents = {
            str(document.pk): document for document in own or listed.filter(body__isnull=True)[:_SHOWN_FILES]
        }
        self.offer(
            "document",
            [("", gettext("Tidak ada")), *((pk, document.name) for pk, document in self.documents.items())],
        )
        self.fields["url"].widget.attrs.update({"inputmode": "url", "placeholder": "https://"})

    @property
    def chosen(self) -> Document | None:
        """The file that was chosen."""
        return self.documents.get(self.cleaned_data.get("document") or "")


class ReplaceForm(FileForm):
    """A corrected file, and what was corrected."""

    correction_note = forms.CharField(
        label=_("Yang dikoreksi"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Masyarakat membaca catatan ini di samping berkasnya."),
    )


class ImportForm(DeedForm):
    """A file of many items, and the body of rows that name none."""

    may_stay_empty = frozenset({"body"})

    file = forms.FileField(
        label=_("Berkas XLSX, XLS, ODS, atau CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )
    body = forms.ChoiceField(
        label=_("Perangkat daerah bagi baris yang tidak menyebutnya"),
        help_text=_("Lembar yang bernama perangkat daerah dikenali sendiri."),
    )

    def __init__(self, *args: Any, actor: Actor, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = PublicBody.objects.filter(government=government, is_active=True).select_related("parent")
        self.bodies = {str(body.pk): body for body in maintained(actor, _at(government, every))}
        self.offer("body", [("", gettext("Tidak ditentukan")), *bodies_by_kind(list(self.bodies.values()))])
        if own_bodies(actor) and len(self.bodies) == 1:
            self.initial.setdefault("body", next(iter(self.bodies)))

    @property
    def chosen_body(self) -> PublicBody | None:
        """The body of rows that name none."""
        return self.bodies.get(self.cleaned_data.get("body") or "")


class SignForm(DeedForm):
    """The decree that establishes the list."""

    decree_number = forms.CharField(label=_("Nomor keputusan"), max_length=240)
    decree_date = day_field(_("Tanggal keputusan"))
    signatory = forms.ChoiceField(
        label=_("Ditandatangani oleh"),
        help_text=_("Pejabat dengan SK yang berlaku pada tanggal keputusan."),
    )

    def __init__(self, *args: Any, government: Government, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holdings = {str(one.pk): one for one in possible_signatories(government, on=on)}
        self.offer(
            "signatory",
            [
                ("", gettext("Pilih…")),
                *((pk, f"{one.user}, {one.post.title} ({one.decree})") for pk, one in self.holdings.items()),
            ],
        )

    def chosen(self) -> tuple[str, date, Holding]:
        """Number, date and holding. Raises ItemIncomplete for what is missing."""
        given = self.cleaned_data
        day, holding = given.get("decree_date"), self.holdings.get(given.get("signatory") or "")
        if day is None or holding is None:
            wrong = {}
            if day is None:
                wrong["decree_date"] = gettext("Isi tanggal keputusan.")
            if holding is None:
                wrong["signatory"] = gettext("Pilih pejabat yang menandatangani.")
            raise ItemIncomplete(wrong)
        return given.get("decree_number") or "", day, holding


class DeliverForm(DeedForm):
    """A remark that goes with a delivery."""

    may_stay_empty = frozenset({"note"})

    note = forms.CharField(label=_("Catatan"), max_length=600)


def _help(text: statute.Text | None, clause: str) -> str:
    return f"{say(text)} · {basis(clause)}" if text else basis(clause)


def _at(government: Government, bodies: Any) -> list[PublicBody]:
    found: list[PublicBody] = list(bodies.order_by("name"))
    for body in found:
        body.government = government
    return found


def _districts(government: Government) -> list[Region]:
    kinds = (Region.Kind.DISTRICT, Region.Kind.WARD)
    found = Region.objects.filter(code__startswith=f"{government.code}.", kind__in=kinds)
    return list(found.select_related("parent").order_by("code"))
