"""Groups and proxies: the law's form, the power of attorney, and what an officer says of it (LAW Q06)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.documents.queries import content
from lutra.ledger.queries import history
from lutra.requests import actions, completeness, powers, proxies
from lutra.requests.errors import Incomplete, NotNow, ReasonRequired
from lutra.requests.models import PowerOfAttorney, Request
from lutra.testing import factories
from lutra.testing.factories import ANI, MOMENT, QUESTION

PDF = b"%PDF-1.4 surat kuasa khusus"
POWER = {"power_of_attorney": ("kuasa.pdf", PDF)}
BUDI = {"by_proxy": "yes", "proxy_name": "Budi Santoso", "proxy_nik": "7322030101850003"}
MEMBERS = "Siti Aminah, 7322034107900002\n2. Rahmat Daud - 7322 0301 0180 0004"
LATER = MOMENT + timedelta(hours=2)


def filed(of: Government, *, files: Any = None, by: Actor | None = None, **changes: str) -> Request:
    return actions.file(
        of,
        by=by or actors.applicant(of),
        channel="counter" if by else "web",
        answers={**ANI, **QUESTION, **changes},
        files=files,
        at=MOMENT,
    )


def kinds(request: Request) -> list[str]:
    return [entry.kind for entry in history(request.ledger_subject, government_id=request.government_id)]


@pytest.mark.law("Q06")
def test_a_proxy_with_a_power_of_attorney_is_registered_whole(luwu_utara: Government, settings: Any) -> None:
    request = filed(luwu_utara, files=POWER, **BUDI)
    assert (request.stage, request.by_proxy, request.missing) == ("filed", True, [])
    identity = request.applicant.identity.open()
    assert (identity["name"], identity["proxy_name"]) == (ANI["name"], "Budi Santoso")
    assert "power_of_attorney" not in identity
    (power,) = request.powers.all()
    assert power.document.is_sealed
    assert power.document.image_of_request == request.pk
    assert content(power.document) == PDF
    kept = [path for path in Path(settings.LUTRA_FILES).rglob("*") if path.is_file()]
    assert kept
    assert not any(PDF in path.read_bytes() for path in kept)


@pytest.mark.law("Q06")
def test_a_proxy_without_one_is_registered_and_incomplete_and_the_check_names_it(
    luwu_utara: Government,
) -> None:
    request = filed(luwu_utara, **BUDI)
    assert request.reference == "0001/PPID/LUTRA/2020"
    assert (request.stage, request.missing) == ("incomplete", ["power_of_attorney"])
    assert kinds(request) == ["request.filed", "request.found_incomplete"]
    assert powers.is_wanted(request)


@pytest.mark.law("Q06")
def test_who_files_for_himself_needs_none_and_cannot_leave_one(luwu_utara: Government) -> None:
    request = filed(luwu_utara, files=POWER)
    assert (request.by_proxy, request.powers.count()) == (False, 0)
    with pytest.raises(Incomplete):
        proxies.bring(request, name="kuasa.pdf", content=PDF, by=actors.applicant(luwu_utara), at=LATER)


def test_a_proxy_says_who_he_is(luwu_utara: Government) -> None:
    with pytest.raises(Incomplete) as caught:
        filed(luwu_utara, files=POWER, by_proxy="yes", proxy_nik="123")
    assert set(caught.value.problems) == {"proxy_name", "proxy_nik"}


@pytest.mark.law("Q01")
def test_a_group_names_the_members_who_give_the_power(luwu_utara: Government) -> None:
    request = filed(luwu_utara, files=POWER, applicant_kind="group", members=MEMBERS)
    assert request.applicant.kind == "group"
    assert request.by_proxy
    assert request.applicant.identity.open()["members"] == (
        "Siti Aminah, 7322034107900002\nRahmat Daud, 7322030101800004"
    )
    (entry,) = history(request.ledger_subject, government_id=luwu_utara.pk)
    assert "Siti" not in str(entry.data)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ("", "Tulis nama dan NIK"),
        ("Siti Aminah", "Baris 1"),
        ("Siti, 7322034107900002\nRahmat 123", "Baris 2"),
        ("Siti, 7322034107900002\nRahmat, 7322034107900002", "sudah ditulis"),
        ("7322034107900002", "Baris 1"),
        ("\n".join(f"Anggota {n}, 732203410790{n:04d}" for n in range(1, 220)), "paling banyak"),
    ],
)
def test_members_are_read_line_by_line(luwu_utara: Government, members: str, said: str) -> None:
    with pytest.raises(Incomplete) as caught:
        filed(luwu_utara, applicant_kind="group", members=members)
    assert said in caught.value.problems["members"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("kuasa.exe", b"MZ"),
        ("kuasa.pdf", b"no pdf"),
        ("kuasa.pdf", PDF + b"x" * powers.LARGEST),
        ("a.csv", b"a,b"),
    ],
)
def test_only_a_readable_power_of_attorney_is_taken(luwu_utara: Government, name: str, data: bytes) -> None:
    with pytest.raises(Incomplete) as caught:
        filed(luwu_utara, files={"power_of_attorney": (name, data)}, **BUDI)
    assert list(caught.value.problems) == ["power_of_attorney"]
    assert not Request.objects.exists()


@pytest.mark.law("Q06", "Q13")
def test_a_missing_power_of_attorney_completes_the_request(luwu_utara: Government, desk: Actor) -> None:
    request = filed(luwu_utara, **BUDI)
    completeness.tell_gaps(request, by=desk, at=LATER)
    by = actors.applicant(luwu_utara)
    with pytest.raises(Incomplete) as caught:
        completeness.complete(request, answers={}, by=by, at=LATER)
    assert list(caught.value.problems) == ["power_of_attorney"]
    completeness.complete(request, answers={}, files=POWER, by=by, at=LATER)
    assert (request.stage, request.missing, request.powers.count()) == ("filed", [], 1)
    assert request.applicant.identity.open()["proxy_name"] == "Budi Santoso"


def checked(request: Request, by: Actor, **said: Any) -> PowerOfAttorney:
    power = powers.waiting(request)
    assert power is not None
    return proxies.check(request, power, **{"verdict": "accepted", "by": by, "at": LATER, **said})


def test_an_officer_accepts_it_and_the_book_says_so(luwu_utara: Government, desk: Actor) -> None:
    request = filed(luwu_utara, files=POWER, **BUDI)
    power = checked(request, desk)
    assert (power.verdict, power.checked_by_id, request.stage) == ("accepted", desk.user_id, "filed")
    assert kinds(request)[-1] == "request.power_checked"
    assert not powers.is_wanted(request)
    with pytest.raises(Incomplete):
        proxies.check(request, power, verdict="refused", reason="Ragu.", by=desk, at=LATER)


def test_not_accepting_it_needs_a_reason(luwu_utara: Government, desk: Actor) -> None:
    request = filed(luwu_utara, files=POWER, **BUDI)
    with pytest.raises(ReasonRequired):
        checked(request, desk, verdict="refused", reason=" ")
    with pytest.raises(Incomplete):
        checked(request, desk, verdict="perhaps")
    assert powers.waiting(request) is not None


@pytest.mark.law("Q06", "Q12")
def test_one_not_accepted_in_time_is_a_gap_that_is_told(luwu_utara: Government, desk: Actor) -> None:
    request = filed(luwu_utara, files=POWER, **BUDI)
    checked(request, desk, verdict="refused", reason="Tidak ditandatangani.")
    assert (request.stage, request.missing) == ("incomplete", ["power_of_attorney"])
    assert kinds(request)[-2:] == ["request.power_checked", "request.found_incomplete"]
    completeness.tell_gaps(request, by=desk, at=LATER)
    completeness.complete(request, answers={}, files=POWER, by=actors.applicant(luwu_utara), at=LATER)
    assert request.powers.count() == 2


@pytest.mark.law("Q15")
def test_one_not_accepted_too_late_stays_beside_the_request(luwu_utara: Government, desk: Actor) -> None:
    request = filed(luwu_utara, files=POWER, **BUDI)
    late = datetime(2020, 3, 9, 1, tzinfo=UTC)
    checked(request, desk, verdict="refused", reason="Tidak ditandatangani.", at=late)
    assert (request.stage, request.due_on.isoformat()) == ("filed", "2020-03-16")
    assert powers.is_wanted(request)
    proxies.bring(request, name="kuasa.pdf", content=PDF, by=actors.applicant(luwu_utara), at=late)
    assert powers.waiting(request) is not None


def test_it_is_added_to_the_gaps_that_are_told_with_the_others(luwu_utara: Government, desk: Actor) -> None:
    request = actions.file(
        luwu_utara, by=desk, channel="counter", answers={**ANI, **QUESTION, **BUDI, "purpose": ""},
        files=POWER, may_lack=True, at=MOMENT,
    )  # fmt: skip
    checked(request, desk, verdict="refused", reason="Bukan untuk permohonan ini.")
    assert request.missing == ["purpose", "power_of_attorney"]


def test_who_may_not_take_requests_in_checks_nothing(
    luwu_utara: Government, desk: Actor, pelaksana: Actor, citra: Actor
) -> None:
    request = filed(luwu_utara, files=POWER, **BUDI)
    other = filed(luwu_utara, files=POWER, **BUDI)
    for somebody in (pelaksana, citra, actors.applicant(luwu_utara)):
        with pytest.raises(NotPermitted):
            checked(request, somebody)
    theirs = powers.waiting(other)
    assert theirs is not None
    with pytest.raises(NotPermitted):
        proxies.check(request, theirs, verdict="accepted", by=desk, at=LATER)
    with pytest.raises(NotPermitted):
        proxies.look(request, theirs, by=desk)
    with pytest.raises(NotPermitted):
        proxies.look(other, theirs, by=pelaksana)
    assert proxies.look(other, theirs, by=desk) == theirs.document


def test_an_ended_request_takes_none(luwu_utara: Government) -> None:
    by = actors.applicant(luwu_utara)
    request = filed(luwu_utara, files=POWER, **BUDI)
    actions.withdraw(request, by=by, at=LATER)
    with pytest.raises(NotNow):
        proxies.bring(request, name="kuasa.pdf", content=PDF, by=by, at=LATER)


@pytest.mark.law("Q01")
def test_a_visitor_with_a_passport_gets_no_number_and_hears_why(luwu_utara: Government) -> None:
    with pytest.raises(Incomplete) as caught:
        filed(luwu_utara, applicant_kind="visitor", nik="")
    assert "Pengguna Informasi" in caught.value.problems["applicant_kind"]
    assert not Request.objects.exists()


@pytest.mark.law("Q19")
@pytest.mark.parametrize(
    ("channel", "ticked", "assisted"),
    [
        ("counter", "", False),
        ("counter", "yes", True),
        ("oral", "", True),
        ("phone", "", True),
        ("letter", "", False),
    ],
)
def test_whom_an_officer_helped_is_on_record(
    luwu_utara: Government, desk: Actor, channel: str, ticked: str, assisted: bool
) -> None:
    request = factories.file_request(luwu_utara, by=desk, channel=channel, assisted=ticked)
    assert request.assisted is assisted
    assert filed(luwu_utara, assisted="yes").assisted is False
