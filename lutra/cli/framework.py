"""Django, set up for a command; and its errors in words."""

from __future__ import annotations

import os

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError


def set_up() -> None:
    """Read the settings and load the applications. Raises ImproperlyConfigured for a value that cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lutra.settings")
    try:
        django.setup()
    except (ValueError, OSError) as error:  # a variable that is no number; a data folder that cannot be made
        raise ImproperlyConfigured(str(error)) from error


def in_words(error: Exception) -> str | None:
    """What to do about an error of the configuration or the database; None for any other error."""
    if isinstance(error, ImproperlyConfigured):
        return f"pengaturan belum benar: {error}"
    if isinstance(error, DatabaseError):
        return f"basis data menolak: {error}. Jalankan `lutra doctor`; bila tabel belum ada, `lutra prepare`."
    return None
