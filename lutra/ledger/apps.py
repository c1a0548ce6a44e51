from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The book and those who follow it."""

    name = "lutra.ledger"
    label = "ledger"
    verbose_name = "Buku"
