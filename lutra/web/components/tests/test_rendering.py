"""What the quick renderer writes is what Django writes."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from lutra.web.components.rendering import QuickRenderer

PLAIN = [("", "Pilih…"), ("a", "Air & <sungai>"), (2, 'Dua "kali"')]
GROUPED = [("", "Pilih…"), ("Dinas", [("kes", "Kesehatan"), ("dik", "Pendidikan")]), ("x", "Lainnya")]


class Choices(forms.Form):
    one = forms.ChoiceField(choices=PLAIN)
    grouped = forms.ChoiceField(
        choices=GROUPED, widget=forms.Select(attrs={"class": "wide", "disabled": True})
    )
    several = forms.MultipleChoiceField(choices=PLAIN, widget=forms.SelectMultiple)
    radio = forms.ChoiceField(choices=PLAIN, widget=forms.RadioSelect, required=False)
    checks = forms.MultipleChoiceField(choices=PLAIN, widget=forms.CheckboxSelectMultiple)


GIVEN = {"one": "2", "grouped": "dik", "several": ["a", "2"], "radio": "a", "checks": ["a"]}


@pytest.mark.parametrize("data", [None, {}, GIVEN], ids=["fresh", "empty", "given"])
def test_every_choice_is_written_as_django_writes_it(data: dict[str, object] | None) -> None:
    quick, plain = Choices(data, renderer=QuickRenderer()), Choices(data, renderer=DjangoTemplates())
    for name in Choices.base_fields:
        assert parse_html(str(quick[name])) == parse_html(str(plain[name]))
        for ours, theirs in zip(quick[name].subwidgets, plain[name].subwidgets, strict=True):
            assert parse_html(ours.tag()) == parse_html(theirs.tag())


def test_what_somebody_wrote_never_becomes_markup() -> None:
    class Names(forms.Form):
        name = forms.ChoiceField(choices=[('"><script>', "<script>alert(1)</script>")])

    assert "<script>" not in str(Names(renderer=QuickRenderer())["name"])
