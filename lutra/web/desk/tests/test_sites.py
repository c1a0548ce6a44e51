"""The administrator gives a body a host of its own and says where its front desk is."""

from __future__ import annotations

import pytest
from django.test import Client

from lutra.directory import actors, sites
from lutra.directory.founding import server_administrator
from lutra.directory.models import Government, Host, PublicBody, User
from lutra.directory.roles import Role
from lutra.requests import actions
from lutra.testing import factories

pytestmark = pytest.mark.django_db
SITES = "/desk/direktori/situs/"


@pytest.fixture
def lutra() -> Government:
    made = factories.government()
    Host.objects.create(host="testserver", government=made)
    return made


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    return factories.body(lutra, "dinkes")


@pytest.fixture
def admin(lutra: Government) -> Client:
    return signed_in(factories.user(lutra, Role.ADMINISTRATOR))


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "id"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_site_is_given_shown_and_taken(admin: Client, dinkes: PublicBody) -> None:
    form = {"body": dinkes.pk, "host": "dinkes.lutra.example", "look": "maroon"}
    assert admin.post(SITES, form)["Location"] == SITES
    page = admin.get(SITES).content.decode()
    assert "dinkes.lutra.example" in page
    assert "Marun" in page
    site = Host.objects.get(body=dinkes)
    assert admin.post(f"{SITES}{site.pk}/lepas/").status_code == 302
    assert not dinkes.hosts.exists()


def test_what_is_wrong_stands_at_its_field(admin: Client, dinkes: PublicBody) -> None:
    answer = admin.post(SITES, {"body": dinkes.pk, "host": "testserver", "look": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"host"}
    assert admin.post(SITES, {"host": "x.example"}).context["form"].errors.keys() == {"body"}


def test_a_front_desk_is_told(admin: Client, dinkes: PublicBody) -> None:
    page = "/desk/direktori/badan/dinkes/loket/"
    assert admin.post(page, {"phone": "0473 21001", "email": "salah"}).status_code == 422
    assert admin.post(page, {"phone": "0473 21001"}).status_code == 302
    dinkes.refresh_from_db()
    assert (dinkes.phone, dinkes.email) == ("0473 21001", "")


def test_nobody_else_may_and_nobody_reaches_another_government(admin: Client, dinkes: PublicBody) -> None:
    ppid = signed_in(factories.user(dinkes.government, Role.PPID_UTAMA))
    assert ppid.get(SITES).status_code == 403
    luwu = factories.government("73.17")
    site = sites.give(factories.body(luwu, "pu"), host="pu.luwu.example", by=server_administrator(luwu.pk))
    assert "pu.luwu.example" not in admin.get(SITES).content.decode()
    assert admin.post(f"{SITES}{site.pk}/lepas/").status_code == 404
    assert admin.get("/desk/direktori/badan/pu/loket/").status_code == 404


def test_the_ppid_is_offered_the_office_that_a_request_was_meant_for(
    lutra: Government, dinkes: PublicBody
) -> None:

    case = actions.file(
        lutra,
        by=actors.applicant(lutra),
        channel="web",
        answers={**factories.ANI, **factories.QUESTION},
        meant_for=dinkes,
    )
    ppid = signed_in(factories.user(lutra, Role.PPID_UTAMA))
    page = ppid.get(f"/desk/permohonan/{case.pk}/teruskan/").content.decode()
    assert f'<option value="{dinkes.pk}" selected>' in page
