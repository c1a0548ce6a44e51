"""``lutra government`` and ``lutra officer``: an installation begins without a shell and without a password typed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from lutra.cli import doctor_checks, main
from lutra.directory.models import Government, PublicBody, User
from lutra.directory.roles import Role
from lutra.ledger.queries import entries
from lutra.testing import people

pytestmark = pytest.mark.django_db
ADD = [
    "government",
    "add",
    "73.22",
    "--name",
    "Luwu Utara",
    "--short-name",
    "Lutra",
    "--abbreviation",
    "LUTRA",
]
ADMIN = ["officer", "add", "admin", "--name", "Budi", "--role", "administrator", "--decree", "SK 1/2026"]
Read = pytest.CaptureFixture[str]


@pytest.fixture
def lutra() -> Government:
    assert main([*ADD, "--host", "ppid.localhost"]) == 0
    return Government.objects.get()


def link(capsys: Read) -> str:
    return urlsplit(re.findall(r"https?://\S+/akun/undangan/\S+", capsys.readouterr().out)[-1]).path


def browser() -> Client:
    return Client(headers={"host": "ppid.localhost", "accept-language": "id"})


def accept(path: str, password: str) -> int:
    client = browser()
    page = client.get(path, follow=True)
    if not page.context["validlink"]:
        return 0
    answer = client.post(page.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})
    return answer.status_code


def test_a_government_is_made_once_and_listed(lutra: Government, capsys: Read) -> None:
    assert main(ADD) == 0
    assert "tidak ada yang berubah" in capsys.readouterr().out
    assert main(["government", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["code"], row["hosts"]) == ("73.22", ["ppid.localhost"])
    assert "administrator" in row["vacant_roles"]


def test_what_is_wrong_is_said_by_field_with_exit_code_one(capsys: Read) -> None:
    assert main([*ADD, "--time-zone", "WITA"]) == 1
    assert "time_zone: Tulis zona waktu" in capsys.readouterr().err
    assert not Government.objects.exists()


def test_bodies_with_an_error_are_named_by_line(lutra: Government, tmp_path: Path, capsys: Read) -> None:
    table = tmp_path / "badan.csv"
    table.write_text("name,kind,slug\nDinas A,department,a\nDinas B,kantor,b\n", encoding="utf-8")
    assert main(["government", "bodies", "73.22", str(table)]) == 1
    said = capsys.readouterr().err
    assert "baris 3: jenis “kantor” tidak dikenal" in said
    assert not PublicBody.objects.exists()
    table.write_text("name,kind,slug\nDinas A,department,a\n", encoding="utf-8")
    assert main(["government", "bodies", "73.22", str(table), "--dry-run"]) == 0
    assert not PublicBody.objects.exists()
    assert main(["government", "bodies", "73.22", str(table)]) == 0
    assert PublicBody.objects.get().slug == "a"
    assert main(["government", "bodies", "73.22", str(tmp_path / "tidak-ada.csv")]) == 1


def test_the_first_administrator_sets_his_password_by_a_link_and_signs_in(
    lutra: Government, capsys: Read
) -> None:
    assert main(ADMIN) == 0
    path = link(capsys)
    assert accept(path, "kopi-toraja-pagi-77") == 302
    client = browser()
    signed = client.post("/akun/login/", {"login": "admin", "password": "kopi-toraja-pagi-77"})
    assert signed.status_code == 302
    assert client.get("/desk/direktori/").status_code == 200
    assert entries(lutra.pk, kinds=["account.secured"]).last().data == {"what": "password_set"}


def test_the_link_is_good_once_and_looking_does_not_use_it_up(lutra: Government, capsys: Read) -> None:
    main(ADMIN)
    path = link(capsys)
    for _look in range(2):
        assert browser().get(path, follow=True).context["validlink"]
    assert accept(path, "123") == 200  # too short: the form comes back, and the link still stands
    assert accept(path, "kopi-toraja-pagi-77") == 302
    assert accept(path, "lain-lagi-kopi-88") == 0
    assert main(["officer", "invite", "admin"]) == 0
    assert accept(link(capsys), "lain-lagi-kopi-88") == 302


def test_the_link_opens_nothing_at_another_government_and_for_nobody_made_up(
    lutra: Government, capsys: Read
) -> None:
    main(ADMIN)
    path = link(capsys)
    there = people.government("73.17")
    there.hosts.create(host="luwu.localhost")
    assert not Client(headers={"host": "luwu.localhost"}).get(path, follow=True).context["validlink"]
    assert not browser().get("/akun/undangan/MQ/salah/", follow=True).context["validlink"]


def test_adding_twice_keeps_the_one_and_appoints_once(lutra: Government, capsys: Read) -> None:
    assert main(ADMIN) == main(ADMIN) == 0
    said = capsys.readouterr().out
    assert "Akun admin dibuat." in said
    assert "Akun admin sudah ada." in said
    assert User.objects.get().holdings.count() == 1


def test_a_role_needs_a_decree_and_a_known_officer(lutra: Government, capsys: Read) -> None:
    assert main(["officer", "add", "budi", "--name", "Budi", "--role", "administrator"]) == 1
    assert "--decree" in capsys.readouterr().err
    assert not User.objects.exists()
    assert main(["officer", "role", "siapa", "administrator", "--decree", "SK"]) == 1
    assert main(["officer", "role", "siapa", "raja", "--decree", "SK"]) == 2
    main(ADMIN)
    assert main(["officer", "role", "admin", "ppid_pelaksana", "--decree", "SK", "--body", "a"]) == 1
    assert "tidak ada badan publik a" in capsys.readouterr().err


def test_officers_are_listed_with_their_posts(lutra: Government, capsys: Read) -> None:
    main(ADMIN)
    capsys.readouterr()
    assert main(["officer", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["posts"][0]["role"] == Role.ADMINISTRATOR
    assert row["has_password"] is False


@pytest.mark.law("G04")
def test_the_doctor_names_bodies_without_a_ppid_pelaksana(lutra: Government) -> None:
    people.body(lutra, "dinkes")
    found = [finding.text for finding in doctor_checks.directory()]
    assert any("1 perangkat daerah tanpa PPID Pelaksana" in text for text in found)
    assert any("belum ada pejabat" in text for text in found)


def test_a_body_gets_a_site_of_its_own_and_gives_it_back(lutra: Government, capsys: Read) -> None:
    dinkes = PublicBody.objects.create(
        government=lutra, name="Dinas Kesehatan", short_name="Dinkes", slug="dinkes", kind="department"
    )
    told = ["government", "site", "73.22", "dinkes"]
    assert main([*told, "--host", "dinkes.localhost", "--look", "blue", "--phone", "0473 21001"]) == 0
    assert main([*told, "--host", "DINKES.localhost"]) == 0  # said twice nothing changes, not even the look
    assert [entry.kind for entry in entries(lutra.pk)][-2:] == ["body.front_desk_told", "site.given"]
    dinkes.refresh_from_db()
    assert (dinkes.phone, dinkes.hosts.get().look) == ("0473 21001", "blue")
    capsys.readouterr()
    assert main(["government", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["hosts"], row["sites"]) == (["ppid.localhost"], {"dinkes.localhost": "dinkes"})
    assert main([*told, "--host", "dinkes.localhost", "--remove"]) == 0
    assert "belum punya situs sendiri" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tidak-ada", "--host", "a.localhost"], "tidak ada badan publik"),
        (["dinkes", "--host", "ppid.localhost"], "sudah dipakai"),
        (["dinkes", "--host", "a.localhost", "--look", "pink"], "Warna yang ada"),
        (["dinkes", "--look", "blue"], "--host"),
        (["dinkes", "--host", "a.localhost", "--remove"], "tidak punya situs"),
    ],
)
def test_a_site_that_cannot_be_is_refused_with_the_reason(
    lutra: Government, capsys: Read, words: list[str], said: str
) -> None:
    PublicBody.objects.create(
        government=lutra, name="Dinas Kesehatan", short_name="Dinkes", slug="dinkes", kind="department"
    )
    assert main(["government", "site", "73.22", *words]) == 1
    assert said in capsys.readouterr().err
