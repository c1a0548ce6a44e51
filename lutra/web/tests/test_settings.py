"""Settings whose absence would show only in an accident."""

from __future__ import annotations

import pytest
from django.db import connection

from lutra.settings import database


def test_a_restarted_server_costs_no_page() -> None:
    assert database("postgresql://u@127.0.0.1:5432/x")["CONN_HEALTH_CHECKS"] is True


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server to restart")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_cut_is_replaced_for_the_next_page() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
    connection.close_if_unusable_or_obsolete()  # what Django does at the end and the beginning of each request
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)
