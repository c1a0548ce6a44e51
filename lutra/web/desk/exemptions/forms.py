"""The forms of the exempt list. They read what was typed; the deed says what is wrong with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, Holding, PublicBody
from lutra.directory.roles import Role
from lutra.exemptions import queries
from lutra.exemptions.form import ExemptionForm
from lutra.exemptions.models import Exemption
from lutra.law import statute
from lutra.web.desk.catalogue.forms import day_field
from lutra.web.desk.forms.deeds import DeedForm

_REVIEW = "review"
_MONTHS = {"30": _("30 hari"), "90": _("90 hari"), "365": _("satu tahun")}


class FilterForm(forms.Form):
    """What the list is narrowed to; everything may stay empty, and what does not fit is ignored."""

    q = forms.CharField(label=_("Cari informasi atau nomor penetapan"), max_length=120, required=False)
    body = forms.ChoiceField(label=_("Perangkat daerah"), required=False)
    ground = forms.ChoiceField(label=_("Pasal 17"), required=False)
    ends = forms.ChoiceField(label=_("Berakhir dalam"), required=False)
    state = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = gettext("Semua")
        held = PublicBody.objects.filter(
            government=government, pk__in=Exemption.objects.filter(government=government).values("body_id")
        ).select_related("parent")
        for name, listed in (
            ("body", [("", every), *((str(body.pk), str(body)) for body in held.order_by("name"))]),
            (
                "ground",
                [("", every), *((g.code, gettext("huruf %s") % g.code) for g in statute.grounds())],
            ),
            ("ends", [("", every), *_MONTHS.items()]),
            (
                "state",
                [
                    ("", gettext("Berlaku")),
                    (_REVIEW, gettext("Perlu ditinjau")),
                    ("open", gettext("Sudah terbuka")),
                    ("all", every),
                ],
            ),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = listed
        self.fields["q"].widget.attrs.update({"data-key": "/", "type": "search", "enterkeyhint": "search"})

    def found(self, government: Government, *, on: date) -> QuerySet[Exemption]:
        """The rows that the reader asked for."""
        self.is_valid()
        given = self.cleaned_data
        state = given.get("state")
        if state == "all":
            rows = queries.exemptions(government)
        elif state == "open":
            rows = queries.ended(government, on=on)
        else:
            rows = queries.in_force(government, on=on)
        if state == _REVIEW:
            due = queries.reviews(government, until=on, on=on)
            rows = rows.filter(pk__in=[review.exemption.pk for review in due])
        if given.get("body"):
            rows = rows.filter(body_id=given["body"])
        if given.get("ground"):
            rows = rows.filter(test__ground=given["ground"])
        if given.get("ends"):
            rows = rows.filter(ends_on__gte=on, ends_on__lte=on + timedelta(days=int(given["ends"])))
        if words := (given.get("q") or "").strip():
            rows = rows.filter(Q(test__information__icontains=words) | Q(decree_number__icontains=words))
        return rows


class RecordForm(DeedForm):
    """The decree that puts an approved test in force."""

    may_stay_empty = frozenset({"extends", "scope_reason", "no_end_reason", "review_on", "decree_number"})

    test = forms.ChoiceField(label=_("Uji konsekuensi"), help_text=_("Yang sudah disetujui Atasan PPID."))
    extends = forms.ChoiceField(
        label=_("Memperpanjang"),
        help_text=_("Bila menggantikan pengecualian yang akan berakhir; ujinya tetap harus baru."),
    )
    body = forms.ChoiceField(label=_("Perangkat daerah yang menguasai"))
    scope = forms.ChoiceField(
        label=_("Lingkup"), choices=Exemption.Scope.choices, widget=forms.RadioSelect, initial="information"
    )
    scope_reason = forms.CharField(
        label=_("Mengapa menghitamkan sebagian tidak cukup"),
        help_text=_("Hanya untuk seluruh dokumen."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    no_end_reason = forms.CharField(
        label=_("Mengapa tanpa tanggal berakhir"),
        help_text=_("Hanya bila ujinya tidak berbatas waktu."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    review_on = day_field(_("Ditinjau kembali pada"))
    decree_number = forms.CharField(
        label=_("Nomor penetapan di kertas"),
        help_text=_(
            "Kosongkan agar penetapan dinomori, dicetak, dan ditandatangani di sini, bertanggal hari ini."
        ),
        max_length=240,
    )
    decree_date = day_field(_("Tanggal penetapan"))
    place = forms.CharField(label=_("Tempat penetapan"), max_length=240)
    signatory = forms.ChoiceField(label=_("Ditandatangani oleh"))

    def __init__(self, *args: Any, government: Government, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = ("", gettext("Pilih…"))
        self.tests = {str(test.pk): test for test in queries.tests_to_decree(government, on=on)}
        self.old = {str(row.pk): row for row in queries.in_force(government, on=on)}
        bodies = PublicBody.objects.filter(government=government, is_active=True, region=None)
        self.bodies = {str(body.pk): body for body in bodies.select_related("parent").order_by("name")}
        holdings = Holding.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            government=government,
            post__role=Role.PPID_UTAMA,
            starts_on__lte=on,
        ).select_related("user", "post")
        self.holdings = {str(one.pk): one for one in holdings}
        self.offer("test", [choose, *((pk, str(test)) for pk, test in self.tests.items())])
        self.offer("extends", [("", gettext("Tidak memperpanjang")), *_listed(self.old)])
        self.offer("body", [choose, *_listed(self.bodies)])
        self.offer(
            "signatory", [choose, *((pk, f"{h.user}, {h.post.title}") for pk, h in self.holdings.items())]
        )

    def filled(self) -> ExemptionForm:
        """What was typed, for the deed to judge."""
        given = self.cleaned_data
        return ExemptionForm(
            test=self.tests.get(given.get("test") or ""),
            body=self.bodies.get(given.get("body") or ""),
            decree_number=given.get("decree_number") or "",
            decree_date=given.get("decree_date"),
            place=given.get("place") or "",
            signatory=self.holdings.get(given.get("signatory") or ""),
            scope=given.get("scope") or "",
            scope_reason=given.get("scope_reason") or "",
            no_end_reason=given.get("no_end_reason") or "",
            review_on=given.get("review_on"),
            extends=self.old.get(given.get("extends") or ""),
        )


class OpenForm(DeedForm):
    """What opens it before its end, and why."""

    because = forms.ChoiceField(
        label=_("Dibuka karena"),
        choices=[choice for choice in Exemption.Because.choices if choice[0] != Exemption.Because.ENDED],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Sebut nomor keputusan, keberatan, atau putusannya."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _listed(rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(pk, str(row)) for pk, row in rows.items()]
