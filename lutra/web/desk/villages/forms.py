"""What officers write about the villages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lutra.channels.opensid.policy import LONGEST
from lutra.channels.opensid.sources import LARGEST


class SitesForm(forms.Form):
    """Sites as a file or as pasted lines."""

    file = forms.FileField(
        label=_("Berkas CSV"), required=False, help_text=_("Kolom kode dan url; paling besar 1 MB.")
    )
    text = forms.CharField(
        label=_("Atau tempelkan barisnya"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 6, "class": "code"}),
        help_text=_("Satu desa satu baris: 73.22.01.2001;https://nama-desa.desa.id"),
    )
    text.needed_sometimes = True  # type: ignore[attr-defined]  # not shown as optional
    file.needed_sometimes = True  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    """How what villages show becomes public."""

    is_automatic = forms.TypedChoiceField(
        label=_("Dokumen desa terbit"),
        coerce=lambda value: value == "yes",
        choices=[
            ("no", _("Satu per satu, setelah dilihat petugas")),
            ("yes", _("Sendiri, bila pemeriksaan berkasnya tidak menemukan apa pun")),
        ],
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label=_("Dasar"),
        required=False,
        max_length=LONGEST,
        help_text=_("Nomor keputusan atau nota dinas, misalnya Keputusan PPID Utama 12/2026."),
    )
    basis.needed_sometimes = True  # type: ignore[attr-defined]
