"""Filing for others at the counter, the check of a power of attorney, visitors without papers, flags, sub-deadlines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lutra.directory import actors
from lutra.dispositions.models import Disposition
from lutra.ledger.queries import history
from lutra.objections import actions as objections
from lutra.requests import actions, proxies
from lutra.requests.models import Request, WorkRules
from lutra.statistics.suggestions import count
from lutra.testing import factories
from lutra.testing.factories import ANI, QUESTION
from lutra.web.desk.tests.conftest import FILED, Office

FORM = {**ANI, **QUESTION, "channel": "counter", "key": "k"}
BUDI = {"by_proxy": "yes", "proxy_name": "Budi Santoso", "proxy_nik": "7322030101850003"}
PDF = b"%PDF-1.4 surat kuasa"


def paper(content: bytes = PDF, name: str = "kuasa.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def by_proxy(office: Office, *, files: bool = True, **changes: Any) -> Request:
    return actions.file(
        office.government,
        by=actors.applicant(office.government),
        channel="web",
        answers={**ANI, **QUESTION, **BUDI, **changes},
        files={"power_of_attorney": ("kuasa.pdf", PDF)} if files else None,
        at=FILED,
    )


# --- the counter ---


@pytest.mark.law("Q06")
def test_the_counter_takes_a_proxy_with_his_paper(office: Office) -> None:
    desk = office.browser(office.desk)
    page = desk.get("/desk/permohonan/baru/").content.decode()
    for name in ("by_proxy", "proxy_name", "power_of_attorney", "members", "assisted"):
        assert f'name="{name}"' in page
    assert (
        desk.post("/desk/permohonan/baru/", {**FORM, **BUDI, "power_of_attorney": paper()}).status_code == 302
    )
    request = Request.objects.get()
    assert (request.stage, request.powers.count()) == ("filed", 1)


@pytest.mark.law("Q06")
def test_without_a_network_the_paper_follows(office: Office) -> None:
    """The counter's script sends the words alone; the request is registered and the paper is what it lacks."""
    desk = office.browser(office.desk)
    said = desk.post("/desk/permohonan/baru/", {**FORM, **BUDI}, HTTP_ACCEPT="application/json").json()
    request = Request.objects.get()
    assert said["reference"] == request.reference
    assert request.missing == ["power_of_attorney"]
    page = desk.get("/desk/permohonan/baru/").content.decode()
    assert "perlu jaringan dan tidak ikut tersimpan" in page
    answer = desk.post(
        f"/desk/permohonan/{request.pk}/lengkapi/", {"seen": request.revision, "power_of_attorney": paper()}
    )
    assert answer.status_code == 302
    request.refresh_from_db()
    assert (request.stage, request.powers.count()) == ("filed", 1)


@pytest.mark.law("Q19")
def test_who_was_helped_is_ticked_and_shown(office: Office) -> None:
    desk = office.browser(office.desk)
    desk.post("/desk/permohonan/baru/", {**FORM, "assisted": "yes"})
    request = Request.objects.get()
    assert request.assisted
    assert "Dibantu petugas" in desk.get(f"/desk/permohonan/{request.pk}/").content.decode()


@pytest.mark.law("Q01")
def test_a_visitor_with_a_passport_is_shown_the_reading_room(office: Office) -> None:
    desk = office.browser(office.desk)
    answer = desk.post("/desk/permohonan/baru/", {**FORM, "applicant_kind": "visitor"})
    assert answer.headers["location"] == "/desk/permohonan/pengguna/"
    page = desk.get(answer.headers["location"]).content.decode()
    assert "Tunjukkan ruang baca" in page
    assert 'href="/pengguna/"' in page
    kept = desk.post(
        "/desk/permohonan/baru/", {**FORM, "applicant_kind": "visitor"}, HTTP_ACCEPT="application/json"
    ).json()
    assert "Pengguna Informasi" in kept["problems"]["applicant_kind"]
    assert not Request.objects.exists()


# --- the check ---


