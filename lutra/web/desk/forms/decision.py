"""The form of a decision: exactly what the statute book's table demands for the chosen outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest
from lutra.documents.models import Document
from lutra.law import statute
from lutra.requests import attached, decisions, fees, review
from lutra.requests.consistency import Similar
from lutra.requests.errors import Incomplete
from lutra.requests.models import Draft, Part, Request
from lutra.requests.parts import COMMON, PartAnswer
from lutra.web.desk.forms.deeds import DeedForm, FilesField
from lutra.web.desk.forms.refusing import NARROWING, Tests, applying, never_exempt, unanswered
from lutra.web.desk.words import basis, choices, say

# Lines of the list of what is withheld; "more lines" adds as many again.
LINES = 3
_PARTS = ("matter", "test", "reason")
# What the form asks for beside the law's table: the bodies' files, and new ones that go to the release gate first.
_FILES = ("documents", "attachments")


class GivesFiles(DeedForm):
    """The part of a decision's form about files: which go out, and the place to bring new ones."""

    offered: Sequence[Document] = ()

    @property
    def file_fields(self) -> list[forms.BoundField]:
        """The two fields, for the template."""
        return [self[name] for name in _FILES if name in self.fields]

    @property
    def documents(self) -> Sequence[Document]:
        """The chosen files."""
        return list(Document.objects.filter(pk__in=self.cleaned_data.get("documents") or ()))


