"""What the queue of consequence tests is narrowed to."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import standing_tests, tests_returned, tests_waiting
from lutra.directory.models import Government, PublicBody
from lutra.law import statute


class TestsFilter(forms.Form):
    """Everything may stay empty, and what does not fit is ignored."""

    __test__ = False  # the name is the field's, not pytest's

    q = forms.CharField(label=_("Cari informasi atau dokumen"), max_length=120, required=False)
    body = forms.ChoiceField(label=_("Perangkat daerah"), required=False)
    ground = forms.ChoiceField(label=_("Pasal 17"), required=False)
    state = forms.ChoiceField(
        label=_("Keadaan"),
        choices=[
            ("", _("Semua")),
            ("waiting", _("Menunggu persetujuan")),
            ("returned", _("Dikembalikan")),
            ("standing", _("Berlaku")),
            ("over", _("Berakhir atau dibuka")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tested = ConsequenceTest.objects.filter(government=government).values("body_id")
        bodies = PublicBody.objects.filter(government=government, pk__in=tested).select_related("parent")
        every = ("", gettext("Semua"))
        cast(forms.ChoiceField, self.fields["body"]).choices = [
            every,
            *((str(body.pk), str(body)) for body in bodies.order_by("name")),
        ]
        cast(forms.ChoiceField, self.fields["ground"]).choices = [
            every,
            *((g.code, gettext("huruf %s") % g.code) for g in statute.grounds()),
        ]
        self.fields["q"].widget.attrs.update({"data-key": "/", "type": "search", "enterkeyhint": "search"})

    def found(self, government: Government, *, on: date) -> QuerySet[ConsequenceTest]:
        """The tests that the reader asked for: those that wait first, then the newest."""
        self.is_valid()
        given = self.cleaned_data
        every = ConsequenceTest.objects.filter(government=government)
        rows = {
            "waiting": tests_waiting(government),
            "returned": tests_returned(government),
            "standing": standing_tests(government, on=on),
            "over": every.filter(approved_on__isnull=False).exclude(
                pk__in=standing_tests(government, on=on).values("pk")
            ),
        }.get(given.get("state") or "", every)
        if given.get("body"):
            rows = rows.filter(body_id=given["body"])
        if given.get("ground"):
            rows = rows.filter(ground=given["ground"])
        if words := (given.get("q") or "").strip():
            rows = rows.filter(Q(information__icontains=words) | Q(document__icontains=words))
        return rows.order_by(F("approved_on").desc(nulls_first=True), "-tested_on", "-pk")
