"""Signed versions of the list: what changed, the decree, and the frozen list to take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.catalogue.actions import sign_list
from lutra.catalogue.lists.versions import (
    DIP,
    Difference,
    SignedList,
    content,
    diff,
    frozen_bytes,
    newest_version,
    versions,
)
from lutra.catalogue.models import ListVersion
from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.exemptions.versions import EXEMPT
from lutra.law import statute
from lutra.law.records import Column
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.forms import SignForm
from lutra.web.desk.catalogue.items import acting
from lutra.web.desk.catalogue.words import READS, tabs
from lutra.web.desk.words import basis, say
from lutra.web.list_versions import given
from lutra.web.tenancy import SiteRequest

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list's versions stand at the desk, and what they are called there."""

    signed: SignedList
    title: Promise
    heading: Promise
    lead: Promise
    clause: str
    home: str  # names of addresses
    sign: str
    one: str
    file: str

    def shows(self, request: SiteRequest) -> dict[str, object]:
        """What every page of the versions shows."""
        is_dip = self.signed is DIP
        return {
            "place": self,
            "tabs": tabs(request.actor, self.home) if is_dip else (),
            "may_sign": may(request.actor, self.signed.permission),
            "clause": basis(self.clause),
        }


PLACES: Mapping[str, Place] = {
    DIP.register: Place(
        signed=DIP,
        title=_("Versi daftar informasi"),
        heading=_("Daftar informasi publik, versi"),
        lead=_("Isi daftar yang terbit sekarang dibekukan beserta sidiknya dan tidak berubah lagi."),
        clause="perki-1-2021/catalogue-columns",
        home="list_versions",
        sign="sign_list",
        one="list_version",
        file="list_version_file",
    ),
    EXEMPT.register: Place(
        signed=EXEMPT,
        title=_("Versi daftar informasi yang dikecualikan"),
        heading=_("Daftar informasi yang dikecualikan, versi"),
        lead=_("Pengecualian yang berlaku sekarang dibekukan beserta sidiknya dan tidak berubah lagi."),
        clause="uu-14-2008/19",
        home="exempt_versions",
        sign="sign_exempt_list",
        one="exempt_version",
        file="exempt_version_file",
    ),
}


@require_safe
@officers(*READS)
def show_all(request: SiteRequest, register: str = DIP.register) -> HttpResponse:
    """The versions, and what changed since the last one."""
    place = PLACES[register]
    newest = newest_version(request.government, of=place.signed)
    changed = diff(newest, None, of=place.signed) if newest else None
    shows = {
        **place.shows(request),
        "versions": versions(request.government, of=place.signed)[:_SHOWN],
        "newest": newest,
        "changes": _shown(changed) if changed else None,
    }
    return render(request, "desk/catalogue/versions.html", shows)


@acting
@officers("catalogue.sign", "exemptions.record")
def sign(request: SiteRequest, register: str = DIP.register) -> HttpResponse:
    """Record the decree that establishes the list as it stands now."""
    place, on = PLACES[register], today(request.government)
    form = SignForm(request.POST or None, government=request.government, on=on, initial={"decree_date": on})

    def act() -> str:
        number, day, holding = form.chosen()
        made = sign_list(
            request.government,
            decree_number=number,
            decree_date=day,
            signatory=holding,
            of=place.signed,
            by=request.actor,
        )
        return reverse(f"desk:{place.one}", args=[made.number])

    newest = newest_version(request.government, of=place.signed)
    page = Page(
        title=_("Tetapkan daftar dengan keputusan"),
        lead=place.lead,
        button=_("Tetapkan versi baru"),
        done=_("Versi baru tersimpan."),
        home=reverse(f"desk:{place.home}"),
        home_label=_("Versi"),
        clause=basis(place.clause),
        template="desk/catalogue/sign.html",
        shows={
            "changes": _shown(diff(newest, None, of=place.signed)) if newest else None,
            "listed": len(place.signed.rows(request.government, on)),
        },
    )
    return perform(request, form, page, act)


@require_safe
@officers(*READS)
def show(request: SiteRequest, number: int, register: str = DIP.register) -> HttpResponse:
    """One version and what it changed."""
    place, version = PLACES[register], _find(request, register, number)
    before = versions(request.government, of=place.signed).filter(number__lt=number)
    previous = before.first()
    shows = {
        **place.shows(request),
        "version": version,
        "previous": previous,
        "changes": _shown(diff(previous, version, of=place.signed)),
        "formats": [
            (kind, reverse(f"desk:{place.file}", args=[number, kind]))
            for kind in ("pdf", "xlsx", "csv", "json")
        ],
    }
    return render(request, "desk/catalogue/version.html", shows)


@require_safe
@officers(*READS)
def download(request: SiteRequest, number: int, kind: str, register: str = DIP.register) -> HttpResponseBase:
    """The frozen list: the bytes whose digest was signed (json), or a table made from them."""
    version = _find(request, register, number)
    return given(request, version, kind, rows=content(version)["items"], as_json=frozen_bytes(version))


def _find(request: SiteRequest, register: str, number: int) -> ListVersion:
    found = ListVersion.objects.filter(government=request.government, register=register)
    return get_object_or_404(found.select_related("signatory", "post", "government"), number=number)


def _shown(found: Difference) -> dict[str, object]:
    """A difference with the fields' names in the reader's language, up to as many rows as a page bears."""
    labels = {one.code: say(one.label) for one in statute.item_fields()}
    labels |= {code: column.header(get_language() or "id") for code, column in _exempt_columns().items()}
    labels |= {"body": gettext("Perangkat daerah"), "files": gettext("Berkas"), "dataset": gettext("Dataset")}
    return {
        "added": found.added[:_SHOWN],
        "removed": found.removed[:_SHOWN],
        "changed": [
            (one.after, ", ".join(labels.get(name, name) for name in one.fields))
            for one in found.changed[:_SHOWN]
        ],
        "counts": (len(found.added), len(found.removed), len(found.changed)),
        "is_empty": found.is_empty,
    }


def _exempt_columns() -> dict[str, Column]:
    """What the fields of an exemption are called: as the columns that they stand in."""
    columns = {column.code: column for column in statute.register(EXEMPT.register)}
    return {
        **columns,
        "act": columns["basis"],
        "ground": columns["basis"],
        "sub_item": columns["basis"],
        "ends_on": columns["term"],
        "scope": columns["information"],
    }
