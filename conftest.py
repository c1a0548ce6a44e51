"""Fixtures and rules for every test: the network is closed, warnings are errors, chance repeats itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from lutra.ledger.testing import flushes_pass
from lutra.testing import migrated

# The same examples every time: a red run can be repeated, and a slow machine fails nothing.
hypothesis_settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("ci")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Put SQLite's test database in a file: threads that wait for each other cannot share one in memory."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = Path(settings.DATA)
        folder.mkdir(parents=True, exist_ok=True)
        database.setdefault("TEST", {})["NAME"] = str(_test_database())


@pytest.fixture(scope="session")
def kept_database(request: pytest.FixtureRequest) -> Path | None:
    """Where a migrated SQLite database is kept between runs; None on PostgreSQL, whose server ends with the run."""
    cache = request.config.cache
    if cache is None or not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    return migrated.kept_in(cache.mkdir("lutra-migrated"))


@pytest.fixture(scope="session")
def django_db_keepdb(kept_database: Path | None, django_db_modify_db_settings: None) -> bool:
    """Begin with the kept database, where there is one; the run's own folder is thrown away all the same."""
    return kept_database is not None and migrated.take(kept_database, _test_database())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, kept_database: Path | None) -> None:
    """Keep a database that had to be migrated."""
    if kept_database is not None and not django_db_keepdb:
        migrated.keep(_test_database(), kept_database)


def _test_database() -> Path:
    return Path(settings.DATA) / "test.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def _the_book_may_be_emptied_between_tests() -> Iterator[None]:
    with flushes_pass():
        yield


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """How often an address came is kept in memory; no test shall be stopped for what another one did."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_quickly() -> Iterator[None]:
    """The hash of an installation is slow and hungry by design; here nobody attacks it."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
