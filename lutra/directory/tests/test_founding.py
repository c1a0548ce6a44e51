"""How an installation begins: a government with its posts, its bodies by line, its officers by decree."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lutra.directory import founding, listing
from lutra.directory.actors import Actor, actor_of
from lutra.directory.errors import NotPermitted, WrongEntry, WrongTerm
from lutra.directory.gaps import gaps
from lutra.directory.models import Government, Host, Post, PublicBody, Region
from lutra.directory.permissions import may
from lutra.directory.roles import Role
from lutra.ledger.queries import entries
from lutra.testing import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
LUTRA = {"name": "Pemerintah Kabupaten Luwu Utara", "short_name": "Luwu Utara", "abbreviation": "LUTRA"}


def found(**changes: str) -> Government:
    return founding.found("73.22", given={**LUTRA, **changes}, hosts=("ppid.lutra.example",))[0]


@pytest.fixture
def lutra() -> Government:
    return found()


@pytest.fixture
def server(lutra: Government) -> Actor:
    return founding.server_administrator(lutra.pk)


@pytest.mark.law("G01")
def test_a_government_comes_with_a_post_for_every_role_of_the_structure(lutra: Government) -> None:
    roles = set(Post.objects.filter(government=lutra).values_list("role", flat=True))
    structure = {
        Role.PATRON, Role.SUPERIOR, Role.PPID_UTAMA, Role.CONSIDERATIONS_TEAM, Role.DESK_OFFICER,
        Role.SECRETARIAT, Role.PROCESSING, Role.SERVICE, Role.DISPUTES,
    }  # fmt: skip
    assert structure <= roles
    assert lutra.pelaksana_label == "PPID Pelaksana"


@pytest.mark.law("G02")
def test_the_superior_is_the_regional_secretary_and_needs_a_decree(lutra: Government, server: Actor) -> None:
    assert Post.objects.get(government=lutra, role=Role.SUPERIOR).title.startswith("Sekretaris Daerah")
    sekda, _new = founding.enrol_officer(lutra, username="sekda", full_name="Sari", by=server)
    with pytest.raises(WrongTerm, match="SK"):
        founding.give_role(sekda, role=Role.SUPERIOR, decree=" ", starts_on=DAY, by=server)
    post, is_new = founding.give_role(sekda, role=Role.SUPERIOR, decree="SK 2/2026", starts_on=DAY, by=server)
    assert (post.title, is_new) == ("Sekretaris Daerah selaku Atasan PPID", True)
    assert may(actor_of(sekda, lutra, on=DAY), "objections.decide")


def test_founding_twice_changes_nothing_and_another_word_changes_that_alone(lutra: Government) -> None:
    again, changed = founding.found("73.22", given=LUTRA, hosts=("PPID.lutra.example",))
    assert (again, changed) == (lutra, [])
    _same, changed = founding.found("73.22", given={"seat": "Masamba"})
    assert changed == ["seat"]
    assert [entry.kind for entry in entries(lutra.pk)] == ["government.founded", "government.changed"]
    assert Post.objects.filter(role=Role.PPID_UTAMA).count() == 1
    assert Region.objects.filter(code__startswith="73.22.").count() == 188


@pytest.mark.parametrize(
    ("code", "changes", "field"),
    [
        ("7322", {}, "code"),
        ("73.22", {"name": " "}, "name"),
        ("73.22", {"abbreviation": "lu tra"}, "abbreviation"),
        ("73.22", {"time_zone": "WITA"}, "time_zone"),
        ("73.22", {"email": "ppid"}, "email"),
        ("73.22", {"name": "x" * 161}, "name"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(code: str, changes: dict[str, str], field: str) -> None:
    with pytest.raises(WrongEntry) as refusal:
        founding.found(code, given={**LUTRA, **changes})
    assert refusal.value.problems.keys() == {field}
    assert not Government.objects.exists()


@pytest.mark.parametrize("host", ["", "a b", "https://ppid.id", "-x.id", "x" * 200])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(WrongEntry, match="bukan nama host"):
        founding.found("73.22", given=LUTRA, hosts=(host,))


def test_a_host_belongs_to_one_government(lutra: Government) -> None:
    with pytest.raises(WrongEntry, match="sudah dipakai"):
        founding.found("73.17", given={**LUTRA, "name": "Luwu"}, hosts=("ppid.lutra.example",))
    assert Host.objects.get().government == lutra


def test_an_officer_is_enrolled_without_a_password_and_without_a_right(
    lutra: Government, server: Actor
) -> None:
    user, is_new = founding.enrol_officer(lutra, username="budi", full_name="Budi", by=server)
    assert (is_new, user.has_usable_password()) == (True, False)
    assert actor_of(user, lutra, on=DAY).roles == frozenset()
    assert founding.enrol_officer(lutra, username="budi", by=server) == (user, False)
    founding.enrol_officer(lutra, username="budi", nip="198001012010011001", by=server)
    kinds = [entry.kind for entry in entries(lutra.pk, kinds=["officer.enrolled", "officer.changed"])]
    assert kinds == ["officer.enrolled", "officer.changed"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "b"}, "username"),
        ({"username": "budi", "full_name": ""}, "name"),
        ({"username": "budi", "nip": "123"}, "nip"),
        ({"username": "budi", "email": "x"}, "email"),
        ({"username": "orang-lain"}, "username"),
    ],
)
def test_an_officer_s_mistakes_are_named(
    lutra: Government, server: Actor, given: dict[str, str], field: str
) -> None:
    there = people.government("73.17")
    founding.enrol_officer(
        there, username="orang-lain", full_name="Citra", by=founding.server_administrator(there.pk)
    )
    with pytest.raises(WrongEntry) as refusal:
        founding.enrol_officer(lutra, **{"full_name": "Budi", **given}, by=server)
    assert refusal.value.problems.keys() == {field}


def test_only_an_administrator_enrols(lutra: Government) -> None:
    with pytest.raises(NotPermitted):
        founding.enrol_officer(
            lutra, username="budi", full_name="Budi", by=people.officer(lutra, Role.PPID_UTAMA)
        )


def test_a_role_is_given_once(lutra: Government, server: Actor) -> None:
    budi, _new = founding.enrol_officer(lutra, username="budi", full_name="Budi", by=server)
    given: dict[str, Any] = {"role": Role.DESK_OFFICER, "decree": "SK 3/2026", "starts_on": DAY, "by": server}
    first, was_new = founding.give_role(budi, **given)
    again, is_new = founding.give_role(budi, **given)
    assert (first, was_new, is_new) == (again, True, False)
    other, _new = founding.enrol_officer(lutra, username="dewi", full_name="Dewi", by=server)
    second, _new = founding.give_role(other, **given)
    assert second != first  # the first seat is taken, so there is another


def test_a_role_that_is_none_and_a_body_that_is_missing_are_refused(lutra: Government, server: Actor) -> None:
    budi, _new = founding.enrol_officer(lutra, username="budi", full_name="Budi", by=server)
    for role in ("raja", Role.PPID_PELAKSANA):
        with pytest.raises(WrongEntry):
            founding.give_role(budi, role=role, decree="SK", starts_on=DAY, by=server)
    abroad = people.body(people.government("73.17"))
    with pytest.raises(WrongEntry):
        founding.give_role(budi, role=Role.PPID_PELAKSANA, body=abroad, decree="SK", starts_on=DAY, by=server)


# --- public bodies ---

TABLE = """nama;singkatan;jenis;kode;induk;wilayah
Dinas Kesehatan;Dinkes;Dinas;dinkes;;
Kecamatan Masamba;Kec. Masamba;Kecamatan;kec-masamba;;73.22.03
Desa Laba;Desa Laba;Desa;desa-laba;kec-masamba;
"""


def listed(of: Government, text: str, **more: Any) -> listing.Listed:
    rows = listing.read_table(text.encode())
    return listing.list_bodies(of, rows, by=founding.server_administrator(of.pk), **more)


def test_bodies_come_from_a_table_as_offices_write_it(lutra: Government) -> None:
    done = listed(lutra, TABLE)
    assert (done.added, done.errors) == (["dinkes", "kec-masamba", "desa-laba"], [])
    laba = PublicBody.objects.get(slug="desa-laba")
    assert laba.parent == PublicBody.objects.get(slug="kec-masamba")
    assert set(Post.objects.filter(role=Role.PPID_PELAKSANA).values_list("body__slug", flat=True)) == {
        "dinkes",
        "kec-masamba",
    }


def test_the_same_table_again_changes_nothing(lutra: Government) -> None:
    listed(lutra, TABLE)
    before = entries(lutra.pk).count()
    done = listed(lutra, TABLE)
    assert (done.added, done.changed, done.unchanged) == ([], [], 3)
    assert entries(lutra.pk).count() == before
    done = listed(lutra, TABLE.replace("Dinas Kesehatan", "Dinas Kesehatan dan KB"))
    assert done.changed == ["dinkes"]


def test_one_wrong_line_keeps_all_out_and_each_is_named(lutra: Government) -> None:
    done = listed(
        lutra, TABLE + ";X;Dinas;;;\nDinas Y;Y;Kantor;y;;\nDinas Z;Z;Dinas;dinkes;tidak-ada;99.99\n"
    )
    assert {line for line, _problem in done.errors} == {5, 6, 7}
    assert len([1 for line, _problem in done.errors if line == 7]) == 3
    assert not PublicBody.objects.exists()


def test_a_dry_run_only_looks(lutra: Government) -> None:
    done = listed(lutra, TABLE, dry_run=True)
    assert len(done.added) == 3
    assert not PublicBody.objects.exists()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"nama\nX\n", b"x" * (2**21 + 1)])
def test_what_is_no_such_table_is_refused(content: bytes) -> None:
    with pytest.raises(WrongEntry):
        listing.read_table(content)


# --- what is still missing ---


@pytest.mark.law("G04")
def test_a_body_without_its_ppid_pelaksana_leaves_the_set_up_incomplete(
    lutra: Government, server: Actor
) -> None:
    listed(lutra, TABLE)
    assert [body.slug for body in gaps(lutra, on=DAY).bodies] == ["dinkes", "kec-masamba"]
    budi, _new = founding.enrol_officer(lutra, username="budi", full_name="Budi", by=server)
    for body in PublicBody.objects.exclude(slug="desa-laba"):
        founding.give_role(
            budi, role=Role.PPID_PELAKSANA, body=body, decree="SK 4/2026", starts_on=DAY, by=server
        )
    assert gaps(lutra, on=DAY).bodies == ()
    assert len(gaps(lutra, on=date(2026, 3, 1)).bodies) == 2  # the decree does not work backwards
    assert not gaps(lutra, on=DAY).is_complete  # nobody decides yet


@pytest.mark.law("G04")
def test_set_up_is_complete_when_the_needed_posts_are_held(lutra: Government, server: Actor) -> None:
    assert len(gaps(lutra, on=DAY).roles) == 4
    budi, _new = founding.enrol_officer(lutra, username="budi", full_name="Budi", by=server)
    for role in gaps(lutra, on=DAY).roles:
        founding.give_role(budi, role=role, decree="SK 5/2026", starts_on=DAY, by=server)
    assert gaps(lutra, on=DAY).is_complete
