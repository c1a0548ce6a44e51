"""The deeds on a case, one page each: what the law needs for it, and the button that does it.

Every page shows its form on GET and acts on POST; see ``lutra.web.desk.deed``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lutra.directory.calendars import calendar_of, today
from lutra.law import statute
from lutra.law.clocks import ruler
from lutra.requests import actions, clocks, consistency, review
from lutra.requests.errors import Incomplete
from lutra.requests.models import Draft, Part, Request
from lutra.requests.parts import current, derived
from lutra.requests.workflow import allows
from lutra.web.desk import given_files
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.deed import Page, acting, perform, seen, whole_number
from lutra.web.desk.forms.decision import LINES, DecisionForm, GivesFiles, PartsForm, proposed
from lutra.web.desk.forms.deeds import CloseForm, DeedForm, DeliverForm, DisposeForm, DraftForm, ExtendForm
from lutra.web.desk.words import choices
from lutra.web.tenancy import SiteRequest


@acting
@officers("requests.dispose")
def dispose(request: SiteRequest, pk: int) -> HttpResponse:
    """Hand the case to the bodies that hold the information."""
    case, on = case_for(request, pk), today(request.government)
    planned = actions.sub_deadline(case, on=on)
    form = DisposeForm(
        request.POST or None,
        initial={"due_on": planned, "main": case.meant_for_id},
        government=request.government,
    )

    def act() -> object:
        return actions.dispose(
            case,
            to=form.chosen,
            instruction=form.cleaned_data["instruction"],
            due_on=form.cleaned_data["due_on"],
            dues=form.dues,
            by=request.actor,
            seen=seen(request),
        )

    review_days = request.government.review_days
    shows = {
        "planned": planned,
        "review_days": review_days,
        "is_in_plan": planned == calendar_of(request.government).back(case.due_on, review_days),
    }
    return carry_out(
        request,
        case,
        form,
        act,
        Page(
            "dispose", _("Teruskan permohonan"), _("Teruskan"), _("Diteruskan."), "desk/dispose.html", shows
        ),
        blamed="main",
        asks_only="days" in request.POST,
    )


@acting
@officers("requests.draft")
def draft(request: SiteRequest, pk: int) -> HttpResponse:
    """Propose an answer, with files."""
    case = case_for(request, pk)
    form = DraftForm(request.POST or None, request.FILES or None)

    def act() -> object:
        return actions.draft(
            case,
            text=form.cleaned_data["text"],
            outcome=form.cleaned_data["outcome"],
            files=form.contents,
            by=request.actor,
            seen=seen(request),
        )

    page = Page("draft", _("Usulkan jawaban"), _("Kirim usulan"), _("Usulan jawaban terkirim ke PPID."))
    return carry_out(request, case, form, act, page, blamed="attachments")


@acting
@officers("requests.extend")
def extend(request: SiteRequest, pk: int) -> HttpResponse:
    """Extend the reply period once; the new date is shown before it is confirmed."""
    case, on = case_for(request, pk), today(request.government)
    form = ExtendForm(request.POST or None)

    def act() -> object:
        return actions.extend(
            case,
            reason=form.cleaned_data["reason"],
            reason_kind=form.cleaned_data["reason_kind"],
            by=request.actor,
            seen=seen(request),
        )

    reply = clocks.reply_clock(request.government, case.clock_starts_on, known_on=on)
    longer = clocks.extension_clock(request.government, case.first_due_on, known_on=on)
    shows = {
        "allowed": allows(case, "extend") and not case.extended_on and on <= case.first_due_on,
        "longer": longer,
        "cells": ruler(reply, extension=longer, today=on, calendar=calendar_of(request.government)),
    }
    return carry_out(
        request,
        case,
        form,
        act,
        Page(
            "extend",
            _("Perpanjang jangka waktu"),
            _("Perpanjang"),
            _("Diperpanjang."),
            "desk/extend.html",
            shows,
        ),
        blamed="reason",
    )


@acting
@officers("requests.decide")
def decide(request: SiteRequest, pk: int) -> HttpResponse:
    """Decide: first the outcome, then exactly what the law demands of it."""
    case, on = case_for(request, pk), today(request.government)
    outcomes = {row.code: row for row in statute.outcomes() if not row.computed}
    usable = review.newest(case)
    chosen = set(request.POST.getlist("draft") or request.GET.getlist("draft"))
    drafts: Sequence[Draft] = [draft for draft in usable if not chosen or str(draft.pk) in chosen]
    if parts := current(case):
        return _decide_parts(request, case, parts, outcomes, drafts)
    outcome = outcomes.get(request.POST.get("outcome") or request.GET.get("outcome") or "")
    if outcome is None:
        return render(
            request,
            "desk/outcome.html",
            {
                "case": case,
                "outcomes": list(outcomes.values()),
                "draft": usable[-1] if usable else None,
                "drafts": usable,
                "allowed": allows(case, "decide"),
            },
        )
    differs = consistency.otherwise(consistency.similar(case), outcome.code)
    lines = whole_number(request.POST.get("lines", ""), otherwise=LINES)
    wants_more = "more" in request.POST
    brought = given_files.bring(request, case, drafts, outcome=outcome.code, seen=seen(request))
    drafts = brought.drafts if brought else drafts
    form = DecisionForm(
        (brought.typed if brought else request.POST) or None,
        request.FILES or None,
        case=case,
        outcome=outcome,
        on=on,
        drafts=drafts,
        differs=differs,
        lines=min(lines + (LINES if wants_more else 0), 30),
        initial=proposed(case, outcome, drafts),
    )

    def act() -> object:
        if not form.cleaned_data["confirmed"]:
            # Whatever else is missing is said at once, not after a second try.
            unsure = {"confirmed": str(_("Beri tanda bahwa isinya sudah diperiksa."))}
            raise Incomplete({**form.problems(), **unsure})
        if unanswered := form.unanswered():
            raise Incomplete({**form.problems(), **unanswered})
        return actions.decide(
            case,
            outcome=outcome.code,
            answers=form.answers(),
            test=form.test,
            documents=form.documents,
            drafts=drafts or None,
            differ_reason=form.differ_reason,
            by=request.actor,
            seen=seen(request),
        )

    shows = {
        "outcome": outcome,
        "needs_test": "test" in form.needed,
        "drafts": drafts,
        "differs": differs,
        **_of_files(form, brought, request),
    }
    page = Page("decide", _("Putuskan"), _("Putuskan"), _("Keputusan terbit."), "desk/decide.html", shows)
    only_asks = wants_more or "narrow" in request.POST or brought is not None
    return carry_out(request, case, form, act, page, asks_only=only_asks)


def _of_files(
    form: GivesFiles, brought: given_files.Brought | None, request: SiteRequest
) -> dict[str, object]:
    """What a decision's page shows of its files."""
    files = given_files.states(form.offered, by=request.actor)
    return {"files": files, "brought": brought, "are_settled": given_files.are_settled(files)}


