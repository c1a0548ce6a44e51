"""The villages' sites: entered from a table, changed, switched off and on; and who holds what a village shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.items.opening import main_office
from lutra.channels.opensid.errors import NoSuchSource, WrongTable
from lutra.channels.opensid.models import VillageSource
from lutra.channels.opensid.rights import permit_to_manage
from lutra.channels.opensid.rows import village_code
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody, Region
from lutra.fetching import is_public
from lutra.ledger import actions as ledger

LARGEST = 1024 * 1024  # bytes of a table; a kabupaten has a few hundred villages
MOST = 2000  # lines
_LONGEST = 200
_HEADINGS = {
    "code": "code", "kode": "code", "kode desa": "code", "kode_desa": "code", "kode wilayah": "code",
    "url": "url", "situs": "url", "alamat": "url", "alamat situs": "url", "website": "url", "web": "url",
}  # fmt: skip
_is_address = URLValidator(schemes=["http", "https"])
# What people copy along with a site's address.
_TAIL = re.compile(r"/(?:index\.php|api_informasi_publik)\b.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a village's code and its site."""

    line: int
    code: str
    url: str


@dataclass
class Listed:
    """What a table of sites did, or would do, by village code; with ``errors`` (line, what to do) it did nothing."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def read_table(content: bytes) -> list[Line]:
    """The lines of a CSV with a village's code and its site, with or without headings. Raises WrongTable."""
    if len(content) > LARGEST:
        raise WrongTable(_("Berkas lebih dari 1 MB; periksa apakah ini daftar situs desa."))
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongTable(_("Berkas bukan UTF-8; simpan sebagai CSV UTF-8.")) from error
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise WrongTable(_("Berkas bukan CSV yang utuh: %(why)s.") % {"why": error}) from error
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise WrongTable(_("Berkas kosong; isi baris berupa kode desa dan alamat situsnya."))
    if len(lines) > MOST:
        raise WrongTable(_("Lebih dari %(most)d baris; bagi menjadi beberapa berkas.") % {"most": MOST})
    heads = [_HEADINGS.get(" ".join(cell.casefold().split()), "") for cell in lines[0][1]]
    if {"code", "url"} <= set(heads):
        lines, at = lines[1:], (heads.index("code"), heads.index("url"))
    elif village_code(lines[0][1][0]):
        at = (0, 1)
    else:
        raise WrongTable(_("Kolom kode dan url tidak ditemukan; tulis keduanya pada baris pertama."))
    return [Line(number, _cell(cells, at[0]), _cell(cells, at[1])) for number, cells in lines]


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


@transaction.atomic
def list_sources(
    government: Government,
    lines: Sequence[Line],
    /,
    *,
    by: Actor,
    dry_run: bool = False,
    at: datetime | None = None,
) -> Listed:
    """Enter the site of each village, or change it where the village has one. With an error nothing is written.

    Raises NotPermitted.
    """
    permit_to_manage(by, government.pk)
    moment = at or timezone.now()
    ledger.lock(government.pk)
    known = {one.region_id: one for one in VillageSource.objects.filter(government=government)}
    table = _Table(government, known, moving={village_code(line.code) for line in lines})
    for line in lines:
        table.take(line)
    done = table.done
    if done.errors or dry_run:
        return done
    # First away with the old addresses: two villages may have changed places.
    for source in table.changed:
        VillageSource.objects.filter(pk=source.pk).update(base_url=f"https://{source.pk}.invalid")
    for source in table.added:
        source.added_at = moment
    for source in (*table.changed, *table.added):
        source.next_at = moment
        source.problem, source.detail, source.failures = "", "", 0
        # What another site said is no beginning for what this one says.
        source.full_at = None
        source.save()
    if done.added or done.changed:
        ledger.record(
            government_id=government.pk,
            kind="villages.listed",
            subject=("government", government.pk),
            by=by,
            at=moment,
            data={"added": done.added, "changed": done.changed},
        )
    return done


