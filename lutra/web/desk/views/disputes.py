"""Disputes: the list with what alarms, one dispute with its deeds, and the dossier that goes to the Commission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.documents.errors import DocumentError
from lutra.documents.models import Document
from lutra.documents.queries import content
from lutra.letters.errors import LetterError
from lutra.objections import dispute_actions as actions
from lutra.objections.dispute_models import Dispute
from lutra.objections.dispute_queries import alerts, visible
from lutra.objections.errors import ObjectionError, ObjectionIncomplete
from lutra.objections.models import Objection
from lutra.objections.visibility import visible as visible_objections
from lutra.web.desk.access import officers
from lutra.web.desk.deed import Page, acting, perform, seen
from lutra.web.desk.dispute import papers_of, running
from lutra.web.desk.dispute import show as gather
from lutra.web.desk.forms import disputes as forms
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

# The newest are listed; older final ones are found through their objections.
SHOWN = 100
# The typesetter is loaded only where somebody wants a dossier.
MAKER = "lutra.letters.dossier.actions.make"


@require_safe
@officers("disputes.see")
def show_all(request: SiteRequest) -> HttpResponse:
    """What alarms, then the open disputes, then those that are over."""
    on = today(request.government)
    found = visible(request.actor).select_related("objection").order_by("-pk")
    rows = [(one, say(one.table.stage(one.stage).label), running(one)) for one in found[:SHOWN]]
    shows = {
        "alerts": alerts(request.government, on=on),
        "open": [row for row in rows if row[0].is_open],
        "over": [row for row in rows if not row[0].is_open],
        "may_register": may(request.actor, "disputes.manage"),
    }
    return render(request, "desk/disputes.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@officers("disputes.manage")
def new(request: SiteRequest) -> HttpResponse:
    """Enter what the Commission registered; there is no dispute without an objection."""
    latest = visible(request.actor).order_by("-pk").values_list("commission", flat=True).first()
    initial = {"objection": request.GET.get("keberatan", "")[:40], "commission": latest or ""}
    form = forms.RegisterForm(request.POST or None, request.FILES or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = actions.register(
                    _named(request, given["objection"]),
                    commission=given["commission"],
                    number=given["number"],
                    received_on=given["received_on"],
                    registered_on=given["registered_on"],
                    sent=given["sent"],
                    files=form.contents,
                    by=request.actor,
                )
            except ObjectionIncomplete as refusal:
                form.blame(refusal.problems)
            except (ObjectionError, DocumentError) as refusal:
                form.add_error("papers" if isinstance(refusal, DocumentError) else "objection", str(refusal))
            else:
                messages.success(request, str(_("Sengketa tercatat; berkasnya ditahan dari pemusnahan.")))
                return redirect("desk:dispute", pk=made.pk)
    return render(request, "desk/dispute_new.html", {"form": form}, status=status)


def _named(request: SiteRequest, reference: str) -> Objection | None:
    wanted = reference.strip()
    found = visible_objections(request.actor).filter(reference__iexact=wanted).select_related("government")
    return found.first() if wanted else None


@require_safe
@officers("disputes.see")
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One dispute with its hearings, its ruling, its orders and what the book says of it."""
    dispute = _find(request, pk)
    shows = {
        "d": gather(dispute, request.actor, on=today(request.government)),
        "dispute": dispute,
        "may_make_dossier": may(request.actor, "disputes.make_dossier"),
        "may_see_request": may(request.actor, "requests.see"),
    }
    return render(request, "desk/dispute.html", shows)


@require_safe
@officers("disputes.see")
def paper(request: SiteRequest, pk: int, document_id: int) -> HttpResponse:
    """What the Commission sent, or a power of attorney."""
    dispute = _find(request, pk)
    document = get_object_or_404(
        Document.objects.filter(papers_of(dispute), government=request.government), pk=document_id
    )
    return _download(document.name, content(document), document.media_type)


@require_POST
@officers("disputes.make_dossier")
def dossier(request: SiteRequest, pk: int) -> HttpResponse:
    """The dossier of an objection, or its sealed annex. It tells who asked, so making it is entered in the book."""
    objection = get_object_or_404(
        visible_objections(request.actor).select_related("government", "request"), pk=pk
    )
    try:
        made = import_string(MAKER)(objection, by=request.actor)
    except (DocumentError, LetterError, ObjectionError) as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:disputes")
    if "annex" not in request.POST:
        return _download(made.name, made.bundle, "application/zip")
    if made.annex is None:
        messages.info(request, str(_("Tidak ada berkas yang dikecualikan dalam perkara ini.")))
        return redirect("desk:disputes")
    return _download(made.annex_name, made.annex, "application/zip")


