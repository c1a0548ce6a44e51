"""Each officer's wish and the government's rules, on one page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from lutra.directory.models import Government, Host, User
from lutra.directory.roles import Role
from lutra.inbox.models import ReminderRules, ReminderWish
from lutra.inbox.reminders.actions import remind_officers
from lutra.testing import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/pengingat/"


@pytest.fixture
def luwu_utara() -> Government:
    made = factories.government()
    Host.objects.create(host="testserver", government=made)
    return made


def enter(client: Client, of: Government, role: str) -> User:
    person = factories.user(of, role)
    person.email = "budi@luwuutara.example"
    person.save(update_fields=["email"])
    client.force_login(person)
    return person


def test_an_officer_switches_his_digest_off_and_on(client: Client, luwu_utara: Government) -> None:
    budi = enter(client, luwu_utara, Role.DESK_OFFICER)
    page = client.get(ADDRESS).content.decode()
    assert "Anda menerima surel pengingat" in page
    assert "Untuk semua petugas" not in page
    said = client.post(f"{ADDRESS}keinginan/", {"off": "1"}, follow=True).content.decode()
    assert "memilih tidak menerima" in said
    assert ReminderWish.objects.get(user=budi).is_off
    assert "Anda menerima" in client.post(f"{ADDRESS}keinginan/", {"off": "0"}, follow=True).content.decode()


def test_the_ppid_sets_the_rules(client: Client, luwu_utara: Government) -> None:
    enter(client, luwu_utara, Role.PPID_UTAMA)
    wrong = client.post(ADDRESS, {"is_on": "on", "days_ahead": "30", "hour": "7"})
    assert wrong.status_code == 422
    assert client.post(ADDRESS, {"is_on": "on", "days_ahead": "5", "hour": ""}).status_code == 422
    assert client.post(ADDRESS, {"days_ahead": "5", "hour": "6"}).status_code == 302
    rules = ReminderRules.objects.get(government=luwu_utara)
    assert (rules.is_on, rules.days_ahead, rules.hour) == (False, 5, 6)
    assert "tidak mengirim pengingat" in client.get(ADDRESS).content.decode()


def test_nobody_else_sets_them(client: Client, luwu_utara: Government) -> None:
    enter(client, luwu_utara, Role.DESK_OFFICER)
    assert client.post(ADDRESS, {"days_ahead": "5", "hour": "6"}).status_code == 403


def test_the_last_digest_can_be_read_again(client: Client, luwu_utara: Government) -> None:
    enter(client, luwu_utara, Role.PPID_UTAMA)
    request = factories.file_request(luwu_utara)
    remind_officers(now=datetime(2020, 3, 12, 1, tzinfo=UTC))
    page = client.get(ADDRESS).content.decode()
    assert f'<a href="/desk/permohonan/{request.pk}/">{request.reference}</a>' in page
    assert "Permohonan segera jatuh tempo" in page
