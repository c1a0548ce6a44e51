"""The filters of the queue, kept in the address so that a view can be saved and sent."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.requests.workflow import TABLE
from lutra.web.desk.queue import Filters
from lutra.web.desk.words import choices

# Villages are found by the search; two hundred of them would bury the offices in a list.
_LISTED = set(PublicBody.Kind.values) - {PublicBody.Kind.WARD, PublicBody.Kind.VILLAGE}
_OLDEST_YEAR = 2010  # the Act binds since then


class FilterForm(forms.Form):
    """Every field may stay empty; a value that does not fit is ignored and said so at its field."""

    q = forms.CharField(label=_("Cari nomor, kode lacak, atau perihal"), max_length=120, required=False)
    stage = forms.ChoiceField(label=_("Tahap"), required=False)
    body = forms.ChoiceField(label=_("Perangkat daerah"), required=False)
    channel = forms.ChoiceField(label=_("Saluran"), required=False)
    clock = forms.ChoiceField(label=_("Waktu"), required=False)
    outcome = forms.ChoiceField(label=_("Hasil"), required=False)
    year = forms.IntegerField(label=_("Tahun"), required=False, min_value=_OLDEST_YEAR, max_value=2100)
    sort = forms.ChoiceField(label=_("Urutan"), required=False)
    group = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = gettext("Semua")
        outcomes = [outcome for outcome in statute.outcomes() if not outcome.computed]
        late = [("late", gettext("Lewat batas waktu")), ("in_time", gettext("Dalam batas waktu"))]
        for name, listed in (
            ("stage", choices(TABLE.stages, empty=every)),
            ("body", [("", every), *_bodies(actor, government)]),
            ("channel", choices(statute.channels(), empty=every)),
            ("clock", [("", every), *late]),
            ("outcome", choices(outcomes, empty=every)),
            ("sort", [("", gettext("Paling mendesak")), ("newest", gettext("Terbaru dahulu"))]),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = listed
        self.fields["q"].widget.attrs.update({"data-key": "/", "type": "search", "enterkeyhint": "search"})
        self.fields["year"].widget.attrs["inputmode"] = "numeric"

    @property
    def filters(self) -> Filters:
        """What was asked for, as far as it was understood."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            text=given.get("q") or "",
            stage=given.get("stage") or "",
            body=int(given["body"]) if given.get("body") else None,
            channel=given.get("channel") or "",
            clock=given.get("clock") or "",
            outcome=given.get("outcome") or "",
            year=given.get("year"),
            newest_first=given.get("sort") == "newest",
        )


def _bodies(actor: Actor, government: Government) -> list[tuple[str, str]]:
    bodies = PublicBody.objects.filter(government=government, is_active=True, kind__in=_LISTED)
    if actor.body_ids:
        bodies = PublicBody.objects.filter(pk__in=actor.body_ids)
    return [(str(pk), name) for pk, name in bodies.order_by("short_name").values_list("pk", "short_name")]
