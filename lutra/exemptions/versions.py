"""The exempt list as a decree signs it: each exemption's public words, frozen like the list of public information."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from lutra.catalogue.gate import personal_kinds
from lutra.catalogue.lists.rows import Row
from lutra.catalogue.lists.versions import SignedList
from lutra.directory.models import Government
from lutra.exemptions.models import Exemption
from lutra.exemptions.queries import in_force

#: What of a row may speak of somebody, and then stays out of it; ``closed`` names such fields.
WORDS = ("information", "act", "consequence", "benefit")
COMPARED = (*WORDS, "ground", "sub_item", "ends_on", "scope", "body", "decree")


def row_of(exemption: Exemption) -> Row:
    """What is frozen of one exemption, in plain JSON: what is withheld, on which ground and until when; never more."""
    test = exemption.test
    said = {
        "information": test.information,
        "act": test.act,
        "consequence": test.consequence_open,
        "benefit": test.benefit_closed,
    }
    closed = [name for name in WORDS if personal_kinds(said[name])]
    return {
        "number": exemption.number,
        **{name: "" if name in closed else text for name, text in said.items()},
        "ground": test.ground,
        "sub_item": test.sub_item,
        "ends_on": exemption.ends_on.isoformat() if exemption.ends_on else None,
        "scope": exemption.scope,
        "body": {"slug": exemption.body.slug, "name": str(exemption.body)},
        "decree": {
            "number": exemption.decree_number,
            "date": exemption.decree_date.isoformat(),
            "signed_as": exemption.signed_as,
        },
        "closed": closed,
    }


def current_rows(government: Government, on: date) -> list[Row]:
    """The exemptions in force on the legal day ``on``, as they would be frozen. One query."""
    return [row_of(exemption) for exemption in in_force(government, on=on)]


#: The list of exempt information (Daftar Informasi yang Dikecualikan).
EXEMPT = SignedList(
    register="exempt",
    book="exempt_versions",
    permission="exemptions.record",
    rows=current_rows,
    compared=COMPARED,
    nothing=_("Belum ada pengecualian yang berlaku; tetapkan pengecualiannya dahulu."),
)