def _download(name: str, data: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _disputes(request: SiteRequest) -> QuerySet[Dispute]:
    return visible(request.actor).select_related("objection__request", "government")


def _find(request: SiteRequest, pk: int) -> Dispute:
    return get_object_or_404(_disputes(request), pk=pk)


# --- the deeds ---


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed's form, its words, and how what was typed reaches it. ``blamed``: the field of a refusal without one."""

    form: type[forms.DisputeForm]
    title: Promise
    done: Promise
    act: Callable[[Dispute, Any, dict[str, Any]], object]
    blamed: str | None = None


def _hold_hearing(_dispute: Dispute, form: forms.HeldForm, who: dict[str, Any]) -> object:
    if form.chosen is None:
        raise ObjectionIncomplete({"hearing": str(_("Pilih sidangnya."))})
    return actions.hold_hearing(
        form.chosen, result=form.cleaned_data["result"], on=form.cleaned_data["on"], **who
    )


def _carry_out(_dispute: Dispute, form: forms.CarryOutForm, who: dict[str, Any]) -> object:
    if form.chosen is None:
        raise ObjectionIncomplete({"order": str(_("Pilih perintahnya."))})
    return actions.carry_out(form.chosen, note=form.cleaned_data["note"], on=form.cleaned_data["on"], **who)


def _appoint(dispute: Dispute, form: forms.AppointForm, who: dict[str, Any]) -> object:
    given = {name: value for name, value in form.cleaned_data.items() if name != "power"}
    return actions.appoint(dispute, **given, power=form.file, **who)


def _rule(dispute: Dispute, form: forms.RuleForm, who: dict[str, Any]) -> object:
    given = {name: form.cleaned_data[name] for name in forms.RuleForm.base_fields}
    return actions.rule(dispute, **given, orders=form.orders, **who)


def _set_hearing(dispute: Dispute, form: forms.HearingForm, who: dict[str, Any]) -> object:
    given = {name: form.cleaned_data[name] for name in ("kind", "place")}
    return actions.set_hearing(dispute, **given, hearing_at=form.moment, **who)


def _plainly(verb: Callable[..., object]) -> Callable[[Dispute, Any, dict[str, Any]], object]:
    """The deed takes what was typed as it stands."""
    return lambda dispute, form, who: verb(dispute, **form.cleaned_data, **who)


DEEDS: dict[str, Deed] = {
    "appoint": Deed(forms.AppointForm, _("Tunjuk kuasa termohon"), _("Kuasa ditunjuk."), _appoint, "power"),
    "begin": Deed(forms.DayForm, _("Komisi mulai memeriksa"), _("Tercatat."), _plainly(actions.begin)),
    "set_hearing": Deed(
        forms.HearingForm, _("Catat jadwal sidang"), _("Jadwal sidang tercatat."), _set_hearing
    ),
    "hold_hearing": Deed(forms.HeldForm, _("Catat hasil sidang"), _("Hasil sidang tercatat."), _hold_hearing),
    "mediate": Deed(forms.DayForm, _("Masuk mediasi"), _("Tercatat."), _plainly(actions.mediate)),
    "adjudicate": Deed(
        forms.AdjudicateForm, _("Masuk ajudikasi"), _("Tercatat."), _plainly(actions.adjudicate)
    ),
    "rule": Deed(
        forms.RuleForm,
        _("Catat putusan Komisi"),
        _("Putusan tercatat; tiap perintahnya menjadi tugas."),
        _rule,
    ),
    "carry_out": Deed(
        forms.CarryOutForm, _("Catat pelaksanaan perintah"), _("Pelaksanaan tercatat."), _carry_out
    ),
    "sue": Deed(forms.SueForm, _("Catat gugatan"), _("Gugatan tercatat."), _plainly(actions.sue)),
    "judge": Deed(forms.JudgeForm, _("Catat putusan pengadilan"), _("Tercatat."), _plainly(actions.judge)),
    "appeal": Deed(forms.AppealForm, _("Catat kasasi"), _("Kasasi tercatat."), _plainly(actions.appeal)),
    "finish": Deed(
        forms.FinishForm, _("Putusan sudah tetap"), _("Perkara selesai."), _plainly(actions.finish)
    ),
}


@acting
@officers("disputes.manage")
def do(request: SiteRequest, pk: int, deed: str) -> HttpResponse:
    """One deed on a dispute: its form, and the deed itself."""
    row = DEEDS.get(deed)
    if row is None:
        raise Http404
    dispute = _find(request, pk)
    form = row.form(request.POST or None, request.FILES or None, dispute=dispute)
    who = {"by": request.actor, "seen": seen(request)}
    page = Page(
        deed,
        row.title,
        _("Simpan"),
        row.done,
        "desk/dispute_deed.html",
        {"running": running(dispute)},
    )
    home = reverse("desk:dispute", args=[dispute.pk])
    return perform(
        request, dispute, form, lambda: row.act(dispute, form, who), page, home=home, blamed=row.blamed
    )
