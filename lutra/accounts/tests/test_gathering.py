"""Which cases an account gathers, what closing it leaves, and that it opens nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from lutra.accounts import actions, queries
from lutra.accounts.errors import UnknownCode
from lutra.accounts.models import Account, AccountCase
from lutra.accounts.resealing import addresses
from lutra.accounts.tests.conftest import NOW, opened
from lutra.directory.actions import appoint, replace_identity
from lutra.directory.actors import actor_of
from lutra.directory.errors import WrongTerm
from lutra.directory.models import Government, Holding, Identity, Post, User
from lutra.directory.roles import Role
from lutra.directory.sealing import email_mark, keys
from lutra.objections import actions as objections
from lutra.requests.codes import show_code
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI

OBJECTION = {
    **ANI,
    "information": "Laporan keuangan",
    "case_position": "Belum diumumkan.",
    "purpose": "Riset",
}


def references(account: Account) -> set[str]:
    return {one.case.reference for one in queries.requests_of(account)}


def test_cases_with_the_same_address_come_by_themselves(lutra: Government) -> None:
    mine = factories.file_request(lutra, at=NOW)
    spelt = factories.file_request(lutra, at=NOW, email=ANI["email"].upper())
    factories.file_request(lutra, at=NOW, email="budi@warga.example")
    factories.file_request(lutra, at=NOW, email="", delivery_way="pickup")
    assert references(opened(lutra)) == {mine.reference, spelt.reference}


def test_objections_come_too(lutra: Government) -> None:
    made = objections.register(
        lutra, by=factories.actors.applicant(lutra), channel="web", answers=OBJECTION, grounds=["b"], at=NOW
    )
    assert [one.case for one in queries.objections_of(opened(lutra))] == [made]
    assert queries.objections_of(opened(lutra, "lain@warga.example")) == []


def test_a_case_of_another_government_never_comes(lutra: Government) -> None:
    factories.file_request(factories.government("73.17"), at=NOW)
    assert references(opened(lutra)) == set()


def test_others_are_added_by_their_code_and_dropped_again(lutra: Government) -> None:
    other = factories.file_request(lutra, at=NOW, email="budi@warga.example")
    account = opened(lutra)
    for _twice in range(2):
        added = actions.add_case(account, code=show_code(other.code).lower())
    assert references(account) == {other.reference}
    assert AccountCase.objects.count() == 1
    actions.drop_case(account, added=added.pk)
    assert references(account) == set()
    assert Request.objects.filter(pk=other.pk).exists()


def test_nobody_drops_from_somebody_else_s_account(lutra: Government) -> None:
    other = factories.file_request(lutra, at=NOW, email="budi@warga.example")
    account = opened(lutra)
    added = actions.add_case(account, code=other.code)
    actions.drop_case(opened(lutra, "citra@warga.example"), added=added.pk)
    assert references(account) == {other.reference}


def test_a_code_that_opens_nothing_here_adds_nothing(lutra: Government) -> None:
    abroad = factories.file_request(factories.government("73.17"), at=NOW)
    for code in ("", "7KQ2M9XF3D5A", abroad.code):
        with pytest.raises(UnknownCode):
            actions.add_case(opened(lutra), code=code)


def test_a_corrected_address_moves_the_case_to_its_account(lutra: Government) -> None:
    case = factories.file_request(lutra, at=NOW)
    identity = case.applicant.identity
    replace_identity(identity, {**identity.open(), "email": "baru@warga.example"})
    assert references(opened(lutra)) == set()
    assert references(opened(lutra, "baru@warga.example")) == {case.reference}


def test_closing_unlinks_and_the_register_stays(lutra: Government) -> None:
    case = factories.file_request(lutra, at=NOW)
    account = opened(lutra)
    actions.add_case(account, code=case.code)
    actions.close(account, at=NOW)
    assert not Account.objects.exists()
    assert not User.objects.filter(is_applicant=True).exists()
    assert case.applicant.identity.open()["email"] == ANI["email"]
    assert Request.objects.get() == case


def test_an_account_holds_no_post_and_no_right_whatever_a_table_says(lutra: Government) -> None:
    user = opened(lutra).user
    post = Post.objects.create(government=lutra, role=Role.PPID_UTAMA, title="PPID Utama")
    with pytest.raises(WrongTerm, match="milik pemohon"):
        appoint(
            post,
            user=user,
            starts_on=date(2026, 1, 1),
            decree="SK 1/2026",
            by=factories.officer(lutra, Role.ADMINISTRATOR),
        )
    Holding.objects.create(
        government=lutra, post=post, user=user, starts_on=date(2019, 1, 1), decree="disisipkan"
    )
    actor = actor_of(user, lutra, on=date(2026, 3, 2))
    assert (actor.kind, actor.roles) == ("applicant", frozenset())


def test_the_database_lets_no_applicant_be_staff(lutra: Government) -> None:
    user = opened(lutra).user
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_superuser=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(nip="198001012005011001")


def test_addresses_are_sealed_anew_with_a_new_key(lutra: Government, settings: object) -> None:
    account = opened(lutra)
    settings.LUTRA_IDENTITY_KEYS = [Fernet.generate_key().decode(), *keys()]
    assert set(addresses(change=True)) == {"old"}
    assert set(addresses(change=False)) == {"new"}
    account.refresh_from_db()
    assert account.address() == ANI["email"]


def test_identities_from_before_get_their_mark_by_the_migration(lutra: Government) -> None:
    case = factories.file_request(lutra, at=NOW)
    Identity.objects.update(email_mark="")
    executor = MigrationExecutor(connection)
    migration = executor.loader.get_migration("directory", "0005_mark_addresses")
    state = executor.loader.project_state([("directory", "0005_mark_addresses")])
    migration.operations[0].code(state.apps, None)
    case.applicant.identity.refresh_from_db()
    assert case.applicant.identity.email_mark == email_mark(lutra.pk, ANI["email"])
