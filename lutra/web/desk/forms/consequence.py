"""The form of a consequence test (PERKI 1/2021 Pasal 49)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.rules import TestForm
from lutra.directory.actors import Actor
from lutra.directory.models import PublicBody
from lutra.law import statute
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.words import choices, say

_TEXTS = (
    "kind",
    "case_number",
    "document",
    "information",
    "ground",
    "act",
    "legal_analysis",
    "consequence_open",
    "benefit_closed",
    "public_interest",
)


class ConsequenceForm(DeedForm):
    """The steps of Pasal 49 ayat (2), the ground of Pasal 17, and what may stand against it."""

    may_stay_empty = frozenset({"case_number", "sub_item", "act", "marks", "liftings", "ends_on", "body"})

    kind = forms.ChoiceField(label=_("Kapan uji ini dilakukan"), widget=forms.RadioSelect)
    case_number = forms.CharField(
        label=_("Nomor perkara"), max_length=80, help_text=_("Bila diperintahkan Majelis Komisioner.")
    )
    document = forms.CharField(max_length=300)
    information = forms.CharField(max_length=300)
    ground = forms.ChoiceField(label=_("Huruf Pasal 17"))
    sub_item = forms.ChoiceField(label=_("Angka di bawah huruf itu"))
    act = forms.CharField(
        label=_("Undang-Undang yang melarang"), max_length=160, help_text=_("Untuk huruf j.")
    )
    legal_analysis = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
    consequence_open = forms.CharField(
        label=_("Akibat bila dibuka"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )
    benefit_closed = forms.CharField(
        label=_("Manfaat bila ditutup"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )
    public_interest = forms.CharField(
        label=_("Kepentingan umum yang lebih besar"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
    )
    marks = forms.MultipleChoiceField(
        label=_("Apakah informasi ini salah satu dari berikut?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Yang ini tidak pernah dikecualikan (Pasal 18 ayat (1) UU 14/2008)."),
    )
    liftings = forms.MultipleChoiceField(
        label=_("Apakah salah satu dari berikut berlaku?"), widget=forms.CheckboxSelectMultiple
    )
    ends_on = forms.DateField(
        label=_("Pengecualian berakhir pada"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Huruf a sampai f tidak permanen (Pasal 20 UU 14/2008)."),
    )
    body = forms.ChoiceField(label=_("Perangkat daerah yang menguasai"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in statute.consequence_test_steps():
            if step.code in self.fields:
                self.fields[step.code].label = say(step.label)
                self.fields[step.code].help_text = say(step.help) if step.help else ""
        letters = statute.grounds()
        self.offer("kind", choices(statute.consequence_test_types()))
        self.offer(
            "ground", [("", gettext("Pilih…")), *((g.code, f"{g.code}. {say(g.label)}") for g in letters)]
        )
        self.offer(
            "sub_item",
            [
                ("", gettext("Tidak ada")),
                *(
                    (gettext("Huruf %(letter)s") % {"letter": letter.code}, [*_items(letter)])
                    for letter in letters
                    if letter.sub_items
                ),
            ],
        )
        self.offer(
            "marks", [(tag.code, say(tag.label)) for row in statute.never_exempt() for tag in row.tags]
        )
        self.offer("liftings", choices(statute.liftings()))
        self.bodies = {str(body.pk): body for body in _bodies(actor)}
        self.offer(
            "body", [("", gettext("Tidak ditentukan")), *((pk, str(b)) for pk, b in self.bodies.items())]
        )

    @classmethod
    def written(cls, test: ConsequenceTest) -> dict[str, Any]:
        """The words of a test, as the form begins with them."""
        names = (*_TEXTS, "marks", "liftings", "ends_on")
        return {
            **{name: getattr(test, name) for name in names},
            "sub_item": f"{test.ground}{test.sub_item}" if test.sub_item else "",
            "body": str(test.body_id or ""),
        }

    @property
    def chosen_body(self) -> PublicBody | None:
        """The body whose information it is."""
        return self.bodies.get(self.cleaned_data.get("body") or "")

    def test(self) -> TestForm:
        """What was written, as the catalogue takes it."""
        given: Mapping[str, Any] = self.cleaned_data
        texts = {name: given.get(name) or "" for name in _TEXTS}
        return TestForm(
            **texts,
            # A choice carries its letter ("h2"), since every letter counts its items from one.
            sub_item=(given.get("sub_item") or "").removeprefix(texts["ground"]),
            ends_on=given.get("ends_on"),
            marks=tuple(given.get("marks") or ()),
            liftings=tuple(given.get("liftings") or ()),
        )


def _items(letter: statute.Ground) -> list[tuple[str, str]]:
    return [(f"{letter.code}{item.code}", f"{item.code}. {say(item.label)}") for item in letter.sub_items]


def _bodies(actor: Actor) -> list[PublicBody]:
    bodies = PublicBody.objects.filter(government_id=actor.government_id, is_active=True).select_related(
        "parent"
    )
    return list(bodies.filter(pk__in=actor.body_ids) if actor.body_ids else bodies)
