"""Addresses that stand on paper, so they must be whole."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings

from lutra.directory.models import Government
from lutra.directory.sites import main_hosts


def base_url(government: Government) -> str:
    """Where the government's pages are: the setting, with the host name of a government that has its own.

    Without the setting it is the first host name, else this machine.
    """
    return address_at(government, main_hosts(government))


def address_at(government: Government, hosts: Sequence[str]) -> str:
    """``base_url`` for whoever knows the government's own host names already; they are in their order."""
    base = urlsplit(settings.LUTRA_BASE_URL or f"{'https' if settings.HTTPS else 'http'}://")
    is_its_own = not hosts or base.hostname in hosts or government.code == settings.LUTRA_DEFAULT_GOVERNMENT
    if base.hostname and is_its_own:
        return str(settings.LUTRA_BASE_URL).rstrip("/")
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{hosts[0] if hosts else 'localhost:8000'}{port}"


def verify_url(government: Government, code: str) -> str:
    """The page that tells whether a letter is genuine."""
    return f"{base_url(government)}/verify/{code}/"


def tracking_url(government: Government, code: str) -> str:
    """The page on which an applicant follows the request."""
    return f"{base_url(government)}/t/{code}/"


def survey_url(government: Government, code: str) -> str:
    """The page on which an applicant judges how he was served."""
    return f"{tracking_url(government, code)}kepuasan/"


def objection_url(government: Government, code: str) -> str:
    """The page on which somebody follows his objection."""
    return f"{base_url(government)}/k/{code}/"
