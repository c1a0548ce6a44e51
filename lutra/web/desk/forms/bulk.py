"""The form of a bulk deed: which, to whom, and the requests with the revisions that the preview showed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, PublicBody
from lutra.web.desk.forms.deeds import DeedForm, bodies_by_kind


class BulkForm(DeedForm):
    """What is the same for all of them; the requests themselves are boxes of the page."""

    may_stay_empty = frozenset({"instruction"})

    body = forms.ChoiceField(label=_("Perangkat daerah yang menjawab"))
    instruction = forms.CharField(
        label=_("Petunjuk"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, government: Government, deed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies: dict[str, PublicBody] = {}
        if deed != "dispose":
            del self.fields["body"], self.fields["instruction"]
            return
        found = PublicBody.objects.filter(government=government, is_active=True).select_related("parent")
        self.bodies = {str(body.pk): body for body in found}
        self.offer("body", [("", gettext("Pilih…")), *bodies_by_kind(self.bodies.values())])

    @property
    def chosen(self) -> PublicBody | None:
        """The body that answers."""
        return self.bodies.get(self.cleaned_data.get("body") or "")
