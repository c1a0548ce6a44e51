"""The survey at the desk: figures for every officer, comments for those who publish, slips from the front desk."""

from __future__ import annotations

import re
from datetime import date

from lutra.law import satisfaction
from lutra.satisfaction.models import Survey, SurveySlip
from lutra.web.desk.tests.conftest import Office

CODES = [element.code for element in satisfaction.elements()]


def judged(office: Office, count: int, comment: str = "", found: tuple[str, ...] = ()) -> None:
    before = Survey.objects.count()
    for number in range(count):
        Survey.objects.create(
            government=office.government,
            body=office.health,
            mark=f"{before + number:064d}",
            answered_on=date(2026, 3, 1),
            answers=dict.fromkeys(CODES, 3),
            comment=comment,
            comment_state="waiting" if comment else "none",
            found=list(found),
        )


def test_every_officer_reads_the_figures(office: Office) -> None:
    judged(office, 6)
    page = office.browser(office.budi).get("/desk/kepuasan/").content.decode()
    assert "75,00" in page
    assert "Dinas dinkes" in page


def test_comments_are_shown_to_those_who_publish_alone(office: Office) -> None:
    judged(office, 1, "Petugasnya ramah.")
    assert "Petugasnya ramah." in office.browser(office.ppid).get("/desk/kepuasan/").content.decode()
    for other in (office.budi, office.desk, office.citra):
        assert "Petugasnya ramah." not in office.browser(other).get("/desk/kepuasan/").content.decode()


def test_a_comment_is_published_by_a_press(office: Office) -> None:
    judged(office, 6, "Petugasnya ramah.")
    survey = Survey.objects.latest("pk")
    office.browser(office.ppid).post(f"/desk/kepuasan/komentar/{survey.pk}/", {"verdict": "publish"})
    assert "Petugasnya ramah." in office.browser().get("/kepuasan/").content.decode()


def test_a_comment_with_personal_data_cannot_be_published(office: Office) -> None:
    judged(office, 1, "Telepon saya 081234567890", found=("phone",))
    browser, survey = office.browser(office.ppid), Survey.objects.get()
    assert "nomor telepon" in browser.get("/desk/kepuasan/").content.decode()
    answer = browser.post(f"/desk/kepuasan/komentar/{survey.pk}/", {"verdict": "publish"}, follow=True)
    assert "tidak dapat diterbitkan" in answer.content.decode()
    survey.refresh_from_db()
    assert survey.comment_state == "waiting"


def test_a_comment_of_another_government_is_not_there(office: Office, neighbour: Office) -> None:
    judged(neighbour, 1, "Baik.")
    pk = Survey.objects.get().pk
    answer = office.browser(office.ppid).post(f"/desk/kepuasan/komentar/{pk}/", {"verdict": "publish"})
    assert answer.status_code == 404


def test_slips_are_shown_once_with_a_code_each(office: Office) -> None:
    page = office.browser(office.desk).post("/desk/kepuasan/kupon/", {"count": "3", "body": office.health.pk})
    codes = re.findall(r'receipt__code">([^<]+)<', page.content.decode())
    assert len(set(codes)) == 3
    assert SurveySlip.objects.filter(body=office.health).count() == 3
    form = office.browser(office.desk).get("/desk/kepuasan/").content.decode()
    assert not any(code in form for code in codes)


def test_a_number_of_slips_that_is_no_number_comes_back_with_the_reason(office: Office) -> None:
    for count in ("", "0", "51", "x"):
        answer = office.browser(office.desk).post("/desk/kepuasan/kupon/", {"count": count})
        assert answer.status_code == 422
    assert not SurveySlip.objects.exists()


def test_the_figures_are_taken_along_as_csv_and_xlsx(office: Office) -> None:
    judged(office, 6)
    browser = office.browser(office.budi)
    lines = browser.get("/desk/kepuasan/unduh.csv?year=2026").getvalue().decode()
    assert "Seluruhnya,Seluruhnya,6,3.0000,75.00,C,Kurang baik" in lines
    assert browser.get("/desk/kepuasan/unduh.xlsx?year=2026").getvalue().startswith(b"PK")
    assert browser.get("/desk/kepuasan/unduh.exe").status_code == 404
