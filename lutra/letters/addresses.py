"""Addresses that stand on paper, so they must be whole."""

from __future__ import annotations

from django.conf import settings

from lutra.directory.models import Government, Host


def base_url(government: Government) -> str:
    """Where the government's pages are: the setting, else its first host name, else this machine."""
    if settings.LUTRA_BASE_URL:
        return str(settings.LUTRA_BASE_URL).rstrip("/")
    host = Host.objects.filter(government=government).order_by("pk").values_list("host", flat=True).first()
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{host or 'localhost:8000'}"


def verify_url(government: Government, code: str) -> str:
    """The page that tells whether a letter is genuine."""
    return f"{base_url(government)}/verify/{code}/"


def tracking_url(government: Government, code: str) -> str:
    """The page on which an applicant follows the request."""
    return f"{base_url(government)}/t/{code}/"
