"""Immediate information on the desk: announce at once, complete, end; and the links that fail."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory.models import PublicBody
from lutra.directory.permissions import may
from lutra.obligations import immediate, links
from lutra.obligations.errors import Lacking, NotWhole
from lutra.obligations.models import Immediate
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.obligations.deed import Page, at_once, perform
from lutra.web.desk.obligations.forms import CompletionForm, ImmediateForm
from lutra.web.desk.obligations.words import tabs
from lutra.web.tenancy import SiteRequest

_acting = require_http_methods(["GET", "HEAD", "POST"])
_SALT = "lutra.obligations.begun"
SHOWN = 100


@require_safe
@officers("obligations.see")
def show_all(request: SiteRequest) -> HttpResponse:
    """What was announced, newest first, with how fast."""
    now = timezone.now()
    rows = immediate.public(request.government)[:SHOWN]
    shows = {
        "tabs": _tabs(request, "immediates"),
        "rows": [(one, one.ended_at is None and one.shown_until > now, _minutes(one)) for one in rows],
        "may_announce": may(request.actor, "obligations.announce"),
    }
    return render(request, "desk/obligations/immediates.html", shows)


@_acting
@officers("obligations.announce")
def announce(request: SiteRequest) -> HttpResponse:
    """Announce a danger at once; a gap in the contents asks once, and never twice."""
    form = ImmediateForm(
        request.POST or None,
        bodies=_bodies(request),
        shows_knowingly=request.method == "POST",
        initial={"begun": signing.dumps(timezone.now().timestamp(), salt=_SALT)},
    )

    def act(_form: DeedForm) -> str:
        body = form.chosen_body
        if body is None:
            raise Lacking({"body": __("Pilih perangkat daerah yang mengumumkan.")})
        made = immediate.announce(
            request.government,
            body=body,
            what=form.announcement(),
            knowingly=bool(form.cleaned_data.get("knowingly")),
            begun_at=_begun(form.cleaned_data.get("begun") or ""),
            by=request.actor,
        )
        return reverse("desk:immediate", args=[made.pk])

    page = Page(
        title=_("Umumkan bahaya sekarang"),
        lead=_("Terbit pada saat Anda menekan tombol, tanpa menunggu persetujuan siapa pun."),
        button=_("Umumkan sekarang"),
        done=_("Sudah diumumkan dan tampil di halaman depan."),
        home=reverse("desk:immediates"),
        home_label=_("Serta-merta"),
        shows={"clause": "uu-14-2008/10/1"},
    )
    try:
        return perform(request, form, page, act)
    except NotWhole as warning:
        form.add_error("knowingly", str(warning))
        shows = {"form": form, "page": page, "has_file": False, **page.shows}
        return render(request, page.template, shows, status=422)


@_acting
@officers("obligations.announce")
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One announcement: the text to send on, and what can still be told."""
    found = _find(request, pk)
    form = CompletionForm(request.POST or None, immediate=found)

    def act(_form: DeedForm) -> None:
        immediate.complete(found, contents=form.contents(), by=request.actor)

    address = request.build_absolute_uri(reverse("portal:immediate", args=[pk]))
    page = Page(
        title=found.item.title,
        button=_("Simpan kabar terbaru"),
        done=_("Pengumuman diperbarui."),
        home=reverse("desk:immediate", args=[pk]),
        home_label=_("Serta-merta"),
        template="desk/obligations/immediate.html",
        shows={
            "clause": "uu-14-2008/10/1",
            "one": found,
            "tabs": _tabs(request, "immediates"),
            "stands": found.ended_at is None and found.shown_until > timezone.now(),
            "minutes": _minutes(found),
            "social": immediate.social_text(found, address=address),
        },
    )
    return perform(request, form, page, act)


@require_POST
@officers("obligations.announce")
def end(request: SiteRequest, pk: int) -> HttpResponse:
    """Take the banner down."""
    found = _find(request, pk)
    return at_once(
        request,
        lambda: immediate.end(found, by=request.actor),
        done=_("Pengumuman dinyatakan selesai; isinya tetap dapat dibaca."),
        home=reverse("desk:immediates"),
    )


@require_safe
@officers("obligations.see")
def show_links(request: SiteRequest) -> HttpResponse:
    """Links that fail, and since when."""
    all_links = links.links(request.government)
    checked = all_links.filter(checked_at__isnull=False)
    newest = checked.order_by("-checked_at").values_list("checked_at", flat=True).first()
    shows = {
        "tabs": tabs(request.actor, "links"),
        "rows": links.broken(request.government)[:SHOWN],
        "count": all_links.count(),
        "checked": checked.count(),
        "newest": newest,
    }
    return render(request, "desk/obligations/links.html", shows)


def _find(request: SiteRequest, pk: int) -> Immediate:
    return get_object_or_404(
        Immediate.objects.filter(government=request.government).select_related("item__body", "government"),
        pk=pk,
    )


def _bodies(request: SiteRequest) -> list[PublicBody]:
    """A body's own PPID announces for that body; the others for any."""
    rows = PublicBody.objects.filter(government=request.government, is_active=True).select_related("parent")
    own = request.actor.body_ids
    return list(rows.filter(pk__in=own) if own else rows.exclude(kind=PublicBody.Kind.VILLAGE))


def _begun(signed: str) -> datetime | None:
    """When the form was opened, as this server said; None for what it did not say."""
    try:
        return datetime.fromtimestamp(float(signing.loads(signed, salt=_SALT)), UTC)
    except (signing.BadSignature, TypeError, ValueError, OverflowError, OSError):
        return None


def _minutes(one: Immediate) -> int:
    return int((one.published_at - one.created_at).total_seconds() // 60)


def _tabs(request: SiteRequest, current: str) -> list[Tab]:
    return tabs(request.actor, current)