class _Table:
    """The lines taken so far, and what would become of them."""

    def __init__(
        self, government: Government, known: Mapping[str, VillageSource], *, moving: set[str]
    ) -> None:
        self.government, self.known = government, known
        self.done = Listed()
        self.added: list[VillageSource] = []
        self.changed: list[VillageSource] = []
        self._seen: set[str] = set()
        self._regions = Region.objects.filter(
            code__startswith=f"{government.code}.", kind__in=(Region.Kind.VILLAGE, Region.Kind.WARD)
        ).in_bulk()
        self._holders = holders(government)
        self._urls = {
            one.base_url: code for code, one in known.items() if one.base_url and code not in moving
        }

    def take(self, line: Line) -> None:
        """Look at one line; what is wrong with it stands in ``done.errors``."""
        code, wrong = village_code(line.code), []
        url, problem = site(line.url)
        if not code:
            wrong.append(
                _("kode desa “%(code)s” bukan 10 angka, misalnya 73.22.01.2001") % {"code": line.code[:40]}
            )
        elif code not in self._regions:
            wrong.append(
                _("%(code)s bukan desa di %(government)s")
                % {"code": code, "government": self.government.short_name}
            )
        elif code in self._seen:
            wrong.append(_("desa %(code)s sudah ada di baris di atasnya") % {"code": code})
        if problem:
            wrong.append(problem)
        elif code and self._urls.get(url, code) != code:
            wrong.append(_("alamat itu sudah dipakai desa %(code)s") % {"code": self._urls[url]})
        if wrong:
            self.done.errors += [(line.line, each) for each in wrong]
            return
        self._seen.add(code)
        self._put(code, url)

    def _put(self, code: str, url: str) -> None:
        source = self.known.get(code)
        if source is None:
            region = self._regions[code]
            self.added.append(
                VillageSource(
                    government=self.government,
                    region=region,
                    body=self._holders(region),
                    base_url=url,
                )
            )
            self.done.added.append(code)
        elif source.base_url != url:
            source.is_enabled = source.is_enabled or not source.base_url
            source.base_url = url
            self.changed.append(source)
            self.done.changed.append(code)
        else:
            self.done.unchanged += 1
        self._urls[url] = code


def site(typed: str) -> tuple[str, str]:
    """The address of a site as it is kept, and what is wrong with what was typed ("" when nothing is)."""
    text = typed.strip()
    if text and "://" not in text:
        text = f"https://{text}"
    text = _TAIL.sub("", text).rstrip("/")
    try:
        _is_address(text)
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except (ValidationError, ValueError):
        return "", _("alamat “%(url)s” bukan alamat situs, misalnya https://desa-laba.desa.id") % {
            "url": typed[:60]
        }
    is_number = ":" in host or host.replace(".", "").isdigit()
    if parts.username or port not in (None, 80, 443) or (is_number and not is_public(host)):
        return "", _("alamat “%(url)s” bukan situs di internet") % {"url": typed[:60]}
    if parts.query or parts.fragment or len(text) > _LONGEST:
        return "", _("tulis alamat depan situsnya saja, tanpa bagian sesudah tanda tanya")
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path}", ""


def holders(government: Government) -> Callable[[Region], PublicBody]:
    """Which body holds what a village shows: the village itself, its kecamatan, else the main office.

    What comes out raises NoSuchSource for a government without any body.
    """
    bodies = PublicBody.objects.filter(government=government, region__isnull=False, is_active=True)
    by_region = {body.region_id: body for body in bodies.order_by("-pk")}
    main = main_office(government)

    def holder_of(region: Region) -> PublicBody:
        found = by_region.get(region.pk) or by_region.get(region.parent_id) or main
        if found is None:
            raise NoSuchSource(_("Daftarkan dulu badan publiknya; belum ada satu pun."))
        return found

    return holder_of


@transaction.atomic
def switch(source: VillageSource, /, *, on: bool, by: Actor, at: datetime | None = None) -> VillageSource:
    """Ask a village's site from now on, or no more. Its items stay as they are. Raises NotPermitted, NoSuchSource."""
    permit_to_manage(by, source.government_id)
    moment = at or timezone.now()
    ledger.lock(source.government_id)
    source.refresh_from_db()
    if source.is_enabled == on:
        return source
    if not source.base_url:
        raise NoSuchSource(_("Desa ini belum punya alamat situs; isi alamatnya dahulu."))
    source.is_enabled, source.next_at = on, moment
    source.save(update_fields=["is_enabled", "next_at"])
    ledger.record(
        government_id=source.government_id,
        kind="village.switched",
        subject=("village_source", source.pk),
        by=by,
        at=moment,
        data={"village": source.region_id, "on": on},
    )
    return source


def without_site(government: Government, code: str, /, *, at: datetime) -> VillageSource:
    """The source of a village whose documents come from files; made where there is none. Raises NoSuchSource."""
    there = VillageSource.objects.filter(government=government, region=code)
    source = there.select_related("region__parent", "body", "government").first()
    if source is not None:
        return source
    region = Region.objects.filter(
        code=code, code__startswith=f"{government.code}.", kind__in=(Region.Kind.VILLAGE, Region.Kind.WARD)
    ).first()
    if region is None:
        raise NoSuchSource(
            _("%(code)s bukan desa di %(government)s.") % {"code": code, "government": government.short_name}
        )
    return VillageSource.objects.create(
        government=government,
        region=region,
        body=holders(government)(region),
        is_enabled=False,
        added_at=at,
        next_at=at,
    )


def of_villages(government: Government, codes: Sequence[str]) -> list[VillageSource]:
    """The sites of these villages. Raises NoSuchSource, which names those that have none."""
    found = VillageSource.objects.filter(government=government, region__in=codes).select_related("region")
    by_code = {one.region_id: one for one in found}
    if missing := [code for code in codes if code not in by_code]:
        raise NoSuchSource(_("Situs desa %(codes)s belum didaftarkan.") % {"codes": ", ".join(missing[:10])})
    return [by_code[code] for code in dict.fromkeys(codes)]
