"""Answers that may become items of the list: what was given to one may be listed for all (UU 14/2008 Pasal 11)."""

from __future__ import annotations

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from lutra.catalogue.models import Item
from lutra.directory.models import Government
from lutra.publishing.personal import find
from lutra.publishing.readingroom.queries import ANSWERED, giving
from lutra.requests.models import Request


def source_ref(request: Request) -> str:
    """How an item names the request whose answer it is."""
    return f"request:{request.pk}"


def proposals(government: Government) -> models.QuerySet[Request]:
    """Requests whose answer was given and delivered and of which no item was made, newest first."""
    made = Item.objects.filter(
        government=government,
        source=Item.Source.ANSWER,
        source_ref=Concat(Value("request:"), Cast(OuterRef("pk"), CharField())),
    )
    return (
        Request.objects.filter(government=government, outcome__in=giving())
        .filter(stage__in=ANSWERED)
        .filter(~Exists(made))
        .select_related("body__parent", "decision")
        .order_by("-decided_on", "-pk")
    )


def suggested_title(request: Request) -> str:
    """A title for the item: what the answer says it gave, else the subject; empty where both may name somebody."""
    given = [str(line) for line in request.decision.materials] if hasattr(request, "decision") else []
    identity = request.applicant.identity.open() if hasattr(request.applicant, "identity") else {}
    return next(
        (text[:300] for text in (*given, request.subject) if text and not find(text, identity=identity)), ""
    )
