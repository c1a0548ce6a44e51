"""Consequence tests: the queue, proposing one, sending it back, revising and approving it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.catalogue.actions import approve_test, make_test, return_test, revise_test
from lutra.catalogue.errors import CatalogueError, TestIncomplete
from lutra.catalogue.items.rights import own_bodies
from lutra.catalogue.models import ConsequenceTest
from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may
from lutra.exemptions import queries as exemptions
from lutra.exemptions.importing.runs import first_words, proposals, taken_up
from lutra.exemptions.models import Exemption
from lutra.exemptions.sessions.queries import hearings_of
from lutra.law import statute
from lutra.ledger.queries import history
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.forms import ReasonForm
from lutra.web.desk.catalogue.items import steps_of
from lutra.web.desk.deed import acting, seen, whole_number
from lutra.web.desk.forms.consequence import ConsequenceForm
from lutra.web.desk.forms.tests_filter import TestsFilter
from lutra.web.desk.words import basis
from lutra.web.tenancy import SiteRequest

READS = ("catalogue.test", "catalogue.approve_test", "exemptions.see_sessions")
_PER_PAGE = 50
_FILTERS = ("q", "body", "ground", "state")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the queue with its state in words."""

    test: ConsequenceTest
    state: str
    mood: str


@require_safe
@officers(*READS)
def show_all(request: SiteRequest) -> HttpResponse:
    """The queue as it is narrowed: what waits first."""
    on = today(request.government)
    form = TestsFilter(request.GET, government=request.government)
    found = form.found(request.government, on=on).select_related("made_by", "body__parent")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("halaman"))
    kept = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    shows = {
        "form": form,
        "lines": [_line(test, on=on) for test in page],
        "count": page.paginator.count,
        "following": "?" + urlencode({**kept, "halaman": page.next_page_number()}) if page.has_next() else "",
        "is_narrowed": bool(kept),
        "may_make": may(request.actor, "catalogue.test"),
    }
    return render(request, "desk/tests.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@officers("catalogue.test")
def new(request: SiteRequest) -> HttpResponse:
    """Make a test; it binds once somebody else approved it.

    With ``perpanjang`` it begins with an old one's words, with ``usulan`` with those of a proposal.
    """
    case = request.GET.get("permohonan", "")
    old = _to_renew(request)
    first: dict[str, Any] = {"kind": "at_request" if case.isdecimal() else "before_request"}
    if old is not None:
        first = {**ConsequenceForm.written(old.test), "ends_on": None, "body": str(old.body_id), **first}
    proposal = (
        proposals(request.government, by=request.actor)
        .filter(pk=whole_number(request.GET.get("usulan", ""), otherwise=0))
        .first()
    )
    if proposal is not None:
        first = {**first, **first_words(proposal)}
    form = ConsequenceForm(request.POST or None, actor=request.actor, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_test(
                request.government,
                form=form.test(),
                body=form.chosen_body,
                renews=old.test if old else None,
                by=request.actor,
            )
        except TestIncomplete as refusal:
            form.blame(refusal.problems)
        else:
            if proposal is not None:
                taken_up(proposal, made)
            messages.success(request, _("Uji konsekuensi tersimpan dan menunggu persetujuan Atasan PPID."))
            return redirect("desk:test", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/test_new.html", {"form": form, "case": case, "old": old}, status=status)


@require_safe
@officers(*READS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One test with its steps."""
    return _screen(request, _find(request, pk))


@require_POST
@officers("catalogue.approve_test")
def approve(request: SiteRequest, pk: int) -> HttpResponse:
    """Approve a test of somebody else, as it was read."""
    test = _find(request, pk)
    try:
        approve_test(test, seen=seen(request) if "seen" in request.POST else None, by=request.actor)
    except CatalogueError as refusal:
        return _screen(request, _find(request, pk), problem=str(refusal), status=409)
    messages.success(request, _("Uji konsekuensi disetujui."))
    return redirect("desk:test", pk=pk)


@acting
@officers("catalogue.return_test")
def send_back(request: SiteRequest, pk: int) -> HttpResponse:
    """Send a proposed test back with a reason."""
    test = _find(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        return_test(test, reason=form.cleaned_data.get("reason") or "", by=request.actor)

    page = _page(
        test,
        title=gettext_lazy("Kembalikan uji"),
        button=gettext_lazy("Kembalikan"),
        done=gettext_lazy("Uji dikembalikan kepada pengusulnya."),
        lead=gettext_lazy("Pengusul membaca alasannya, memperbaiki ujinya, lalu uji itu menunggu lagi."),
    )
    return perform(request, form, page, act)


@acting
@officers("catalogue.test")
def revise(request: SiteRequest, pk: int) -> HttpResponse:
    """Write a proposed test anew."""
    test, own = _find(request, pk), own_bodies(request.actor)
    if own is not None and test.body_id not in own:
        raise NotPermitted("catalogue.test")
    form = ConsequenceForm(request.POST or None, actor=request.actor, initial=ConsequenceForm.written(test))
    form.fields.pop("body")  # whose information it is stays

    def act() -> None:
        revise_test(test, form=form.test(), by=request.actor)

    page = _page(
        test,
        title=gettext_lazy("Perbaiki uji"),
        button=gettext_lazy("Simpan untuk disetujui"),
        done=gettext_lazy("Uji diperbaiki dan menunggu persetujuan."),
        lead=test.returned_reason,
    )
    return perform(request, form, page, act)


def _page(test: ConsequenceTest, **words: object) -> Page:
    return Page(
        **{name: str(word) for name, word in words.items()},  # type: ignore[arg-type]
        home=reverse("desk:test", args=[test.pk]),
        home_label=_("Uji konsekuensi"),
        clause=basis("perki-1-2021/49/2"),
    )


def _to_renew(request: SiteRequest) -> Exemption | None:
    """The exemption in force that a new test is to prolong, if the address names one."""
    pk = whole_number(request.GET.get("perpanjang", ""), otherwise=0)
    in_force = exemptions.in_force(request.government, on=today(request.government))
    return in_force.filter(pk=pk).first() if pk else None


def _find(request: SiteRequest, pk: int) -> ConsequenceTest:
    related = ("made_by", "approved_by", "returned_by", "body__parent", "government", "renews")
    return get_object_or_404(
        ConsequenceTest.objects.filter(government=request.government).select_related(*related), pk=pk
    )


def _line(test: ConsequenceTest, *, on: date) -> Line:
    if test.returned_on is not None:
        return Line(test, _("Dikembalikan"), "late")
    if test.approved_on is None:
        return Line(test, _("Menunggu persetujuan"), "soon")
    if not test.stands_on(on):
        return Line(test, _("Berakhir atau dibuka"), "calm")
    return Line(test, _("Berlaku"), "rest")


def _screen(
    request: SiteRequest, test: ConsequenceTest, *, problem: str = "", status: int = 200
) -> HttpResponse:
    ground = statute.ground(test.ground)
    actor, own = request.actor, own_bodies(request.actor)
    waits, is_out = test.approved_on is None, test.returned_on is not None
    hearings = hearings_of(test)
    on_agenda = any(item.session.is_open for item in hearings)
    carried = Exemption.objects.filter(test=test).first()
    shows = {
        "test": test,
        "line": _line(test, on=today(request.government)),
        "ground": ground,
        "item": ground.sub_item(test.sub_item),
        "problem": problem,
        "hearings": hearings,
        "may_see_sessions": may(actor, "exemptions.see_sessions"),
        "exemption": carried,
        "may_approve": waits
        and not is_out
        and may(actor, "catalogue.approve_test")
        and test.made_by_id != actor.user_id,
        "may_return": waits and not is_out and may(actor, "catalogue.return_test"),
        "may_revise": waits and may(actor, "catalogue.test") and (own is None or test.body_id in own),
        "may_hear": waits and not is_out and not on_agenda and may(actor, "exemptions.hold_sessions"),
        "may_decree": carried is None
        and test.stands_on(today(request.government))
        and may(actor, "exemptions.record"),
        "steps": steps_of(history(("consequence_test", test.pk), government_id=test.government_id)),
    }
    return render(request, "desk/test.html", shows, status=status)
