"""Writes on the directory: appointments and applicants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import PostTaken, UnknownRole, WrongTerm
from lutra.directory.models import Applicant, Government, Holding, Identity, Post, RolePolicy, User
from lutra.directory.permissions import permit
from lutra.directory.roles import Role
from lutra.directory.sealing import email_mark, mark, seal
from lutra.ledger import actions as ledger


@transaction.atomic
def appoint(
    post: Post,
    /,
    *,
    user: User,
    starts_on: date,
    decree: str,
    by: Actor,
    ends_on: date | None = None,
    capacity: str = Holding.Capacity.DEFINITIVE,
) -> Holding:
    """Let ``user`` hold ``post`` from ``starts_on`` to ``ends_on`` inclusive (None: until further notice).

    An acting officer or a leave cover may overlap the definitive holder; two definitive holders may not.
    Raises NotPermitted, WrongTerm, PostTaken.
    """
    permit(by, "directory.manage", government_id=post.government_id)
    if user.is_applicant:
        raise WrongTerm(_("Akun ini milik pemohon; pejabat memerlukan akun petugas tersendiri."))
    if not decree.strip():
        raise WrongTerm(_("Tuliskan nomor SK penunjukan; tanpa SK keputusan pejabat dapat digugat."))
    longest = Holding._meta.get_field("decree").max_length
    if longest is not None and len(decree) > longest:
        raise WrongTerm(_("Nomor SK paling banyak %(max)d huruf; tulis nomornya saja.") % {"max": longest})
    if ends_on is not None and ends_on < starts_on:
        raise WrongTerm(
            _("Hari terakhir jabatan lebih awal daripada hari pertamanya; periksa kedua tanggal.")
        )
    ledger.lock(post.government_id)  # of two appointments at once, the second sees the first
    if capacity == Holding.Capacity.DEFINITIVE and _has_definitive_holder(post, starts_on, ends_on):
        raise PostTaken(_("Jabatan ini sudah dipegang pejabat definitif; akhiri dulu masa jabatannya."))
    holding = Holding.objects.create(
        government_id=post.government_id,
        post=post,
        user=user,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
        decree=decree.strip(),
    )
    ledger.record(
        government_id=post.government_id,
        kind="post.appointed",
        subject=("post", post.pk),
        by=by,
        data={
            "holding": holding.pk,
            "user": user.pk,
            "capacity": capacity,
            "from": starts_on.isoformat(),
            "until": ends_on.isoformat() if ends_on else None,
            "decree": holding.decree,
        },
    )
    return holding


def _has_definitive_holder(post: Post, starts_on: date, ends_on: date | None) -> bool:
    others = post.holdings.filter(capacity=Holding.Capacity.DEFINITIVE)
    return any(
        (other.ends_on is None or other.ends_on >= starts_on)
        and (ends_on is None or other.starts_on <= ends_on)
        for other in others
    )


@transaction.atomic
def demand_second_factor(government: Government, /, *, roles: Collection[str], by: Actor) -> None:
    """Let exactly ``roles`` be used only by officers with a second factor. Raises NotPermitted, UnknownRole.

    Who must enrol is sent to do so before the next page of the desk; who holds no such role sees no change.
    """
    permit(by, "directory.manage", government_id=government.pk)
    if unknown := sorted(set(roles) - set(Role.values)):
        raise UnknownRole(_("Peran tidak dikenal: %(roles)s.") % {"roles": ", ".join(unknown)})
    ledger.lock(government.pk)
    demanding = RolePolicy.objects.filter(government=government, needs_second_factor=True)
    before = set(demanding.values_list("role", flat=True))
    if before == set(roles):
        return
    demanding.exclude(role__in=roles).update(needs_second_factor=False)
    for role in sorted(set(roles) - before):
        RolePolicy.objects.update_or_create(
            government=government, role=role, defaults={"needs_second_factor": True}
        )
    ledger.record(
        government_id=government.pk,
        kind="policy.second_factor_demanded",
        subject=("government", government.pk),
        by=by,
        data={"roles": sorted(roles), "before": sorted(before)},
    )


@transaction.atomic
def note_sign_in_change(user: User, /, *, what: str) -> None:
    """Enter that an officer added or removed a way to sign in (``what``: "totp_activated", "webauthn_added" …).

    Somebody without a government has no book to be entered in.
    """
    if user.government_id is not None:
        ledger.record(
            government_id=user.government_id,
            kind="account.secured",
            subject=("user", user.pk),
            by=Actor(kind="officer", government_id=user.government_id, user_id=user.pk),
            data={"what": what},
        )


def enrol_applicant(
    government: Government, /, *, kind: str, identity: dict[str, str], at: datetime
) -> Applicant:
    """Keep an applicant with a sealed identity. It is part of the deed that needs it, which writes the entry."""
    applicant = Applicant.objects.create(government=government, kind=kind, created_at=at)
    Identity.objects.create(applicant=applicant, sealed=seal(identity), **_marks(government.pk, identity))
    return applicant


def complete_identity(applicant: Applicant, /, *, added: dict[str, str]) -> None:
    """Add what was missing to a sealed identity. It is part of the deed that needs it, which writes the entry."""
    kept = applicant.identity
    identity = {**kept.open(), **added}
    replace_identity(kept, identity)


def replace_identity(kept: Identity, /, identity: dict[str, str]) -> None:
    """Seal ``identity`` in place of what was kept, with the marks that go with it. Part of a deed that is entered."""
    marks = _marks(kept.applicant.government_id, identity)
    kept.sealed, kept.mark, kept.email_mark = seal(identity), marks["mark"], marks["email_mark"]
    kept.save(update_fields=["sealed", *marks])


def _marks(government_id: int, identity: dict[str, str]) -> dict[str, str]:
    return {
        "mark": mark(government_id, _number(identity)),
        "email_mark": email_mark(government_id, identity.get("email", "")),
    }


def _number(identity: dict[str, str]) -> str:
    return identity.get("nik") or identity.get("establishment_number") or ""
