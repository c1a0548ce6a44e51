"""Many requests at once, posts and their holders, rules and prices: the pages of the desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lutra.directory.models import User
from lutra.directory.roles import Role
from lutra.requests import bulk
from lutra.requests.models import BulkJob, Request, Tariff, WorkRules
from lutra.testing import factories
from lutra.web.desk.tests.conftest import NOW, Office
from lutra.web.desk.tests.test_deeds import text


def ticked(*cases: Request) -> list[str]:
    return [f"{case.pk}.{case.revision}" for case in cases]


def test_the_ppid_hands_many_over_and_may_take_it_back_for_a_minute(office: Office, clock: Any) -> None:
    cases = [office.filed() for _ in range(3)]
    browser = office.browser(office.ppid)
    page = text(browser.get("/desk/sekaligus/dispose/"))
    assert all(case.reference in page for case in cases)
    form = {"case": ticked(*cases[:2]), "body": office.health.pk, "key": "satu"}
    answer = browser.post("/desk/sekaligus/dispose/", form)
    browser.post("/desk/sekaligus/dispose/", form)
    job = BulkJob.objects.get()
    assert answer["Location"] == f"/desk/sekaligus/kerja/{job.pk}/"
    assert "Batalkan semuanya" in text(browser.get(answer["Location"]))
    clock.move_to(NOW + timedelta(seconds=61))
    bulk.run_due()
    assert list(Request.objects.order_by("pk").values_list("stage", flat=True)) == ["disposed"] * 2 + [
        "filed"
    ]
    page = text(browser.get(answer["Location"]))
    assert page.count("Berhasil") == 2
    assert "Batalkan semuanya" not in page


def test_a_job_is_cancelled_by_its_button(office: Office) -> None:
    case = office.filed()
    browser = office.browser(office.ppid)
    form = {"case": ticked(case), "body": office.health.pk, "key": "satu"}
    browser.post("/desk/sekaligus/dispose/", form)
    job = BulkJob.objects.get()
    browser.post(f"/desk/sekaligus/kerja/{job.pk}/batalkan/")
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_plan_without_requests_or_body_says_what_is_missing(office: Office) -> None:
    case = office.filed()
    browser = office.browser(office.ppid)
    for form in (
        {"body": office.health.pk},
        {"case": ticked(case)},
        {"case": "x.y", "body": office.health.pk},
    ):
        assert browser.post("/desk/sekaligus/dispose/", form).status_code == 422
    assert not BulkJob.objects.exists()


def test_the_desk_officer_closes_many_but_hands_none_over(office: Office) -> None:
    browser = office.browser(office.desk)
    assert browser.get("/desk/sekaligus/close/").status_code == 200
    assert browser.get("/desk/sekaligus/dispose/").status_code == 404
    assert office.browser(office.budi).get("/desk/sekaligus/close/").status_code == 403


def test_the_administrator_ends_a_term_and_appoints_the_next_without_losing_the_work(office: Office) -> None:
    case = office.handed_over()
    admin = factories.user(office.government, Role.ADMINISTRATOR, name="Admin")
    browser = office.browser(admin)
    holding = office.budi.holdings.get()
    post = f"/desk/direktori/jabatan/{holding.post_id}/"
    ended = {"last_day": "2026-03-02", "decree": "SK 9/2026"}
    assert (
        browser.post(f"/desk/direktori/pejabat/{holding.pk}/akhiri/", {**ended, "decree": ""}).status_code
        == 422
    )
    assert browser.post(f"/desk/direktori/pejabat/{holding.pk}/akhiri/", ended).status_code == 302
    assert "Jabatan ini kosong" in text(browser.get(post))
    rina = User.objects.create(username="rina", full_name="Rina", government=office.government)
    named = {"user": rina.pk, "starts_on": "2026-03-03", "capacity": "definitive", "decree": "SK 10/2026"}
    assert browser.post(post, {**named, "user": ""}).status_code == 422
    assert browser.post(post, named).status_code == 302
    assert case.reference in text(office.browser(rina).get(f"/desk/permohonan/{case.pk}/"))


def test_rules_and_prices_are_set_by_the_ppid(office: Office) -> None:
    browser = office.browser(office.ppid)
    browser.post("/desk/aturan/", {"needs_approval": "on"})
    assert WorkRules.objects.get().needs_approval
    price = {"item": "page", "amount": "500", "starts_on": "2026-03-03", "decree": "Perbup 7/2026"}
    assert browser.post("/desk/aturan/tarif/", {**price, "amount": ""}).status_code == 422
    assert browser.post("/desk/aturan/tarif/", price).status_code == 302
    assert Tariff.objects.get().starts_on == date(2026, 3, 3)
    assert "Perbup 7/2026" in text(browser.get("/desk/aturan/"))


def test_the_queue_names_the_vacant_post_and_lists_the_cases_that_wait_for_it(office: Office) -> None:
    waits, elsewhere = office.handed_over(), office.filed()
    browser = office.browser(office.ppid)
    assert "tanpa pejabat" not in text(browser.get("/desk/"))
    office.budi.holdings.update(ends_on=date(2026, 3, 2))
    page = text(browser.get("/desk/"))
    assert "Ada jabatan tanpa pejabat" in page
    page = text(browser.get("/desk/?group=orphaned"))
    assert waits.reference in page
    assert elsewhere.reference not in page
