"""The considerations team's sessions at the desk, the queue of tests, proposals sent back, and renewing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lutra.catalogue.actions import make_test
from lutra.catalogue.models import ConsequenceTest, TestRules
from lutra.directory.models import User
from lutra.directory.roles import Role
from lutra.exemptions.models import Exemption, Session, Vote
from lutra.exemptions.tests.conftest import WITNESSES
from lutra.ledger.followers import catch_up
from lutra.letters.models import Letter
from lutra.testing import factories
from lutra.web.desk.tests.conftest import NOW, Office
from lutra.web.desk.tests.test_consequence import FORM
from lutra.web.desk.tests.test_exemptions import decree

HERE = "/desk/dik/sidang/"
DAY = date(2026, 3, 3)


@pytest.fixture
def team(office: Office) -> list[User]:
    return [factories.user(office.government, Role.CONSIDERATIONS_TEAM, name=n) for n in ("Rahma", "Yusuf")]


def text(answer: Any) -> str:
    return answer.content.decode()


def proposed(office: Office, **changes: Any) -> ConsequenceTest:
    form = factories.TestForm(**{n: getattr(WITNESSES, n) for n in WITNESSES.__slots__} | changes)
    return make_test(office.government, form=form, by=office.actor(office.ppid), body=office.health, at=NOW)


def invitation(team: list[User], *tests: ConsequenceTest, **changes: Any) -> dict[str, Any]:
    return {
        "held_on": DAY.isoformat(),
        "begins": "09:30",
        "place": "Ruang rapat Sekda",
        "chair": team[0].pk,
        "tests": [test.pk for test in tests],
        **changes,
    }


def send(browser: Client, tail: str, data: dict[str, Any], status: int = 302) -> str:
    answer = browser.post(f"{HERE}{tail}", data)
    assert answer.status_code == status, text(answer)
    return text(answer)


@pytest.mark.law("G06")
def test_a_session_is_invited_recorded_voted_and_closed_at_the_desk(office: Office, team: list[User]) -> None:
    test = proposed(office)
    ppid, tim = office.browser(office.ppid), office.browser(team[0])
    assert "Belum ada sidang" in text(ppid.get(HERE))
    assert test.information in text(ppid.get(HERE))
    assert f"?uji={test.pk}" in text(ppid.get(f"/desk/uji/{test.pk}/"))
    assert "checked" in text(ppid.get(f"{HERE}baru/?uji={test.pk}"))
    again = send(ppid, "baru/", invitation(team, test, place=""), 422)
    assert "Isi tempat sidang." in again
    send(ppid, "baru/", invitation(team, test))
    session = Session.objects.get()
    here = f"{session.pk}/"
    assert "Belum ada anggota yang tercatat hadir" in text(tim.get(f"{HERE}{here}suara/{test.pk}/"))
    present = {f"attendance_{one.pk}": "present" for one in team}
    send(tim, f"{here}catat/", {**present, "minutes": "Inspektorat didengar.", "guests": "Camat"})
    votes = {f"vote_{team[0].pk}": "for", f"vote_{team[1].pk}": "abstain"}
    lacking = send(tim, f"{here}suara/{test.pk}/", {**votes, f"vote_{team[1].pk}": "", "reason": "Ada."}, 422)
    assert "Isi suara setiap anggota yang hadir" in lacking
    send(tim, f"{here}suara/{test.pk}/", {**votes, "reason": "Pelapor pernah diancam."})
    assert Vote.objects.count() == 2
    assert "checked" in text(tim.get(f"{HERE}{here}suara/{test.pk}/"))
    send(tim, f"{here}tutup/", {})
    page = text(tim.get(f"{HERE}{here}"))
    for shown in (
        "Dapat dikecualikan",
        "1 setuju dikecualikan",
        "Pelapor pernah diancam.",
        "Camat",
        "Selesai",
    ):
        assert shown in page, shown
    assert f"{HERE}{here}catat/" not in page
    send(tim, f"{here}catat/", present, 422)
    catch_up()
    letter = Letter.objects.get(kind="minutes")
    assert letter.reference in text(tim.get(f"{HERE}{here}"))
    assert tim.get(f"{HERE}{here}berita-acara/").content.startswith(b"%PDF")
    assert "Berita acara sidang Tim Pertimbangan" in text(office.browser().get(f"/verify/{letter.code}/"))
    told = text(office.browser(office.superior).get(f"/desk/uji/{test.pk}/"))
    assert "Pertimbangan tim" in told


def test_closing_says_what_is_missing(office: Office, team: list[User]) -> None:
    ppid = office.browser(office.ppid)
    send(ppid, "baru/", invitation(team, proposed(office)))
    said = send(ppid, f"{Session.objects.get().pk}/tutup/", {}, 422)
    for missing in ("Catat kehadiran setiap anggota.", "Tulis risalah sidang.", "belum diputus atau ditunda"):
        assert missing in said


def test_an_invitation_is_changed_and_a_session_called_off(office: Office, team: list[User]) -> None:
    test = proposed(office)
    ppid = office.browser(office.ppid)
    send(ppid, "baru/", invitation(team, test))
    here = f"{Session.objects.get().pk}/"
    assert "Ruang rapat Sekda" in text(ppid.get(f"{HERE}{here}ubah/"))
    send(ppid, f"{here}ubah/", invitation(team, test, held_on="2026-03-20", place="Aula Simpurusiang"))
    page = text(ppid.get(f"{HERE}{here}"))
    assert "Aula Simpurusiang" in page
    assert f"{HERE}{here}tutup/" not in page  # its day has not come
    assert "Tulis mengapa sidang ini dibatalkan." in send(
        ppid, f"{here}batalkan/", {"cancelled_reason": ""}, 422
    )
    send(ppid, f"{here}batalkan/", {"cancelled_reason": "Ketua dinas luar."})
    assert "Ketua dinas luar." in text(ppid.get(f"{HERE}{here}"))


def test_the_list_is_searched_narrowed_and_turned(office: Office, team: list[User]) -> None:
    ppid = office.browser(office.ppid)
    for number in range(52):
        Session.objects.create(
            government=office.government,
            number=number + 1,
            held_on=date(2026, 2, 1),
            begins="09:00",
            place=f"Ruang {number + 1}",
            chair=team[0],
            convened_at=NOW,
            state="cancelled",
            cancelled_reason="Tidak kuorum.",
        )
    assert 'rel="next"' in text(ppid.get(HERE))
    assert "Ruang 2<" in text(ppid.get(f"{HERE}?halaman=2"))
    found = text(ppid.get(f"{HERE}?q=Ruang+17"))
    assert ("Ruang 17" in found, "Ruang 18" in found) == (True, False)
    assert "Tidak ada sidang yang cocok" in text(ppid.get(f"{HERE}?state=closed"))


def test_the_rule_of_the_sessions_is_set(office: Office) -> None:
    ppid = office.browser(office.ppid)
    send(ppid, "aturan/", {"quorum": "thirds", "majority": "present", "needs_session": "on"})
    rules = TestRules.objects.get()
    assert (rules.quorum, rules.majority, rules.needs_session) == ("thirds", "present", True)
    assert "wajib sebelum persetujuan" in text(ppid.get(HERE))
    test = proposed(office)
    refused = office.browser(office.superior).post(f"/desk/uji/{test.pk}/setujui/", {"seen": "0"})
    assert refused.status_code == 409
    assert "sidang Tim Pertimbangan sebelum disetujui" in text(refused)


def test_citra_and_the_neighbour_see_no_session(office: Office, neighbour: Office, team: list[User]) -> None:
    send(office.browser(office.ppid), "baru/", invitation(team, proposed(office)))
    here = f"{HERE}{Session.objects.get().pk}/"
    assert office.browser(office.citra).get(here).status_code == 403
    assert neighbour.browser(neighbour.ppid).get(here).status_code == 404


# Proposals


@pytest.mark.law("G05")
def test_an_office_proposes_it_is_sent_back_revised_and_approved(office: Office) -> None:
    budi, ppid, sari = (office.browser(u) for u in (office.budi, office.ppid, office.superior))
    assert budi.post("/desk/uji/baru/", {**FORM, "body": office.works.pk}).status_code == 422
    assert budi.post("/desk/uji/baru/", FORM).status_code == 302
    test = ConsequenceTest.objects.get()
    assert test.body == office.health  # left out, it is his own
    here = f"/desk/uji/{test.pk}/"
    assert f"{here}kembalikan/" not in text(budi.get(here))
    assert "Tulis apa yang harus diperbaiki" in text(ppid.post(f"{here}kembalikan/", {"reason": " "}))
    assert ppid.post(f"{here}kembalikan/", {"reason": "Sebut undang-undangnya."}).status_code == 302
    assert "Sebut undang-undangnya." in text(budi.get(here))
    assert "Dikembalikan" in text(budi.get("/desk/uji/"))
    assert "Menjaga kepercayaan." in text(budi.get(f"{here}perbaiki/"))
    assert sari.post(f"{here}setujui/", {"seen": "0"}).status_code == 409
    wati = office.browser(office.wati)
    assert wati.get(f"{here}perbaiki/").status_code == 403
    revised = {**FORM, "legal_analysis": "UU 44/2009 dan Pasal 17 huruf h."}
    assert "Sebutkan undang-undang" in text(budi.post(f"{here}perbaiki/", {**FORM, "legal_analysis": ""}))
    assert budi.post(f"{here}perbaiki/", revised).status_code == 302
    assert sari.post(f"{here}setujui/", {"seen": "0"}).status_code == 409  # it was read before it was revised
    assert sari.post(f"{here}setujui/", {"seen": "1"}).status_code == 302
    assert office.browser(office.budi).get("/desk/dik/tetapkan/").status_code == 403
    assert f"?uji={test.pk}" in text(ppid.get(here))


@pytest.mark.law("P22")
def test_a_test_ordered_by_the_commission_wants_its_case_number(office: Office) -> None:
    ppid = office.browser(office.ppid)
    refused = ppid.post("/desk/uji/baru/", {**FORM, "kind": "ordered"})
    assert refused.status_code == 422
    assert 'id="id_case_number_error"' in text(refused)
    given = {**FORM, "kind": "ordered", "case_number": "12/VI/KI-SS/2026"}
    assert ppid.post("/desk/uji/baru/", given).status_code == 302
    assert "12/VI/KI-SS/2026" in text(ppid.get(f"/desk/uji/{ConsequenceTest.objects.get().pk}/"))


def test_the_queue_is_searched_and_narrowed(office: Office) -> None:
    factories.standing_test(office.government, on=DAY)
    factories.standing_test(office.government, on=date(2026, 1, 5), ends_on=date(2026, 2, 1), ground="a")
    proposed(office, information="Nama saksi", document="Berkas tertutup")
    ppid = office.browser(office.ppid)
    page = text(ppid.get("/desk/uji/"))
    assert page.index("Nama saksi") < page.index("Riwayat kesehatan")
    for narrowed, shown in (
        ("q=saksi", (True, False)),
        ("q=berkas+tertutup", (True, False)),
        ("state=waiting", (True, False)),
        ("state=standing", (False, True)),
        ("ground=h", (False, True)),
        (f"body={office.health.pk}", (True, False)),
        ("state=over", (False, True)),
    ):
        page = text(ppid.get(f"/desk/uji/?{narrowed}"))
        assert ("Nama saksi" in page, "Riwayat kesehatan" in page) == shown, narrowed
    assert "Tidak ada uji yang cocok" in text(ppid.get("/desk/uji/?state=returned"))


# Renewing, and the decree


def test_an_exemption_is_renewed_with_a_new_test_that_begins_with_the_old_words(office: Office) -> None:
    ppid = office.browser(office.ppid)
    old = factories.exemption(office.health, on=date(2026, 2, 2), ends_on=date(2026, 4, 1))
    assert f"/desk/uji/baru/?perpanjang={old.pk}" in text(ppid.get("/desk/dik/"))  # its review is due
    address = f"/desk/uji/baru/?perpanjang={old.pk}"
    page = text(ppid.get(address))
    assert "Menjaga kepercayaan." in page
    assert 'value="2026-04-01"' not in page
    assert ppid.post(address, {**FORM, "body": office.health.pk, "ends_on": "2027-03-01"}).status_code == 302
    new = ConsequenceTest.objects.get(renews=old.test)
    assert f"/desk/uji/{new.pk}/" in text(ppid.get(f"/desk/dik/{old.pk}/"))
    office.browser(office.superior).post(f"/desk/uji/{new.pk}/setujui/", {"seen": "0"})
    form = ppid.get(f"/desk/dik/tetapkan/?uji={new.pk}").context["form"]
    assert (form.initial["extends"], form.initial["body"]) == (str(old.pk), str(office.health.pk))
    given = decree(office, new.pk, extends=str(old.pk), no_end_reason="", review_on="")
    assert ppid.post("/desk/dik/tetapkan/", given).status_code == 302
    old.refresh_from_db()
    assert old.is_extended


@pytest.mark.law("P24")
def test_a_decree_without_a_number_is_issued_and_linked(office: Office) -> None:
    ppid = office.browser(office.ppid)
    test = factories.standing_test(office.government, on=DAY)
    late = text(
        ppid.post("/desk/dik/tetapkan/", decree(office, test.pk, decree_number="", decree_date="2026-03-02"))
    )
    assert "bertanggal hari ini" in late or "mendahului" in late
    assert ppid.post("/desk/dik/tetapkan/", decree(office, test.pk, decree_number="")).status_code == 302
    row = Exemption.objects.get()
    here = f"/desk/dik/{row.pk}/"
    assert "Sedang dibuat" in text(ppid.get(here))
    assert ppid.get(f"{here}penetapan/").status_code == 404
    catch_up()
    letter = Letter.objects.get(kind="decree")
    page = text(ppid.get(here))
    assert row.decree_number in page
    assert f"/verify/{letter.code}/" in page
    assert ppid.get(f"{here}penetapan/").content.startswith(b"%PDF")
    said = text(office.browser().get(f"/verify/{letter.code}/"))
    assert "Penetapan pengecualian" in said
    assert row.test.information not in said


def test_a_leader_sees_what_is_to_be_looked_at_again_and_when_the_team_meets(
    office: Office, team: list[User]
) -> None:
    row = factories.exemption(office.health, on=date(2026, 2, 2), ends_on=date(2026, 4, 1))
    send(office.browser(office.ppid), "baru/", invitation(team, proposed(office), held_on="2026-03-20"))
    page = text(office.browser(office.superior).get("/pimpinan/"))
    assert f"/desk/dik/{row.pk}/" in page
    assert "Sidang Tim Pertimbangan Jumat, 20 Maret 2026" in page
