"""Signed versions of the lists as everybody may take them away: words that name somebody stay out of every format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from lutra.catalogue.lists.rows import Row
from lutra.catalogue.lists.versions import DIP, SignedList, canonical, content, frozen_bytes
from lutra.catalogue.models import ListVersion
from lutra.exemptions.versions import EXEMPT
from lutra.publishing.catalogue.projection import found_in
from lutra.publishing.catalogue.table import table_of_rows
from lutra.publishing.exempted import frozen_table
from lutra.publishing.export.table import Table
from lutra.publishing.opendata.addresses import Site

#: The lists that decrees sign, by their register.
LISTS: Mapping[str, SignedList] = {each.register: each for each in (DIP, EXEMPT)}
_KEPT = 16  # versions whose rows a process keeps in mind; a version never changes


def table(site: Site, version: ListVersion, rows: list[Row], *, language: Any) -> Table:
    """Rows of a version in the law's columns, under the decree that signed them."""
    names = {"name": site.government.name, "number": version.number}
    source = _("Keputusan %(decree)s tanggal %(day)s, %(post)s. SHA-256 %(sha256)s.") % {
        "decree": version.decree_number,
        "day": version.decree_date.isoformat(),
        "post": f"{version.signed_as}, {version.signatory}",
        "sha256": version.sha256,
    }
    if version.register == EXEMPT.register:
        title = _("Daftar Informasi yang Dikecualikan %(name)s, versi %(number)d") % names
        return frozen_table(
            rows, title=title, source=source, decided_on=version.decree_date, language=language
        )
    title = _("Daftar Informasi Publik %(name)s, versi %(number)d") % names
    return table_of_rows(site, rows, title=title, source=source, language=language)


def public_rows(version: ListVersion) -> list[Row]:
    """The rows of a version without the texts that name somebody. Raises ValueError as ``content``."""
    rows: list[Row] = json.loads(public_json(version))["items"]
    return rows


def public_json(version: ListVersion) -> bytes:
    """The signed bytes themselves where nobody is named in them; else the list without such texts, which says so."""
    return _public_json(version.pk, version.sha256)


@lru_cache(maxsize=_KEPT)
def _public_json(pk: int, _sha256: str) -> bytes:
    version = ListVersion.objects.get(pk=pk)
    frozen = content(version)
    rows = [_open(row) for row in frozen["items"]]
    if rows == frozen["items"]:
        return frozen_bytes(version)
    return canonical({**frozen, "items": rows, "signed_sha256": version.sha256})


def _open(value: Any) -> Any:
    """A frozen value with every text that names somebody left empty."""
    if isinstance(value, str):
        return "" if found_in(value) else value
    if isinstance(value, dict):
        return {key: each if key in _SAFE else _open(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_open(each) for each in value]
    return value


# Digests and addresses of files are long rows of digits that mean nobody.
_SAFE = frozenset({"sha256", "url", "slug", "kind", "format"})