@pytest.mark.law("Q06")
def test_the_desk_opens_checks_and_refuses_a_paper(office: Office) -> None:
    request = by_proxy(office)
    desk = office.browser(office.desk)
    page = desk.get(f"/desk/permohonan/{request.pk}/").content.decode()
    assert "Periksa surat kuasa" in page
    assert "Masukkan surat kuasa" not in page
    assert "kuasa atau wakil kelompok" in page
    assert "Budi Santoso" not in page
    power = request.powers.get()
    opened = desk.post(f"/desk/permohonan/{request.pk}/kuasa/{power.pk}/")
    assert opened.content == PDF
    assert opened["Content-Disposition"].startswith("attachment")
    told = history(request.ledger_subject, government_id=request.government_id)
    assert [entry.kind for entry in told][-1] == "request.identity_seen"
    request.refresh_from_db()
    check = f"/desk/permohonan/{request.pk}/kuasa/periksa/"
    assert "Surat kuasa ini" in desk.get(check).content.decode()
    wrong = desk.post(check, {"seen": request.revision, "verdict": "refused"})
    assert wrong.status_code == 422
    assert "Tuliskan mengapa" in wrong.content.decode()
    said = {"seen": request.revision, "verdict": "refused", "reason": "Tidak ditandatangani."}
    assert desk.post(check, said).status_code == 302
    request.refresh_from_db()
    assert request.missing == ["power_of_attorney"]
    assert desk.get(check).status_code == 404
    page = desk.get(f"/desk/permohonan/{request.pk}/").content.decode()
    assert "Tidak ditandatangani." in page
    assert "Beri tahu kekurangan" in page


def test_a_paper_that_comes_later_is_brought_in_at_the_desk(office: Office) -> None:
    request = by_proxy(office)
    desk = office.browser(office.desk)
    late = datetime(2026, 3, 9, 1, tzinfo=UTC)
    from_desk = office.actor(office.desk)
    proxies.check(request, request.powers.get(), verdict="refused", reason="Kabur.", by=from_desk, at=late)
    address = f"/desk/permohonan/{request.pk}/kuasa/"
    assert address in desk.get(f"/desk/permohonan/{request.pk}/").content.decode()
    assert desk.post(address, {"seen": request.revision}).status_code == 422
    sent = {"seen": request.revision, "power_of_attorney": paper(b"%PDF-1.4 baru")}
    assert desk.post(address, sent).status_code == 302
    assert request.powers.count() == 2


def test_whoever_may_not_know_the_applicant_does_not_open_the_paper(office: Office) -> None:
    request = by_proxy(office)
    actions.dispose(request, to=[office.health], by=office.actor(office.ppid))
    power = request.powers.get()
    for somebody in (office.budi, office.citra):
        browser = office.browser(somebody)
        assert browser.post(f"/desk/permohonan/{request.pk}/kuasa/{power.pk}/").status_code == 403
        assert browser.get(f"/desk/permohonan/{request.pk}/kuasa/periksa/").status_code == 403


def test_an_objection_by_proxy_is_checked_at_the_desk_too(office: Office) -> None:
    request = office.filed()
    desk = office.browser(office.desk)
    form = {
        "channel": "counter", "grounds": ["c"], "purpose": "Penelitian", "case_position": "Tidak dijawab.", **BUDI
    }  # fmt: skip
    assert desk.post(f"/desk/permohonan/{request.pk}/keberatan/", form).status_code == 302
    objection = request.objections.get()
    page = desk.get(f"/desk/keberatan/{objection.pk}/").content.decode()
    assert "surat kuasa belum ada" in page
    address = f"/desk/keberatan/{objection.pk}/kuasa/"
    sent = {"seen": objection.revision, "power_of_attorney": paper()}
    assert desk.post(address, sent).status_code == 302
    objection.refresh_from_db()
    power = objection.powers.get()
    assert desk.post(f"{address}{power.pk}/").content == PDF
    objection.refresh_from_db()
    said = {"seen": objection.revision, "verdict": "accepted"}
    assert desk.post(f"{address}periksa/", said).status_code == 302
    power.refresh_from_db()
    assert power.verdict == "accepted"
    assert "Diterima" in desk.get(f"/desk/keberatan/{objection.pk}/").content.decode()
    assert objections.see_identity(objection, by=office.actor(office.desk))["proxy_name"] == "Budi Santoso"


# --- flags ---


