"""Reads about personal data: who looked at an identity, what waits, which breaches run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Post
from lutra.directory.permissions import may
from lutra.ledger.queries import Entry, entries
from lutra.objections.models import Objection
from lutra.privacy.models import Breach, DataRequest
from lutra.requests.models import Request

# Every kind of entry by which somebody came to see who an applicant is.
_OF_THE_CASE = ("request.identity_seen", "objection.identity_seen", "dossier.made", "data.copied")
_OF_THE_BOOK = ("register.exported",)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an identity: when, by whom (a post, never a person), and on what occasion."""

    at: datetime
    who: str
    occasion: str


def looks(request: Request) -> list[Look]:
    """All that the book says of looks at who filed ``request``, the newest first."""
    own = list(
        Objection.objects.filter(request=request, government_id=request.government_id).values_list(
            "pk", flat=True
        )
    )
    about = Q(subject_type="request", subject_id=request.pk) | Q(subject_type="objection", subject_id__in=own)
    of_case = entries(request.government_id, kinds=_OF_THE_CASE).filter(about)
    of_book = entries(request.government_id, kinds=_OF_THE_BOOK, since=request.filed_at).filter(
        data__year=request.year
    )
    found = [*of_case, *of_book]
    posts = dict(
        Post.objects.filter(
            government_id=request.government_id, pk__in={entry.post_id for entry in found}
        ).values_list("pk", "title")
    )
    seen = [Look(at=entry.at, who=_who(entry, posts), occasion=_occasion(entry)) for entry in found]
    return sorted(seen, key=lambda look: look.at, reverse=True)


def _who(entry: Entry, posts: dict[int, str]) -> str:
    if entry.actor == "applicant":
        return _("Anda sendiri")
    return posts.get(entry.post_id or 0) or _("Pejabat PPID")


def _occasion(entry: Entry) -> str:
    words = {
        "dossier.made": _("Berkas sengketa untuk Komisi Informasi"),
        "register.exported": _("Salinan register menurut undang-undang"),
        "data.copied": _("Salinan data untuk Anda"),
    }
    return words.get(entry.kind) or _("Identitas atau surat dibuka")


def waiting(actor: Actor) -> QuerySet[DataRequest]:
    """The corrections that wait for the actor's desk, the most urgent first; none for others."""
    if not may(actor, "data.answer"):
        return DataRequest.objects.none()
    return DataRequest.objects.filter(
        government_id=actor.government_id, kind=DataRequest.Kind.CORRECTION
    ).select_related("request")


def breaches(actor: Actor) -> QuerySet[Breach]:
    """The breaches of the actor's government when he manages them, else none."""
    if not may(actor, "breaches.manage"):
        return Breach.objects.none()
    return Breach.objects.filter(government_id=actor.government_id).prefetch_related("notices__breach")