class DecisionForm(GivesFiles):
    """One field, or one group of fields, for each requirement of ``outcome``.

    ``lines`` is how many lines the list of what is withheld has. What was typed is read by ``answers`` in the shape
    that ``requests.actions.decide`` takes.
    """

    may_stay_empty = frozenset({*_FILES, *NARROWING, "fee_reason", *fees.QUANTITIES.values()})

    confirmed = forms.BooleanField(
        label=_("Saya sudah memeriksanya. Pemberitahuan tertulis terbit dan tidak dapat ditarik kembali.")
    )

    def __init__(
        self,
        *args: Any,
        case: Request,
        outcome: statute.Outcome,
        on: date,
        drafts: Sequence[Draft] = (),
        differs: Sequence[Similar] = (),
        is_part: bool = False,
        lines: int = LINES,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.outcome, self.lines, self.on = case, outcome, lines, on
        # What is said once for all parts is not asked of each.
        asked = [row for row in outcome.requires if not (is_part and row.code in COMMON)]
        self.needed = {requirement.code: requirement for requirement in asked}
        self.tests = (
            Tests(case, on=on, typed=self.data, prefix=self.prefix) if "test" in self.needed else None
        )
        for requirement in asked:
            self._ask(requirement)
        if is_part:
            del self.fields["confirmed"]
        if "explanation" not in self.needed:
            self._add("explanation", _long(rows=4), gettext("Penjelasan bagi pemohon"))
        if not is_part:
            self._ask_files(attached.on_offer(review.merged_files(drafts)))
        if "cost" in self.needed:
            self._ask_fee()
        if differs:
            self._add(
                "differ_reason",
                _long(rows=3),
                gettext("Alasan memutus lain daripada permohonan yang hampir sama"),
                gettext("Disimpan dalam buku; pemohon tidak membacanya."),
            )
        self.order_fields([name for name in self.fields if name != "confirmed"])

    # --- what is asked ---

    def _add(self, name: str, field: forms.Field, label: str, help_text: str = "") -> None:
        field.label, field.help_text = label, help_text
        self.fields[name] = field
        self.ask(name, field)

    def _ask(self, requirement: statute.Requirement) -> None:
        """Add the field for one requirement; those that are no single field have a method of their own."""
        own = {
            "considerations": self._ask_considerations,
            "withheld": self._ask_withheld,
            "holder": self._ask_holder,
            "test": self._ask_test,
        }.get(requirement.code)
        if own:
            return own(requirement)
        if requirement.code in {"act", "ground"}:  # the test names letter and Act
            return None
        field = _SIMPLE[requirement.code]()
        if requirement.code == "holding" and isinstance(field, forms.ChoiceField):
            field.choices = choices(row for row in statute.holdings() if row.code in self.outcome.holdings)
        return self._add(requirement.code, field, say(requirement.label), self._why(requirement))

    def _why(self, requirement: statute.Requirement) -> str:
        """The clause, and when the law asks for it at all."""
        when = _ONLY_WHEN.get(requirement.only_when or "")
        return f"{basis(requirement.clause)} · {when}" if when else basis(requirement.clause)

    def _ask_fee(self) -> None:
        """How much is copied and sent, at the prices in force; and why it may cost more."""
        prices = fees.tariffs_on(self.case.government_id, self.on)
        for item, name in fees.QUANTITIES.items():
            if item in prices:
                price = prices[item]
                label = f"{price.get_item_display()} (Rp{price.amount} – {price.decree})"
                field = forms.CharField(max_length=9, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
                self._add(
                    name, field, label, gettext("Biaya dihitung dari jumlah ini bila isian biaya kosong.")
                )
        self._add(
            "fee_reason",
            forms.CharField(max_length=500),
            gettext("Alasan bila melebihi tarif"),
            gettext("Tanpa alasan, biaya tidak boleh melebihi tarif yang terbit."),
        )

    def _ask_considerations(self, requirement: statute.Requirement) -> None:
        for head in statute.consideration_heads():
            self._add(
                f"considerations_{head.code}", _long(rows=2), f"{say(requirement.label)}: {say(head.label)}"
            )

    def _ask_holder(self, requirement: statute.Requirement) -> None:
        self._add("holder", forms.CharField(max_length=200), say(requirement.label), self._why(requirement))
        self._add("holder_unknown", forms.BooleanField(), gettext("Tidak diketahui siapa yang menguasainya"))

    def _ask_files(self, files: Sequence[Document]) -> None:
        """Which of the files go out, and the place to bring new ones; the release gate looks at each."""
        self.offered = files
        if files:
            self._add(
                "documents",
                forms.MultipleChoiceField(
                    choices=[(str(file.pk), _named(file)) for file in files],
                    widget=forms.CheckboxSelectMultiple,
                ),
                gettext("Berkas yang diberikan"),
                gettext(
                    "Hanya berkas yang Anda pilih di sini yang dapat diunduh pemohon, setelah lolos pemeriksaan."
                ),
            )
        if self.outcome.counts_as == "given":
            self._add(
                "attachments",
                FilesField(),
                gettext("Tambah berkas"),
                gettext("Disimpan sebagai usulan dan diperiksa dahulu; putuskan setelah berkasnya lolos."),
            )

    def _ask_test(self, requirement: statute.Requirement) -> None:
        """Which test carries the refusal; where parts are withheld each line asks for its own."""
        if self.tests is None:
            return
        if "withheld" not in self.needed:
            self._add("test", self.tests.as_radio(), say(requirement.label), self._why(requirement))
        if not self.tests:  # nothing can be withheld; the page says how to make a test
            return
        for name, field in self.tests.narrowing().items():
            self._add(name, field, str(field.label))
        for name, boxes in never_exempt().items():
            self._add(name, boxes, str(boxes.label), str(boxes.help_text))

    def _ask_withheld(self, _requirement: statute.Requirement) -> None:
        for line in range(self.lines):
            for part, field, label in (
                ("matter", forms.CharField(max_length=300), gettext("Bagian yang dikecualikan")),
                (
                    "test",
                    self.tests.as_select() if self.tests else forms.CharField(),
                    gettext("Uji konsekuensi"),
                ),
                ("reason", forms.CharField(max_length=500), gettext("Alasan")),
            ):
                self._add(f"withheld_{line}_{part}", field, f"{label} ({line + 1})")

    # --- what was typed ---

    @property
    def withheld_lines(self) -> list[list[forms.BoundField]]:
        """The lines of what is withheld, for the template."""
        if "withheld" not in self.needed:
            return []
        return [[self[f"withheld_{line}_{part}"] for part in _PARTS] for line in range(self.lines)]

    @property
    def consideration_fields(self) -> list[forms.BoundField]:
        """The heads of Pasal 7 ayat (5), for the template."""
        return [self[name] for name in self.fields if name.startswith("considerations_")]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """All other fields, in the order of the law's table."""
        apart = ("considerations_", "withheld_", "confirmed", *_FILES, *_REFUSAL)
        return [self[name] for name in self.fields if not name.startswith(apart)]

    @property
    def test_field(self) -> forms.BoundField | None:
        """The list of tests; None where each line asks for its own, or nothing is withheld."""
        return self["test"] if "test" in self.fields else None

    @property
    def narrowing_fields(self) -> list[forms.BoundField]:
        """What narrows the list of tests."""
        return [self[name] for name in NARROWING if name in self.fields]

    @property
    def never_exempt_fields(self) -> list[forms.BoundField]:
        """The questions of Pasal 18."""
        return [self[name] for name in ("marks", "liftings") if name in self.fields]

    @property
    def test(self) -> ConsequenceTest | None:
        """The chosen test."""
        return self.tests.chosen(self.cleaned_data.get("test") or "") if self.tests is not None else None

    def answers(self) -> dict[str, Any]:
        """What was typed, by the codes of the law's requirements."""
        given = self.cleaned_data
        beside = ("explanation", "holder_unknown", "fee_reason", *fees.QUANTITIES.values())
        plain = {code: given.get(code) for code in (*self.needed, *beside)}
        return {
            **plain,
            "withheld": [
                {part: given.get(f"withheld_{line}_{part}") or "" for part in _PARTS}
                for line in range(self.lines)
            ],
            "considerations": {
                head.code: given.get(f"considerations_{head.code}") or ""
                for head in statute.consideration_heads()
            },
            "marks": applying(given, "marks"),
            "liftings": applying(given, "liftings"),
        }

    def blame(self, problems: Mapping[str, str]) -> None:
        """Put each message at its field; a group's message at its first field."""
        test = "test" if "test" in self.fields else "withheld_0_test"
        first = {"withheld": "withheld_0_matter", "considerations": self._first_head}
        first |= dict.fromkeys(("test", "act", "ground"), test)
        super().blame({first.get(code, code): message for code, message in problems.items()})

    def problems(self) -> dict[str, str]:
        """What the law would say about the answers as they stand, by the codes of its requirements."""
        try:
            answers = fees.with_cost(self.case.government_id, self.answers(), day=self.on)
            decisions.read(self.case, outcome=self.outcome.code, answers=answers, test=self.test, day=self.on)
        except Incomplete as refusal:
            return {**self.unanswered(), **refusal.problems}
        return self.unanswered()

    def unanswered(self) -> dict[str, str]:
        """What the form itself must know before anything is withheld: whether Pasal 18 forbids it."""
        return unanswered(self.cleaned_data, self.fields)

    @property
    def differ_reason(self) -> str:
        """Why this case is decided otherwise; empty when nothing was asked or written."""
        return str(self.cleaned_data.get("differ_reason") or "")

    @property
    def _first_head(self) -> str:
        return next((name for name in self.fields if name.startswith("considerations_")), "")


class PartsForm(GivesFiles):
    """The decision on a request that was split: a form for each part, and what is said once for all of them.

    ``outcomes`` maps the number of each part to its outcome.
    """

    may_stay_empty = frozenset({*_FILES, "explanation", "fee_reason", *fees.QUANTITIES.values()})

    confirmed = forms.BooleanField(
        label=_("Saya sudah memeriksanya. Pemberitahuan tertulis terbit dan tidak dapat ditarik kembali.")
    )

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        case: Request,
        parts: Sequence[Part],
        outcomes: Mapping[int, statute.Outcome],
        on: date,
        drafts: Sequence[Draft],
        differs: Sequence[Similar],
    ) -> None:
        # The whole form of a full grant asks for all that is said once; what is said of a part is taken out.
        whole = DecisionForm(
            case=case, outcome=statute.outcome("granted"), on=on, drafts=drafts, differs=differs
        )
        super().__init__(data, files, initial={**proposed(case, whole.outcome, ()), "explanation": ""})
        given = any(outcomes[part.number].counts_as == "given" for part in parts)
        said_once = ({*COMMON, "fee_reason", *fees.QUANTITIES.values()} if given else set()) | {
            "explanation",
            "differ_reason",
            *_FILES,
        }
        self.offered = whole.offered
        for name, field in whole.fields.items():
            if name in said_once:
                self.fields[name] = field
                self.ask(name, field)
        self.order_fields([name for name in self.fields if name != "confirmed"])
        self.parts = [
            (
                part,
                DecisionForm(
                    data,
                    case=case,
                    outcome=outcomes[part.number],
                    on=on,
                    is_part=True,
                    prefix=f"part_{part.number}",
                    initial={
                        **proposed(
                            case, outcomes[part.number], [d for d in drafts if d.body_id == part.body_id]
                        ),
                        **({"materials": part.matter} if outcomes[part.number].code == "granted" else {}),
                    },
                ),
            )
            for part in parts
        ]

    def is_valid(self) -> bool:
        """Whether this and every part's form read what was typed."""
        return all([super().is_valid(), *(form.is_valid() for _part, form in self.parts)])

    def answered(self) -> dict[int, PartAnswer]:
        """What was typed of each part, in the shape that ``requests.actions.decide`` takes."""
        return {
            part.number: PartAnswer(form.outcome.code, form.answers(), form.test) for part, form in self.parts
        }

    def unanswered(self) -> dict[str, str]:
        """What each part's form must know before anything is withheld."""
        return {
            f"part_{part.number}_{code}": message
            for part, form in self.parts
            for code, message in form.unanswered().items()
        }

    @property
    def said_once(self) -> list[forms.BoundField]:
        """What is asked for the whole letter, without the files."""
        return [self[name] for name in self.fields if name not in _FILES]

    def blame(self, problems: Mapping[str, str]) -> None:
        """Put each message at its field of its part; the summary on top says it too."""
        rest = dict(problems)
        for part, form in self.parts:
            before = f"part_{part.number}_"
            mine = {code.removeprefix(before): rest.pop(code) for code in problems if code.startswith(before)}
            form.blame(mine)
            for message in mine.values():
                self.add_error(None, gettext("Bagian %(number)d") % {"number": part.number} + f": {message}")
        super().blame(rest)


def _long(rows: int = 4) -> forms.CharField:
    return forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": rows}))


def _named(file: Document) -> str:
    """A file by its name, with what was made of it."""
    return f"{file.name} ({file.get_derivation_display()})" if file.derivation else file.name


def _radio(listed: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=listed, widget=forms.RadioSelect)


# The fields of the refusal, which the template lays out by themselves.
_REFUSAL = ("test", *NARROWING, "marks", "liftings")
# Facts without which a requirement is not asked, in the officer's words.
_ONLY_WHEN = {
    "costs_money": _("diisi bila ada biaya"),
    "given_as_copy": _("diisi bila berupa salinan"),
}
# Requirements of one field each.
_SIMPLE: Mapping[str, Any] = {
    "holding": lambda: _radio([]),
    "materials": lambda: _long(rows=4),
    "copy_format": lambda: _radio(choices(statute.copy_formats())),
    "delivery_way": lambda: _radio(choices(statute.delivery_ways())),
    "cost": lambda: forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"})),
    "payment": lambda: forms.CharField(max_length=200),
    "explanation": lambda: _long(rows=5),
    "available_on": lambda: forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    ),
}


def proposed(case: Request, outcome: statute.Outcome, drafts: Sequence[Draft]) -> dict[str, Any]:
    """What the form starts with: the bodies' proposals and what the applicant asked for."""
    # A proposal to give says nothing about why to refuse.
    fitting = [draft for draft in drafts if draft.outcome == outcome.code]
    return {
        "holding": outcome.holdings[0] if len(outcome.holdings) == 1 else "",
        "explanation": review.merged_text(fitting),
        "materials": case.subject if outcome.code == "granted" else "",
        "copy_format": case.copy_format,
        "delivery_way": case.delivery_way,
        # Left empty where a tariff is in force, so that the quantities make it.
        "cost": ""
        if case.copy_format == "hard" and fees.tariffs_on(case.government_id, case.due_on)
        else "0",
    }
