"""Bodies with a site of their own: the host name, its look, and the front desk that it shows.

The same data under another name: nothing is copied. The first host that belongs to no body is the government's own
site, and everything that must have one address has it there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import WrongEntry
from lutra.directory.models import Government, Host, PublicBody
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger

#: What a body says of its own front desk.
FRONT_DESK = ("address", "phone", "email", "service_hours")
_HOST = re.compile(r"(?=.{1,190}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def main_hosts(government: Government, /) -> list[str]:
    """The host names of the government itself, the first one first."""
    rows = Host.objects.filter(government=government, body__isnull=True)
    return list(rows.order_by("pk").values_list("host", flat=True))


def host_of(body: PublicBody, /) -> str:
    """The host name of the body's own site, the first of several; "" when it has none."""
    return body.hosts.order_by("pk").values_list("host", flat=True).first() or ""


def sites(government: Government, /) -> QuerySet[Host]:
    """The bodies' own sites of a government."""
    rows = Host.objects.filter(government=government, body__isnull=False)
    return rows.select_related("body__parent").order_by("host")


def host_problem(host: str, /) -> str:
    """Why this can be no host name, for whoever typed it; "" when it can."""
    if _HOST.fullmatch(host.lower()):
        return ""
    return _("%(host)s bukan nama host; tulis seperti ppid.contoh.go.id.") % {"host": host}


def email_problem(address: str, /) -> str:
    """Why this is no e-mail address; "" when it is one, or empty."""
    try:
        if address:
            validate_email(address)
    except ValidationError:
        return _("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.")
    return ""


@transaction.atomic
def give(body: PublicBody, /, *, host: str, by: Actor, look: str = "") -> Host:
    """Let ``host`` show this body; said again with another look, that changes. Raises NotPermitted, WrongEntry."""
    permit(by, "directory.manage", government_id=body.government_id)
    wanted = host.strip().lower()
    ledger.lock(body.government_id)
    held = Host.objects.filter(host=wanted).first()
    if problems := _problems(body, wanted, look, held):
        raise WrongEntry(problems)
    if held is not None and held.look == look:
        return held
    site = held or Host(host=wanted, government_id=body.government_id, body=body)
    site.look = look
    site.save()
    kind = "site.changed" if held else "site.given"
    _enter(body, kind, {"host": wanted, "look": look}, by=by)
    return site


@transaction.atomic
def take(site: Host, /, *, by: Actor) -> None:
    """End a body's own site: its host name shows nothing any more. Raises NotPermitted, WrongEntry."""
    permit(by, "directory.manage", government_id=site.government_id)
    if site.body is None:
        raise WrongEntry({"host": _("Ini alamat situs utama, bukan situs badan publik.")})
    ledger.lock(site.government_id)
    body, host = site.body, site.host
    site.delete()
    _enter(body, "site.ended", {"host": host}, by=by)


@transaction.atomic
def tell_front_desk(body: PublicBody, /, *, given: Mapping[str, str], by: Actor) -> list[str]:
    """Say where and when the body's own front desk is (any of ``FRONT_DESK``; the others stay). The fields changed.

    Raises NotPermitted, WrongEntry.
    """
    permit(by, "directory.manage", government_id=body.government_id)
    wanted = {name: given[name].strip() for name in FRONT_DESK if name in given}
    if problems := _desk_problems(wanted):
        raise WrongEntry(problems)
    ledger.lock(body.government_id)
    body.refresh_from_db()
    changed = sorted(name for name, value in wanted.items() if getattr(body, name) != value)
    if changed:
        for name in changed:
            setattr(body, name, wanted[name])
        body.save(update_fields=changed)
        _enter(body, "body.front_desk_told", {"changed": changed}, by=by)
    return changed


def _problems(body: PublicBody, host: str, look: str, held: Host | None) -> dict[str, str]:
    problems = {}
    if problem := host_problem(host):
        problems["host"] = problem
    elif held is not None and held.government_id != body.government_id:
        problems["host"] = _("Nama host %(host)s sudah dipakai pemerintah daerah lain.") % {"host": host}
    elif held is not None and held.body_id != body.pk:
        problems["host"] = _("Nama host %(host)s sudah dipakai; pilih nama lain, atau lepas dahulu.") % {
            "host": host
        }
    if look not in Host.Look.values:
        problems["look"] = _("Warna yang ada: %(looks)s.") % {
            "looks": ", ".join(filter(None, Host.Look.values))
        }
    if not body.is_active:
        problems["body"] = _("Badan publik ini sudah tidak aktif.")
    return problems


def _desk_problems(given: Mapping[str, str]) -> dict[str, str]:
    problems = {}
    for name, value in given.items():
        longest = getattr(PublicBody._meta.get_field(name), "max_length", None)
        if longest and len(value) > longest:
            problems[name] = _("Paling banyak %(max)d huruf.") % {"max": longest}
    if problem := email_problem(given.get("email", "")):
        problems["email"] = problem
    return problems


def _enter(body: PublicBody, kind: str, data: dict[str, object], *, by: Actor) -> None:
    ledger.record(government_id=body.government_id, kind=kind, subject=("body", body.pk), by=by, data=data)
