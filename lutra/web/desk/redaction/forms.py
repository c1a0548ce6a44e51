"""What is typed for boxes: where, by which ground, what kind of matter, why. Millimetres shown, points within."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lutra.documents.personal import KINDS as PERSONAL
from lutra.law import statute
from lutra.redaction.actions import Drawn, Why
from lutra.web.desk.words import say

MM = 72 / 25.4  # points of a millimetre


class WhyForm(forms.Form):
    """The ground of boxes and what the index says of them."""

    ground = forms.ChoiceField(label=gettext_lazy("Dasar hukum"))
    matter = forms.CharField(
        label=gettext_lazy("Jenis materi"),
        max_length=120,
        help_text=gettext_lazy("Misalnya “NIK penerima”. Jangan menulis isinya: daftar ini ikut diberikan."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["ground"].choices = list(_grounds(on))  # type: ignore[attr-defined]

    @property
    def why(self) -> Why:
        """What was chosen, as the deed takes it; whatever is missing it says itself."""
        letter, _dot, item = self.data.get(self.add_prefix("ground"), "").partition(".")
        matter, reason = (self.data.get(self.add_prefix(name), "") for name in ("matter", "reason"))
        return Why(letter, matter, reason, item)


class BoxForm(WhyForm):
    """One box by its numbers."""

    page = forms.IntegerField(label=gettext_lazy("Halaman"), min_value=1)
    left = forms.FloatField(label=gettext_lazy("Dari kiri (mm)"))
    top = forms.FloatField(label=gettext_lazy("Dari atas (mm)"))
    width = forms.FloatField(label=gettext_lazy("Lebar (mm)"), min_value=0.8)
    height = forms.FloatField(label=gettext_lazy("Tinggi (mm)"), min_value=0.8)
    field_order = ("page", "left", "top", "width", "height", "ground", "matter", "reason")

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, on=on, **kwargs)
        for name in ("left", "top", "width", "height"):
            self.fields[name].widget.attrs.update({"step": "0.1", "inputmode": "decimal"})

    @property
    def box(self) -> Drawn:
        """Where it lies, in points."""
        given = self.cleaned_data
        left, top = given["left"] * MM, given["top"] * MM
        return Drawn(given["page"], left, top, left + given["width"] * MM, top + given["height"] * MM)


class SearchForm(forms.Form):
    """What is sought: words, or a kind of personal data."""

    words = forms.CharField(
        label=gettext_lazy("Cari kata atau angka"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Besar kecil huruf, spasi, dan potongan baris tidak dibedakan."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("atau jenis data pribadi"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = [(code, str(words)) for code, words in PERSONAL.items()]
        self.fields["kind"].choices = [("", _("pilih jenis")), *kinds]  # type: ignore[attr-defined]

    @property
    def patterns(self) -> list[str]:
        """As the engine takes them. What an officer types is words, never an expression."""
        given = self.cleaned_data
        # The blank before keeps words from being read as an expression or as a kind of data.
        words = given["words"].strip()
        found = [f" {words}"] if words else []
        return [*found, f"personal:{given['kind']}"] if given["kind"] else found


def hits(values: list[str]) -> Iterator[Drawn]:
    """Ticked hits, each as ``page:x0:y0:x1:y1``. Raises ValueError."""
    for value in values:
        page, *sides = value.split(":")
        x0, y0, x1, y1 = map(float, sides)
        yield Drawn(int(page), x0, y0, x1, y1)


def _grounds(on: date) -> Iterator[tuple[str, str]]:
    yield "", _("pilih dasar hukum")
    for ground in statute.grounds(on):
        yield (
            ground.code,
            _("huruf %(letter)s: %(label)s") % {"letter": ground.code, "label": say(ground.label)},
        )
        for item in ground.sub_items:
            yield (
                f"{ground.code}.{item.code}",
                _("huruf %(letter)s angka %(item)s: %(label)s")
                % {"letter": ground.code, "item": item.code, "label": say(item.label)},
            )
