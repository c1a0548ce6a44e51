"""Forms of the work on a request: reviewing a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lutra.web.desk.forms.deeds import DeedForm


class ApproveForm(DeedForm):
    """A remark is welcome, not needed."""

    may_stay_empty = frozenset({"remark"})

    remark = forms.CharField(label=_("Catatan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SendBackForm(DeedForm):
    """What must be put right."""

    remark = forms.CharField(
        label=_("Yang harus diperbaiki"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Penyusun usulan akan membacanya; pemohon tidak."),
    )
