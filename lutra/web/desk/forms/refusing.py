"""The refusal part of a decision's form: the consequence tests that may carry it, and what is never exempt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest
from lutra.law import statute
from lutra.requests import refusals
from lutra.requests.models import Request
from lutra.requests.refusals import Offer
from lutra.web.desk.words import basis, choices, say

#: So many tests are shown at once; the search finds the others.
MOST = 40
#: The answer that none of a list applies.
NONE = "none"
#: The fields that narrow the tests; they are no part of the decision.
NARROWING = ("narrow_words", "narrow_body", "narrow_ground")
_GONE = _("Uji itu tidak atau tidak lagi berlaku untuk permohonan ini; pilih uji lain dari daftar.")


class Tests:
    """The tests that one request may be refused on, as an officer picks them."""

    def __init__(self, case: Request, *, on: date, typed: Mapping[str, Any], prefix: str | None) -> None:
        self.offers = {str(one.test.pk): one for one in refusals.offers(case, on=on)}
        names = {name: f"{prefix}-{name}" if prefix else name for name in (*NARROWING, "test")}
        words, body, ground = (str(typed.get(names[name]) or "").strip() for name in NARROWING)
        self.is_narrowed = bool(words or body or ground)
        found = refusals.narrowed(self.offers.values(), words=words, body=body, ground=ground)
        self.found = len(found)
        picked = self.offers.get(str(typed.get(names["test"]) or ""))
        self.shown = found[:MOST]
        if picked is not None and picked not in self.shown:
            self.shown.append(picked)

    def __bool__(self) -> bool:
        return bool(self.offers)

    def chosen(self, pk: str) -> ConsequenceTest | None:
        """The test with this id, if a refusal may rest on it."""
        found = self.offers.get(pk)
        return found.test if found else None

    def as_radio(self) -> forms.ChoiceField:
        """One test out of a list that says of each what exactly it withholds, under what and until when."""
        field = forms.ChoiceField(
            choices=[(str(one.test.pk), one.test.information) for one in self.shown],
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _GONE},
        )
        field.widget.choice_notes = {str(one.test.pk): told(one) for one in self.shown}
        return self._valid(field)

    def as_select(self) -> forms.ChoiceField:
        """The same in one line each, for a line of what is withheld."""
        listed = [(str(one.test.pk), in_one_line(one)) for one in self.shown]
        field = forms.ChoiceField(
            choices=[("", gettext("Pilih…")), *listed], error_messages={"invalid_choice": _GONE}
        )
        return self._valid(field)

    def _valid(self, field: forms.ChoiceField) -> forms.ChoiceField:
        """What was chosen before the list was narrowed is still a choice."""
        field.valid_value = lambda value: value in self.offers  # type: ignore[method-assign]
        return field

    def narrowing(self) -> dict[str, forms.Field]:
        """The fields that narrow the list: words, body, letter."""
        every = gettext("Semua")
        bodies = {
            str(one.test.body_id): str(one.test.body) for one in self.offers.values() if one.test.body_id
        }
        letters = sorted({one.test.ground for one in self.offers.values()})
        return {
            "narrow_words": forms.CharField(
                label=_("Cari uji: informasi, dokumen, atau nomor penetapan"), max_length=120
            ),
            "narrow_body": forms.ChoiceField(
                label=_("Perangkat daerah"), choices=[("", every), *bodies.items()]
            ),
            "narrow_ground": forms.ChoiceField(
                label=_("Huruf Pasal 17"),
                choices=[("", every), *((letter, letter_of(letter)) for letter in letters)],
            ),
        }


def letter_of(letter: str) -> str:
    """A letter of Pasal 17 with its words."""
    return f"{letter}. {say(statute.ground(letter).label)}"


def told(offer: Offer) -> str:
    """What an officer must know of a test before he rests a refusal on it."""
    test, listed = offer.test, offer.exemption
    ground = statute.ground(test.ground)
    part = ground.sub_item(test.sub_item)
    decree = gettext("DIK nomor %(number)d, penetapan %(decree)s") if listed else ""
    return " · ".join(
        filter(
            None,
            (
                basis(part.clause if part else ground.clause),
                test.act,
                until(test.ends_on),
                decree % {"number": listed.number, "decree": listed.decree_number} if listed else "",
                str(test.body) if test.body else gettext("semua perangkat daerah"),
                gettext("dokumen: %(document)s") % {"document": test.document},
            ),
        )
    )


def until(day: date | None) -> str:
    """Until when a test carries a refusal."""
    if day is None:
        return gettext("tanpa tanggal berakhir")
    return gettext("sampai %(day)s") % {"day": date_format(day, "j F Y")}


def in_one_line(offer: Offer) -> str:
    """A test in a drop-down list."""
    test = offer.test
    item = gettext(" angka %(item)s") % {"item": test.sub_item} if test.sub_item else ""
    number = f" · DIK {offer.exemption.number}" if offer.exemption else ""
    return f"{test.information} – {gettext('huruf')} {test.ground}{item} · {until(test.ends_on)}{number}"


# --- what is never exempt ---


def never_exempt() -> dict[str, forms.MultipleChoiceField]:
    """The two questions of Pasal 18, which want an answer before anything is withheld."""
    none = (NONE, gettext("Tidak satu pun"))
    marks = [(tag.code, say(tag.label)) for row in statute.never_exempt() for tag in row.tags]
    lifted = ", ".join(ground.code for ground in statute.grounds() if ground.lifted_by)
    return {
        "marks": _boxes(
            gettext("Apakah dokumennya salah satu dari berikut?"),
            gettext("Yang ini tidak pernah dikecualikan (%(clause)s).")
            % {"clause": basis("uu-14-2008/18/1")},
            [*marks, none],
        ),
        "liftings": _boxes(
            gettext("Apakah salah satu dari berikut berlaku?"),
            gettext("Bila ya, huruf %(letters)s gugur (%(clause)s).")
            % {"letters": lifted, "clause": basis("uu-14-2008/18/2")},
            [*choices(statute.liftings()), none],
        ),
    }


def _boxes(label: str, help_text: str, listed: Sequence[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, choices=listed, widget=forms.CheckboxSelectMultiple
    )


def unanswered(given: Mapping[str, Any], asked: Collection[str]) -> dict[str, str]:
    """A message for each question of Pasal 18 that was left open, or answered with yes and no at once."""
    wrong = {}
    for name in ("marks", "liftings"):
        chosen = given.get(name) or []
        if name in asked and not chosen:
            wrong[name] = gettext("Jawab pertanyaan ini; pilih “Tidak satu pun” bila memang tidak.")
        elif NONE in chosen and len(chosen) > 1:
            wrong[name] = gettext("Pilih “Tidak satu pun”, atau yang berlaku; tidak keduanya.")
    return wrong


def applying(given: Mapping[str, Any], name: str) -> list[str]:
    """What was said to apply."""
    return [code for code in given.get(name) or () if code != NONE]
