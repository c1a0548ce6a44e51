"""How an installation begins: a government with its host and its posts, its public bodies, its first officers.

The deeds of whoever runs the server; a second call with the same words changes nothing. Posts come with the government
so that nobody forgets one (Permendagri 3/2017); who holds them, and by which decree, is ``actions.appoint``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from lutra.directory import regions
from lutra.directory.actions import appoint
from lutra.directory.actors import Actor
from lutra.directory.errors import WrongEntry
from lutra.directory.models import Government, Holding, Host, Post, PublicBody, User
from lutra.directory.permissions import permit
from lutra.directory.roles import Role
from lutra.directory.sites import email_problem, host_problem
from lutra.ledger import actions as ledger

# The posts of Permendagri 3/2017 and their usual titles. The superior is the regional secretary unless a decree says
# otherwise; PPID Pelaksana come with their bodies.
STRUCTURE: Mapping[str, str] = {
    Role.PATRON: "Pembina",
    Role.SUPERIOR: "Sekretaris Daerah selaku Atasan PPID",
    Role.PPID_UTAMA: "PPID Utama",
    Role.CONSIDERATIONS_TEAM: "Tim Pertimbangan",
    Role.SECRETARIAT: "Bidang Sekretariat PLID",
    Role.PROCESSING: "Bidang Pengolahan Data dan Klasifikasi Informasi",
    Role.SERVICE: "Bidang Pelayanan Informasi dan Dokumentasi",
    Role.DISPUTES: "Bidang Fasilitasi Sengketa Informasi",
    Role.DESK_OFFICER: "Petugas Pelayanan Informasi",
    Role.ADMINISTRATOR: "Administrator sistem",
}
# What may be said of a government; the rest is set at the desk.
FIELDS = (
    "name", "short_name", "abbreviation", "time_zone", "seat", "address", "phone", "email", "website", "service_hours",
)  # fmt: skip
_CODE = re.compile(r"\d{2}(\.\d{2})?")
_ABBREVIATION = re.compile(r"[A-Z0-9-]{2,16}")
_USERNAME = re.compile(r"[\w.@+-]{3,150}")
_NIP = re.compile(r"\d{18}")


def server_administrator(government_id: int) -> Actor:
    """Whoever sits at the server: the book names him "system", and he may do what an administrator may."""
    return Actor(kind="system", government_id=government_id, roles=frozenset({Role.ADMINISTRATOR}))


@transaction.atomic
def found(
    code: str, /, *, given: Mapping[str, str], hosts: tuple[str, ...] = ()
) -> tuple[Government, list[str]]:
    """Make the government with this region code, or bring it up to what is ``given`` (``FIELDS``; others stay).

    Gives it its hosts, the region's villages where they ship, and a vacant post for each role that has none. Returns
    it with what changed, in words of the code; empty when all was so before. Raises WrongEntry.
    """
    government = Government.objects.filter(code=code).first() or Government(code=code)
    before = {name: getattr(government, name) for name in FIELDS}
    for name, value in given.items():
        setattr(government, name, value.strip())
    _check(government, hosts)
    changed = [name for name in FIELDS if getattr(government, name) != before[name]]
    is_new = government.pk is None
    government.save()
    ledger.lock(government.pk)
    if is_new:
        regions.load(regions.read(code) or [(code, government.short_name)])
    changed += [
        f"host {host.lower()}"
        for host in hosts
        if Host.objects.get_or_create(host=host.lower(), defaults={"government": government})[1]
    ]
    for role, title in STRUCTURE.items():
        if not Post.objects.filter(government=government, role=role).exists():
            Post.objects.create(government=government, role=role, title=title)
            changed.append(f"post {role}")
    if changed:
        ledger.record(
            government_id=government.pk,
            kind="government.founded" if is_new else "government.changed",
            subject=("government", government.pk),
            by=server_administrator(government.pk),
            data={"changed": changed},
        )
    return government, changed


def _check(government: Government, hosts: tuple[str, ...]) -> None:
    wrong: dict[str, str] = {}
    if not _CODE.fullmatch(government.code):
        wrong["code"] = _("Tulis kode wilayah Kemendagri seperti 73 atau 73.22.")
    for name in ("name", "short_name", "abbreviation"):
        if not getattr(government, name):
            wrong[name] = _("Wajib diisi.")
    if government.abbreviation and not _ABBREVIATION.fullmatch(government.abbreviation):
        wrong["abbreviation"] = _(
            "Dua sampai enam belas huruf besar, angka, atau tanda hubung, seperti LUTRA."
        )
    if government.time_zone not in available_timezones():
        wrong["time_zone"] = _("Tulis zona waktu seperti Asia/Makassar, Asia/Jakarta, atau Asia/Jayapura.")
    for host in hosts:
        held = Host.objects.filter(host=host.lower()).select_related("government").first()
        if problem := host_problem(host):
            wrong["host"] = problem
        elif held is not None and held.government.code != government.code:
            wrong["host"] = _("Nama host %(host)s sudah dipakai pemerintah daerah lain.") % {"host": host}
        elif held is not None and held.body_id is not None:
            wrong["host"] = _("Nama host %(host)s sudah menjadi situs sebuah badan publik.") % {"host": host}
    for name in FIELDS:
        longest = getattr(Government._meta.get_field(name), "max_length", None)
        if longest and len(getattr(government, name)) > longest:
            wrong[name] = _("Paling banyak %(max)d huruf.") % {"max": longest}
    if problem := email_problem(government.email):
        wrong["email"] = problem
    if wrong:
        raise WrongEntry(wrong)


@transaction.atomic
def enrol_officer(
    government: Government,
    /,
    *,
    username: str,
    by: Actor,
    full_name: str = "",
    nip: str = "",
    email: str = "",
) -> tuple[User, bool]:
    """An account for an officer, without a password: he sets it himself, through a link. (user, whether it is new).

    What is given anew replaces what was; an account gives no right by itself. Raises NotPermitted, WrongEntry.
    """
    permit(by, "directory.manage", government_id=government.pk)
    ledger.lock(government.pk)
    user = User.objects.filter(username=username).first()
    wrong: dict[str, str] = {}
    if not _USERNAME.fullmatch(username):
        wrong["username"] = _("Tiga huruf atau lebih: huruf, angka, titik, dan tanda @ + - _.")
    elif user is not None and (user.government_id != government.pk or user.is_applicant):
        wrong["username"] = _("Nama pengguna ini sudah dipakai; pilih yang lain.")
    if nip and not _NIP.fullmatch(nip):
        wrong["nip"] = _("NIP terdiri dari 18 angka.")
    if problem := email_problem(email):
        wrong["email"] = problem
    if user is None and not full_name.strip():
        wrong["name"] = _("Tulis nama lengkapnya.")
    if wrong:
        raise WrongEntry(wrong)
    is_new = user is None
    if user is None:
        user = User(username=username, government=government)
        user.set_unusable_password()
    given = {"full_name": full_name.strip(), "nip": nip, "email": email}
    changed = [name for name, value in given.items() if value and getattr(user, name) != value]
    for name in changed:
        setattr(user, name, given[name])
    if is_new or changed:
        user.save()
        ledger.record(
            government_id=government.pk,
            kind="officer.enrolled" if is_new else "officer.changed",
            subject=("user", user.pk),
            by=by,
            data={"changed": sorted(changed)},
        )
    return user, is_new


@transaction.atomic
def give_role(
    user: User,
    /,
    *,
    role: str,
    decree: str,
    starts_on: date,
    by: Actor,
    body: PublicBody | None = None,
    ends_on: date | None = None,
    title: str = "",
    capacity: str = Holding.Capacity.DEFINITIVE,
) -> tuple[Post, bool]:
    """Let an officer hold a post with ``role`` (of ``body``): a vacant one, else a new one. (post, whether he is new).

    Whoever holds one already from that day on stays as he is. Raises NotPermitted, WrongEntry, WrongTerm, PostTaken.
    """
    government = user.government
    if government is None or role not in Role.values:
        raise WrongEntry({"role": _("Peran yang ada: %(roles)s.") % {"roles": ", ".join(Role.values)}})
    permit(by, "directory.manage", government_id=government.pk)
    if role == Role.PPID_PELAKSANA and body is None:
        raise WrongEntry(
            {"body": _("PPID Pelaksana selalu milik satu perangkat daerah; sebutkan yang mana.")}
        )
    if body is not None and body.government_id != government.pk:
        raise WrongEntry({"body": _("Perangkat daerah itu bukan milik pemerintah daerah ini.")})
    ledger.lock(government.pk)
    posts = Post.objects.filter(government=government, role=role, body=body)
    if held := next((one for one in posts if _holds(user, one, starts_on)), None):
        return held, False
    vacant = next((one for one in posts if not any(h.holds_on(starts_on) for h in one.holdings.all())), None)
    if vacant is None or capacity != Holding.Capacity.DEFINITIVE:
        vacant = (posts.first() if capacity != Holding.Capacity.DEFINITIVE else None) or Post.objects.create(
            government=government, body=body, role=role, title=title or str(Role(role).label)
        )
    elif title and vacant.title != title:
        vacant.title = title
        vacant.save(update_fields=["title"])
    appoint(vacant, user=user, starts_on=starts_on, ends_on=ends_on, decree=decree, capacity=capacity, by=by)
    return vacant, True


def _holds(user: User, post: Post, day: date) -> bool:
    return any(holding.holds_on(day) for holding in post.holdings.filter(user=user))
