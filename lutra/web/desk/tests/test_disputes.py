"""Disputes on the desk: entering one, its deeds, what alarms, and the dossier."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lutra.directory import actors
from lutra.directory.models import User
from lutra.directory.roles import Role
from lutra.ledger.queries import history
from lutra.objections import actions as objections
from lutra.objections import dispute_actions
from lutra.objections.dispute_actions import Order
from lutra.objections.dispute_models import Dispute
from lutra.objections.dossier import verify
from lutra.objections.models import Objection
from lutra.testing import factories
from lutra.web.desk.tests.conftest import Office

OBJECTED = datetime(2026, 4, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
FORM = {
    "commission": "Komisi Informasi Provinsi Sulawesi Selatan",
    "number": "011/REG-PSI/2026",
    "received_on": "2026-05-20",
    "registered_on": "2026-05-22",
}


@pytest.fixture
def budi(office: Office) -> User:
    return factories.user(office.government, Role.DISPUTES, name="Budi")


@pytest.fixture
def browser(office: Office, budi: User, clock: time_machine.Traveller) -> Client:
    clock.move_to(NOW)
    return office.browser(budi)


def object_to(office: Office, grounds: list[str]) -> Objection:
    return objections.register(
        office.government,
        by=actors.applicant(office.government),
        channel="web",
        answers={"purpose": "Penelitian", "case_position": "Tidak dijawab."},
        grounds=grounds,
        request=office.filed(),
        at=OBJECTED,
    )


@pytest.fixture
def objection(office: Office) -> Objection:
    return object_to(office, ["c"])


@pytest.fixture
def dispute(objection: Objection, office: Office, budi: User) -> Dispute:
    return disputed(objection, office, budi)


def disputed(objection: Objection, office: Office, by: User) -> Dispute:
    return dispute_actions.register(
        objection,
        commission=FORM["commission"],
        number=FORM["number"],
        received_on=date(2026, 5, 20),
        registered_on=date(2026, 5, 22),
        by=office.actor(by),
        at=NOW,
    )


def do(browser: Client, dispute: Dispute, deed: str, **form: Any) -> Any:
    dispute.refresh_from_db()
    address = reverse("desk:dispute_deed", args=[dispute.pk, deed])
    return browser.post(address, {"seen": dispute.revision, **form})


def page(browser: Client, dispute: Dispute) -> str:
    return browser.get(reverse("desk:dispute", args=[dispute.pk])).content.decode()


@pytest.mark.law("D01")
def test_a_dispute_is_entered_for_an_objection_only(browser: Client, objection: Objection) -> None:
    address = reverse("desk:new_dispute")
    assert objection.reference in browser.get(f"{address}?keberatan={objection.reference}").content.decode()
    for wrong in ("", "9999/KEB/X/2026"):
        refused = browser.post(address, {**FORM, "objection": wrong})
        assert refused.status_code == 422
        assert "atas suatu keberatan" in refused.content.decode()
    done = browser.post(address, {**FORM, "objection": objection.reference})
    assert done.status_code == 302
    assert objection.dispute.due("start") == date(2026, 6, 12)


def test_the_objection_leads_to_its_dispute(
    browser: Client, objection: Objection, office: Office, budi: User
) -> None:
    address = reverse("desk:objection", args=[objection.pk])
    assert "/desk/sengketa/baru/?keberatan=0001%2FKEB" in browser.get(address).content.decode()
    dispute = disputed(objection, office, budi)
    shown = browser.get(address).content.decode()
    assert reverse("desk:dispute", args=[dispute.pk]) in shown
    assert "sengketa/baru" not in shown


def test_each_field_says_what_it_lacks(browser: Client, objection: Objection) -> None:
    refused = browser.post(reverse("desk:new_dispute"), {"objection": objection.reference})
    assert "nomor register sengketa" in refused.content.decode()
    assert not Dispute.objects.exists()


@pytest.mark.law("D05")
@pytest.mark.parametrize(("grounds", "offered"), [(["a"], False), (["d"], True)])
def test_mediation_is_offered_for_grounds_b_to_g_only(
    office: Office, browser: Client, budi: User, grounds: list[str], offered: bool
) -> None:
    dispute = disputed(object_to(office, grounds), office, budi)
    assert do(browser, dispute, "begin", on="2026-05-29").status_code == 302
    assert ("/langkah/mediate/" in page(browser, dispute)) is offered
    form = browser.get(reverse("desk:dispute_deed", args=[dispute.pk, "set_hearing"])).content.decode()
    assert ('value="mediation"' in form) is offered


def test_a_dispute_goes_its_whole_way(browser: Client, dispute: Dispute) -> None:
    ways: list[tuple[str, dict[str, Any]]] = [
        (
            "appoint",
            {"full_name": "Budi", "title": "Kabag", "power_number": "1/SK", "power_on": "2026-05-25"},
        ),
        ("begin", {"on": "2026-05-25"}),
        ("set_hearing", {"kind": "first", "on": "2026-05-28", "time": "09:30", "place": "Makassar"}),
        ("adjudicate", {"on": "2026-05-28"}),
        (
            "rule",
            {
                "kind": "adjudication",
                "result": "granted",
                "number": "5/PTS",
                "ruled_on": "2026-05-29",
                "received_on": "2026-06-01",
                "summary": "Memerintahkan memberikan laporan.",
                "order_1": "Berikan laporan.",
                "due_1": "2026-06-01",
            },
        ),
        ("sue", {"court": "PTUN Makassar", "on": "2026-06-01", "party": "body"}),
        ("judge", {"on": "2026-06-01", "received_on": "2026-06-01", "summary": "Menolak."}),
        ("appeal", {"on": "2026-06-01", "party": "body"}),
        ("finish", {"on": "2026-06-01", "note": "Kasasi ditolak."}),
    ]
    for deed, form in ways:
        answer = do(browser, dispute, deed, **form)
        assert answer.status_code == 302, (deed, answer.content.decode())
    hearing, order = dispute.hearings.get(), dispute.orders.get()
    assert hearing.at == datetime(2026, 5, 28, 1, 30, tzinfo=UTC)  # 09.30 in Masamba
    assert do(browser, dispute, "carry_out", order=order.pk, note="Diberikan.").status_code == 302
    shown = page(browser, dispute)
    for words in ("Kasasi ditolak.", "PTUN Makassar", "Diberikan.", "1/SK", "Berkekuatan hukum tetap"):
        assert words in shown


@pytest.mark.law("D04")
def test_a_hundred_working_days_are_shown_as_a_target(browser: Client, dispute: Dispute) -> None:
    do(browser, dispute, "begin", on="2026-05-29")
    shown = page(browser, dispute)
    assert "Sasaran selesai" in shown
    assert "Paling lambat" not in shown.partition("Sasaran selesai")[0]


@pytest.mark.law("D09")
def test_a_near_hearing_without_a_representative_is_shown_as_an_alarm(
    browser: Client, dispute: Dispute
) -> None:
    assert "Perlu tindakan segera" not in browser.get(reverse("desk:disputes")).content.decode()
    do(browser, dispute, "set_hearing", kind="first", on="2026-06-03", time="09:00", place="Makassar")
    for shown in (browser.get(reverse("desk:disputes")).content.decode(), page(browser, dispute)):
        assert "Perlu tindakan segera" in shown
        assert "belum ada kuasanya" in shown
    representative = {"full_name": "Budi", "title": "Kabag", "power_number": "1", "power_on": "2026-05-25"}
    do(browser, dispute, "appoint", **representative)
    assert "belum ada kuasa" not in page(browser, dispute)


@pytest.mark.law("D11")
def test_an_unmet_order_is_red(
    browser: Client, dispute: Dispute, office: Office, budi: User, clock: time_machine.Traveller
) -> None:
    who = {"by": office.actor(budi), "at": NOW}
    dispute_actions.begin(dispute, on=date(2026, 5, 25), **who)
    dispute_actions.adjudicate(dispute, on=date(2026, 5, 26), **who)
    dispute_actions.rule(
        dispute,
        kind="adjudication",
        result="granted",
        number="5/PTS",
        ruled_on=date(2026, 5, 29),
        received_on=date(2026, 5, 29),
        summary="Berikan.",
        orders=[Order("Berikan laporan lengkap.", date(2026, 6, 2))],
        **who,
    )
    assert "due--late" not in page(browser, dispute)
    clock.move_to(datetime(2026, 6, 3, 1, tzinfo=UTC))
    browser = office.browser(budi)  # the session of two days ago is over
    late = page(browser, dispute)
    assert "due--late" in late
    assert "Perlu tindakan segera" in late
    assert "Berikan laporan lengkap." in browser.get(reverse("desk:disputes")).content.decode()


def test_an_overtaken_page_is_refused(browser: Client, dispute: Dispute) -> None:
    stale = browser.post(
        reverse("desk:dispute_deed", args=[dispute.pk, "begin"]), {"on": "2026-05-29", "seen": "7"}
    )
    assert stale.status_code == 409
    assert browser.get(reverse("desk:dispute_deed", args=[dispute.pk, "begin"])).status_code == 200
    assert browser.get(f"/desk/sengketa/{dispute.pk}/langkah/unknown/").status_code == 404


def test_papers_of_the_commission_are_kept_and_given(browser: Client, objection: Objection) -> None:
    paper = SimpleUploadedFile("akta.pdf", b"%PDF-1.7 akta", "application/pdf")
    browser.post(reverse("desk:new_dispute"), {**FORM, "objection": objection.reference, "papers": paper})
    document = objection.dispute.papers.get()
    address = reverse("desk:dispute_paper", args=[objection.dispute.pk, document.pk])
    assert browser.get(address).content == b"%PDF-1.7 akta"


@pytest.mark.law("D06")
def test_the_dossier_is_made_in_one_click_and_entered(
    browser: Client, dispute: Dispute, office: Office, budi: User
) -> None:
    assert "Buat berkas sengketa" in page(browser, dispute)
    answer = browser.post(reverse("desk:dossier", args=[dispute.objection_id]))
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    assert verify(answer.content).is_whole
    entries = history(dispute.objection.ledger_subject, government_id=office.government.pk)
    assert (entries.last().kind, entries.last().actor) == ("dossier.made", f"officer:{budi.pk}")
    assert (
        browser.post(reverse("desk:dossier", args=[dispute.objection_id]), {"annex": "1"}).status_code == 302
    )


def test_citra_gets_no_dossier_and_sees_no_dispute(
    dispute: Dispute, office: Office, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW)
    for citra in (office.citra, office.desk, office.budi):
        browser = office.browser(citra)
        assert browser.get(reverse("desk:disputes")).status_code == 403
        assert browser.get(reverse("desk:dispute", args=[dispute.pk])).status_code == 403
        assert browser.post(reverse("desk:dossier", args=[dispute.objection_id])).status_code == 403


def test_the_neighbour_finds_nothing(
    dispute: Dispute, office: Office, neighbour: Office, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW)
    browser = neighbour.browser(factories.user(neighbour.government, Role.DISPUTES, name="Joko"))
    assert browser.get(reverse("desk:dispute", args=[dispute.pk])).status_code == 404
    assert browser.post(reverse("desk:dossier", args=[dispute.objection_id])).status_code == 404
    assert dispute.number not in browser.get(reverse("desk:disputes")).content.decode()
