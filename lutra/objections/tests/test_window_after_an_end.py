"""Nobody is offered to object to silence where no answer is due any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lutra.directory import actors
from lutra.objections.clocks import window
from lutra.requests import actions
from lutra.testing import factories

pytestmark = pytest.mark.django_db


def test_a_withdrawn_request_opens_no_window_and_silence_does() -> None:
    there = factories.government()
    silent, withdrawn = factories.file_request(there), factories.file_request(there)
    actions.withdraw(withdrawn, by=actors.applicant(there), at=factories.MOMENT + timedelta(hours=1))
    later = date(2020, 4, 1)
    assert window(silent, on=later).suggested == ("c", "g")
    assert window(silent, on=later).opened_on == date(2020, 3, 16)
    assert (window(withdrawn, on=later).suggested, window(withdrawn, on=later).opened_on) == ((), None)
