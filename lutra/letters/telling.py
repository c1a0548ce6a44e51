"""One entry of the book as a letter tells it: its day, its language, its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.exemptions.models import Exemption, Session
from lutra.law import clocks, statute
from lutra.law.clocks import legal_day
from lutra.law.records import Language
from lutra.ledger.queries import Entry
from lutra.letters import forms, wording
from lutra.letters.models import Matter
from lutra.letters.signatories import Signatory, officer_of, signatory
from lutra.objections.models import Objection
from lutra.requests.models import Request

# Letters that the PPID's superior writes.
SUPERIORS = frozenset({"objection_reply", "settlement"})


def language_of(matter: Matter) -> str:
    """The language of its letters: the applicant's, and of what goes to nobody in particular the state's own."""
    return matter.language if isinstance(matter, Request | Objection) else "id"


@dataclass(frozen=True)
class Telling:
    """One entry of the book about ``case``, to be told in a letter: to the applicant, or to whom it may concern."""

    case: Matter
    told: Entry
    template: forms.Template

    @property
    def government(self) -> Government:
        return self.case.government

    @property
    def request(self) -> Request:
        """The request that the letter is about. Raises TypeError for a letter about an objection."""
        if not isinstance(self.case, Request):
            raise TypeError(self.template.kind)
        return self.case

    @property
    def objection(self) -> Objection:
        """The objection that the letter is about. Raises TypeError for a letter about a request."""
        if not isinstance(self.case, Objection):
            raise TypeError(self.template.kind)
        return self.case

    @property
    def exemption(self) -> Exemption:
        """The exemption that the letter decrees. Raises TypeError for any other letter."""
        if not isinstance(self.case, Exemption):
            raise TypeError(self.template.kind)
        return self.case

    @property
    def session(self) -> Session:
        """The session whose minutes the letter is. Raises TypeError for any other letter."""
        if not isinstance(self.case, Session):
            raise TypeError(self.template.kind)
        return self.case

    @property
    def language(self) -> Language:
        return "en" if self.template.language == "en" else "id"

    @cached_property
    def day(self) -> date:
        """The legal day of the deed, which is the date of the letter."""
        return legal_day(self.told.at, self.government.time_zone)

    @cached_property
    def words(self) -> dict[str, str]:
        return wording.words(self.language)

    @cached_property
    def identity(self) -> dict[str, str]:
        """Opened for the letter alone; it goes into the sealed file and nowhere else. Empty where nobody asked."""
        return self.case.applicant.identity.open() if isinstance(self.case, Request | Objection) else {}

    @cached_property
    def signatory(self) -> Signatory:
        """Who did the deed: the superior under his own letters, whom the decree names, who led the session."""
        if isinstance(self.case, Exemption):
            return Signatory(str(self.case.signatory), self.case.signed_as)
        if isinstance(self.case, Session):
            seat = self.case.participants.get(user=self.case.chair).seat
            return Signatory(str(self.case.chair), seat)
        title = self.words["superior" if self.is_superiors else "ppid"]
        return signatory(self.told, self.government, on=self.day, otherwise=title)

    @property
    def is_superiors(self) -> bool:
        """Whether the PPID's superior writes, and not the PPID."""
        return self.template.kind in SUPERIORS

    def long(self, day: date) -> str:
        return wording.long_date(day, self.language)

    def law(self, clause_id: str) -> str:
        return statute.citation_for_letter(clause_id, self.language)

    def label(self, records: tuple[Any, ...], code: str) -> str:
        """The statute book's word for a code; a code that was dropped since shows itself."""
        found = next((record for record in records if record.code == code), None)
        return statute.text(found.label, self.language) if found else code

    def clock(self, stored: Mapping[str, Any]) -> clocks.Due:
        """The due date as the book holds it, with the calendar known on the day it was computed."""
        calendar = calendar_of(self.government, as_known_on=date.fromisoformat(stored["known_on"]))
        return clocks.due(stored["rule"], date.fromisoformat(stored["from"]), calendar=calendar)

    @property
    def recorded_by(self) -> str:
        """Who entered the case: an officer, or the applicant himself."""
        if officer_of(self.told) is not None:
            return wording.listed([self.signatory.name, self.signatory.title])
        case = self.objection if isinstance(self.case, Objection) else self.request
        channel = self.label(statute.channels(), case.channel)
        return self.words["filed_by_applicant"].format(channel=channel)
