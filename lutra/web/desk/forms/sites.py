"""Forms for a body's own site and its front desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, Host, PublicBody
from lutra.web.desk.forms.deeds import DeedForm, bodies_by_kind


class SiteForm(DeedForm):
    """Which body is shown at which host name, in which colours."""

    may_stay_empty = frozenset({"look"})

    body = forms.ChoiceField(label=_("Badan publik"))
    host = forms.CharField(
        label=_("Nama host"), max_length=190, help_text=_("Misalnya dinkes.contoh.go.id, tanpa https://.")
    )
    look = forms.ChoiceField(label=_("Warna"), choices=Host.Look.choices)

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PublicBody.objects.filter(government=government, is_active=True).select_related("parent")
        self.bodies = {str(body.pk): body for body in rows}
        self.offer("body", [("", gettext("Pilih…")), *bodies_by_kind(list(self.bodies.values()))])

    def clean(self) -> dict[str, Any]:
        """Say at once that the body is missing."""
        given = super().clean() or {}
        if not self.bodies.get(given.get("body") or ""):
            self.add_error("body", gettext("Pilih badan publiknya."))
        return given


class FrontDeskForm(DeedForm):
    """Where and when a body's own front desk is."""

    may_stay_empty = frozenset({"address", "phone", "email", "service_hours"})

    address = forms.CharField(label=_("Loket"), max_length=240)
    service_hours = forms.CharField(label=_("Jam layanan"), max_length=160)
    phone = forms.CharField(label=_("Telepon"), max_length=40)
    email = forms.CharField(label=_("Surel"), max_length=254, widget=forms.EmailInput)
