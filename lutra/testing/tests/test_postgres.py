"""The PostgreSQL for tests is a real one and leaves nothing behind."""

from __future__ import annotations

import psycopg
import pytest

from lutra.testing.postgres import PostgresServer


def test_it_starts_answers_in_indonesian_and_stops():
    server = PostgresServer()
    address = server.start()
    try:
        with psycopg.connect(address) as connection:
            (words,) = connection.execute("SELECT to_tsvector('indonesian', 'permohonan')::text").fetchone()
        assert words == "'mohon':1"
    finally:
        server.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)
    assert not server.folder.exists()
