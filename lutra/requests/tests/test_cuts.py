"""Power cuts between any two statements of the deeds beside the main path: gaps, powers, advice, endings, reopening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.requests import actions, advice, completeness, proxies
from lutra.requests.models import PowerOfAttorney, Request
from lutra.testing import factories
from lutra.testing.cuts import survives_every_cut
from lutra.testing.factories import ANI, GRANTED, MOMENT

pytestmark = pytest.mark.django_db(transaction=True)

LATER = MOMENT + timedelta(hours=2)
PDF = b"%PDF-1.4 surat kuasa khusus"
PROXY = {"by_proxy": "yes", "proxy_name": "Budi Santoso", "proxy_nik": "7322030101850003"}


def only() -> Request:
    """The one request, read anew."""
    return Request.objects.select_related("government", "applicant__identity").get()


@pytest.mark.parametrize("deed", ["tell_gaps", "complete", "deem_complete", "set_aside"])
def test_a_cut_leaves_no_gap_half_told_or_half_filled(deed: str, luwu_utara: Government, desk: Actor) -> None:
    factories.file_request(luwu_utara, by=desk, nik="", purpose="", may_lack=True)
    if deed in {"complete", "set_aside"}:
        completeness.tell_gaps(only(), by=desk, at=LATER)
    do: dict[str, Callable[[], object]] = {
        "tell_gaps": lambda: completeness.tell_gaps(only(), by=desk, at=LATER),
        "complete": lambda: completeness.complete(
            only(),
            answers={"nik": ANI["nik"], "purpose": "Penelitian"},
            by=actors.applicant(luwu_utara),
            at=LATER,
        ),
        "deem_complete": lambda: completeness.pass_gaps(now=MOMENT + timedelta(days=30)),
        "set_aside": lambda: completeness.pass_gaps(now=MOMENT + timedelta(days=30)),
    }
    assert survives_every_cut(do[deed]) > 4
    ending = {
        "tell_gaps": "incomplete",
        "complete": "filed",
        "deem_complete": "filed",
        "set_aside": "set_aside",
    }
    assert only().stage == ending[deed]


@pytest.mark.parametrize("deed", ["bring", "fill", "accept", "refuse"])
def test_a_cut_leaves_no_power_of_attorney_half_brought_or_half_judged(
    deed: str, luwu_utara: Government, desk: Actor, ppid: Actor
) -> None:
    files = {"power_of_attorney": ("kuasa.pdf", PDF)}
    factories.file_request(luwu_utara, **PROXY)
    ani, month_later = actors.applicant(luwu_utara), MOMENT + timedelta(days=30)
    if deed == "bring":  # the clock passed over the gap; the paper comes afterwards
        completeness.pass_gaps(now=month_later)
    elif deed != "fill":
        completeness.complete(only(), answers={}, files=files, by=ani, at=MOMENT)

    def judge(verdict: str, reason: str = "") -> object:
        power = PowerOfAttorney.objects.get()
        return proxies.check(only(), power, verdict=verdict, reason=reason, by=ppid, at=LATER)

    do: dict[str, Callable[[], object]] = {
        "bring": lambda: proxies.bring(only(), name="kuasa.pdf", content=PDF, by=desk, at=month_later),
        "fill": lambda: completeness.complete(only(), answers={}, files=files, by=ani, at=LATER),
        "accept": lambda: judge("accepted"),
        "refuse": lambda: judge("refused", "Tidak bertanda tangan."),
    }
    assert survives_every_cut(do[deed]) > 4
    assert PowerOfAttorney.objects.count() == 1


@pytest.mark.parametrize("by_officer", [True, False])
def test_a_cut_leaves_no_request_half_withdrawn(
    by_officer: bool, luwu_utara: Government, ppid: Actor, desk: Actor, dinkes: PublicBody
) -> None:
    actions.dispose(factories.file_request(luwu_utara), to=[dinkes], by=ppid, at=MOMENT)

    def withdraw() -> object:
        if by_officer:
            return actions.withdraw(only(), evidence="Surat pencabutan 2 Maret.", by=desk, at=LATER)
        return actions.withdraw(only(), by=actors.applicant(luwu_utara), at=LATER)

    assert survives_every_cut(withdraw) > 4
    assert only().notes.count() == by_officer


@pytest.mark.parametrize("was", ["withdrawn", "answered"])
def test_a_cut_leaves_no_request_half_reopened(
    was: str, luwu_utara: Government, ppid: Actor, desk: Actor
) -> None:
    factories.file_request(luwu_utara)
    if was == "withdrawn":
        actions.withdraw(only(), by=actors.applicant(luwu_utara), at=MOMENT)
    else:
        actions.decide(only(), outcome="granted", answers=GRANTED, by=ppid, at=MOMENT)
        actions.deliver(only(), channel="page", what="notice", evidence="surat 1", by=desk, at=MOMENT)
        actions.close(only(), by=desk, at=MOMENT)
    assert survives_every_cut(lambda: actions.reopen(only(), reason="Berkas keliru.", by=ppid, at=LATER)) > 4
    assert only().closed_on is None


def test_a_cut_leaves_no_advice_half_given(luwu_utara: Government) -> None:
    team = factories.officer(luwu_utara, Role.CONSIDERATIONS_TEAM)
    factories.file_request(luwu_utara)
    assert (
        survives_every_cut(
            lambda: advice.advise(only(), text="Dilindungi.", stance="withhold", by=team, at=LATER)
        )
        > 4
    )