@pytest.mark.law("Q22")
def test_officers_see_how_many_and_since_when_and_the_public_does_not(office: Office) -> None:
    made = [
        office.filed(subject=f"Laporan nomor {n}", details=f"Laporan {n}.", at=FILED - timedelta(hours=1))
        for n in range(12)
    ]
    for reader in (office.desk, office.ppid):
        browser = office.browser(reader)
        assert browser.get("/desk/").content.decode().count("berulang 12 kali sejak") == 12
        page = browser.get(f"/desk/permohonan/{made[0].pk}/").content.decode()
        assert "Permohonan berulang: 12 dari orang yang sama sejak Senin, 2 Maret 2026" in page
    public = office.browser(None)
    for path in ("/", "/register/", f"/t/{made[0].code}/", f"/t/{made[0].code}/tanda-terima/"):
        assert "berulang" not in public.get(path).content.decode()


@pytest.mark.law("Q22")
def test_the_thresholds_are_set_on_the_page_of_rules(office: Office) -> None:
    ppid = office.browser(office.ppid)
    assert 'name="repeated_from"' in ppid.get("/desk/aturan/").content.decode()
    sent = {"repeated_from": "3", "repeated_days": "1", "alike_from": "0", "alike_days": "7"}
    assert ppid.post("/desk/aturan/", sent).status_code == 302
    rules = WorkRules.objects.get()
    assert (rules.repeated_from, rules.repeated_days, rules.alike_from, rules.alike_days) == (3, 1, 0, 7)
    assert ppid.post("/desk/aturan/", {**sent, "repeated_days": "99"}).status_code == 200


# --- work ---


def test_each_body_may_have_a_day_of_its_own(office: Office) -> None:
    request, ppid = office.filed(), office.browser(office.ppid)
    third = factories.body(office.government, "bappeda")
    address = f"/desk/permohonan/{request.pk}/teruskan/"
    chosen = {"main": office.health.pk, "others": [office.works.pk, third.pk], "due_on": "2026-03-12"}
    asked = ppid.post(address, {**chosen, "days": "1", "seen": request.revision}).content.decode()
    assert f'name="due_{office.works.pk}"' in asked
    assert f'name="due_{third.pk}"' in asked
    assert not Disposition.objects.exists()
    days = {f"due_{office.works.pk}": "2026-03-09", f"due_{third.pk}": "2026-03-10"}
    assert ppid.post(address, {**chosen, **days, "seen": request.revision}).status_code == 302
    found = dict(Disposition.objects.values_list("to_body_id", "due_on"))
    assert found == {
        office.health.pk: date(2026, 3, 12),
        office.works.pk: date(2026, 3, 9),
        third.pk: date(2026, 3, 10),
    }


def test_a_body_without_a_day_of_its_own_has_the_common_one(office: Office) -> None:
    request, ppid = office.filed(), office.browser(office.ppid)
    sent = {
        "main": office.health.pk,
        "others": [office.works.pk],
        "due_on": "2026-03-12",
        "others_due_on": "2026-03-11",
    }
    ppid.post(f"/desk/permohonan/{request.pk}/teruskan/", {**sent, "seen": request.revision})
    assert Disposition.objects.get(to_body=office.works).due_on == date(2026, 3, 11)


def test_the_figures_say_what_suggestions_spared(office: Office) -> None:
    ppid = office.browser(office.ppid)
    assert "Jawaban serupa pada formulir" not in ppid.get("/desk/angka/").content.decode()
    for what in ("shown", "shown", "shown", "opened", "filed"):
        count(office.government, what, on=date(2026, 3, 3))
    page = ppid.get("/desk/angka/").content.decode()
    assert "<b>3</b>Jawaban serupa ditampilkan" in page
    assert "<b>2</b>Tidak jadi mengajukan" in page


@pytest.mark.law("A25")
def test_the_front_desk_gets_403_for_an_exempt_file_and_the_book_says_so(office: Office) -> None:
    request = office.handed_over()
    draft = actions.draft(
        request,
        text="Rahasia.",
        outcome="refused",
        files=[("rekam.csv", b"a;b\n")],
        by=office.actor(office.budi),
    )
    address = f"/desk/permohonan/{request.pk}/berkas/{draft.documents.get().pk}/"
    assert office.browser(office.desk).get(address).status_code == 403
    told = list(history(request.ledger_subject, government_id=request.government_id))
    assert told[-1].kind == "request.file_denied"
    for reader in (office.ppid, office.superior, office.budi):
        assert office.browser(reader).get(address).status_code == 200
    page = office.browser(office.ppid).get(f"/desk/permohonan/{request.pk}/").content.decode()
    assert "Berkas dikecualikan diminta tanpa wewenang" in page
    assert "Berkas dikecualikan" not in office.browser(None).get(f"/t/{request.code}/").content.decode()