def _decide_parts(
    request: SiteRequest,
    case: Request,
    parts: Sequence[Part],
    outcomes: Mapping[str, statute.Outcome],
    drafts: Sequence[Draft],
) -> HttpResponse:
    """Decide part by part: first an outcome for each, then what the law demands of each, and one notice."""
    typed = request.POST if request.method == "POST" else request.GET
    chosen = {part.number: outcomes.get(typed.get(f"outcome_{part.number}", "")) for part in parts}
    known = {number: row for number, row in chosen.items() if row is not None}
    if len(known) < len(parts):
        shown = {
            "case": case,
            "parts": [(part, typed.get(f"outcome_{part.number}", "")) for part in parts],
            "outcomes": list(outcomes.values()),
            "allowed": allows(case, "decide"),
        }
        return render(request, "desk/outcome_parts.html", shown)
    whole = derived([row.code for row in known.values()])
    differs = consistency.otherwise(consistency.similar(case), whole)
    brought = given_files.bring(request, case, drafts, outcome=whole, seen=seen(request))
    drafts = brought.drafts if brought else drafts
    form = PartsForm(
        (brought.typed if brought else request.POST) or None,
        request.FILES or None,
        case=case,
        parts=parts,
        outcomes=known,
        on=today(request.government),
        drafts=drafts,
        differs=differs,
    )

    def act() -> object:
        given = form.cleaned_data
        unsure = (
            {} if given["confirmed"] else {"confirmed": str(_("Beri tanda bahwa isinya sudah diperiksa."))}
        )
        if wrong := {**form.unanswered(), **unsure}:
            raise Incomplete(wrong)
        return actions.decide(
            case,
            answers=given,
            parts=form.answered(),
            documents=form.documents,
            drafts=drafts or None,
            differ_reason=str(given.get("differ_reason") or ""),
            by=request.actor,
            seen=seen(request),
        )

    shows = {
        "outcome": outcomes[whole],
        "chosen": known,
        "drafts": drafts,
        "differs": differs,
        **_of_files(form, brought, request),
    }
    page = Page(
        "decide", _("Putuskan"), _("Putuskan"), _("Keputusan terbit."), "desk/decide_parts.html", shows
    )
    only_asks = "narrow" in request.POST or brought is not None
    return carry_out(request, case, form, act, page, asks_only=only_asks)


@acting
@officers("requests.deliver")
def deliver(request: SiteRequest, pk: int) -> HttpResponse:
    """Enter the proof that the answer reached the applicant."""
    case = case_for(request, pk)
    form = DeliverForm(request.POST or None)

    def act() -> object:
        if form.cleaned_data["channel"] not in dict(choices(statute.delivery_ways())):
            raise Incomplete({"channel": str(_("Pilih cara penyampaian."))})
        return actions.deliver(
            case,
            channel=form.cleaned_data["channel"],
            what="refusal" if case.outcome == "refused" else "notice",
            evidence=form.cleaned_data["evidence"],
            by=request.actor,
        )

    page = Page("deliver", _("Catat penyampaian"), _("Catat"), _("Penyampaian tercatat."))
    return carry_out(request, case, form, act, page, blamed="evidence")


@acting
@officers("requests.close")
def close(request: SiteRequest, pk: int) -> HttpResponse:
    """Close the case, after a second look."""
    case = case_for(request, pk)
    form = CloseForm(request.POST or None)

    def act() -> object:
        return actions.close(case, by=request.actor, seen=seen(request))

    page = Page("close", _("Tutup permohonan"), _("Ya, tutup"), _("Permohonan ditutup."), "desk/close.html")
    return carry_out(request, case, form, act, page)


def carry_out(
    request: SiteRequest,
    case: Request,
    form: DeedForm,
    act: Callable[[], object],
    page: Page,
    *,
    blamed: str | None = None,
    asks_only: bool = False,
) -> HttpResponse:
    """Show the form, or act and go back to the request. ``blamed``: the field of a refusal that names none."""
    reading = clocks.read(case, on=today(request.government))
    return perform(
        request,
        case,
        form,
        act,
        replace(page, shows={"reading": reading, **page.shows}),
        home=reverse("desk:case", args=[case.pk]),
        blamed=blamed,
        asks_only=asks_only,
    )
