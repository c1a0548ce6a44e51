"""The service charter (maklumat pelayanan): written in a draft, published with six contents and an accessible form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.law.records import Choice
from lutra.ledger import actions as ledger
from lutra.obligations.errors import Lacking, NotAccessible, ObligationNotNow
from lutra.obligations.models import AccessibleForm, Charter
from lutra.obligations.signing import signed_as

_LONGEST = 4000
_web_address = URLValidator(schemes=["http", "https"])


def in_force(government: Government) -> Charter | None:
    """The newest published version."""
    return (
        Charter.objects.filter(government=government, published_at__isnull=False)
        .order_by("-version")
        .prefetch_related("accessible")
        .first()
    )


def draft_of(government: Government) -> Charter | None:
    """The version that is being written."""
    return (
        Charter.objects.filter(government=government, published_at__isnull=True)
        .prefetch_related("accessible")
        .first()
    )


def missing_contents(charter: Charter) -> tuple[Choice, ...]:
    """Which of the six contents (PERKI 1/2021 Pasal 47 ayat (2)) are not written yet."""
    return tuple(
        content
        for content in statute.charter_contents()
        if not str(charter.contents.get(content.code, "")).strip()
    )


@transaction.atomic
def write(
    government: Government,
    /,
    *,
    contents: Mapping[str, str],
    by: Actor,
    second_language: str = "",
    second_contents: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Charter:
    """Write the draft; the first writing after a publication begins the next version. Raises NotPermitted, Lacking."""
    permit(by, "obligations.charter", government_id=government.pk)
    texts = _texts(contents)
    second = _texts(second_contents or {})
    if any(second.values()) and not second_language.strip():
        raise Lacking({"second_language": _("Sebutkan bahasanya, misalnya Bahasa Tae’.")})
    ledger.lock(government.pk)
    draft = draft_of(government)
    if draft is None:
        newest = in_force(government)
        draft = Charter(government=government, version=newest.version + 1 if newest else 1)
        draft.created_at = at or timezone.now()
    draft.contents = texts
    draft.second_language = second_language.strip()[:40]
    draft.second_contents = {code: text for code, text in second.items() if text}
    draft.save()
    return draft


@transaction.atomic
def add_accessible(
    charter: Charter,
    /,
    *,
    form: str,
    by: Actor,
    file: tuple[str, bytes] | None = None,
    url: str = "",
    place: str = "",
    at: datetime | None = None,
) -> AccessibleForm:
    """Add a form that disabled people can use: a file (name, content), a link, or where it can be read.

    Raises NotPermitted, Lacking, ObligationNotNow, DocumentError.
    """
    permit(by, "obligations.charter", government_id=charter.government_id)
    if charter.published_at is not None:
        raise ObligationNotNow(_("Maklumat ini sudah terbit; tulis versi berikutnya."))
    problems = {}
    if form not in {entry.code for entry in statute.accessible_forms()}:
        problems["form"] = _("Pilih audio, visual, atau Braille.")
    if not (file or url.strip() or place.strip()):
        problems["url"] = _("Unggah berkas, atau isi tautan atau tempat membacanya.")
    if url.strip():
        try:
            _web_address(url.strip())
        except ValidationError:
            problems["url"] = _("Isi alamat laman yang lengkap, diawali https://.")
    if problems:
        raise Lacking(problems)
    moment = at or timezone.now()
    document = None
    if file:
        document = documents.add(charter.government, name=file[0], content=file[1], at=moment)
        release.examine(document)
    return AccessibleForm.objects.create(
        government_id=charter.government_id,
        charter=charter,
        form=form,
        document=document,
        url=url.strip(),
        place=place.strip()[:200],
    )


@transaction.atomic
def remove_accessible(accessible: AccessibleForm, /, *, by: Actor) -> None:
    """Take a form off a draft. Raises NotPermitted, ObligationNotNow."""
    permit(by, "obligations.charter", government_id=accessible.government_id)
    if accessible.charter.published_at is not None:
        raise ObligationNotNow(_("Maklumat ini sudah terbit; tulis versi berikutnya."))
    accessible.delete()


@transaction.atomic
def publish(charter: Charter, /, *, by: Actor, at: datetime | None = None) -> Charter:
    """Publish the draft, from now on unchangeable.

    Raises NotPermitted, ObligationNotNow, Lacking (one of the six contents is empty: Pasal 47 ayat (2)),
    NotAccessible (no audio, visual or Braille form: Pasal 48 ayat (5)).
    """
    permit(by, "obligations.charter", government_id=charter.government_id)
    ledger.lock(charter.government_id)
    charter.refresh_from_db()
    if charter.published_at is not None:
        raise ObligationNotNow(_("Versi maklumat ini sudah terbit."))
    if missing := missing_contents(charter):
        language = get_language() or "id"
        raise Lacking(
            {
                content.code: _("Isi bagian “%(label)s”; maklumat memuat enam isi.")
                % {"label": content.label.in_(language)}
                for content in missing
            }
        )
    if not charter.accessible.exists():
        raise NotAccessible(
            _(
                "Tambahkan sedikitnya satu bentuk yang dapat diakses penyandang disabilitas: audio, visual, atau"
                " Braille. Tanpa itu maklumat belum dapat terbit."
            )
        )
    moment = at or timezone.now()
    charter.published_at, charter.published_by_id = moment, by.user_id
    charter.signed_as = signed_as(by, on=legal_day(moment, charter.government.time_zone))
    charter.save(update_fields=["published_at", "published_by", "signed_as"])
    ledger.record(
        government_id=charter.government_id,
        kind="charter.published",
        subject=("charter", charter.pk),
        by=by,
        at=moment,
        data={"version": charter.version, "accessible": sorted({a.form for a in charter.accessible.all()})},
    )
    return charter


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    texts = {entry.code: str(given.get(entry.code, "")).strip() for entry in statute.charter_contents()}
    if long := [code for code, text in texts.items() if len(text) > _LONGEST]:
        raise Lacking(
            {code: _("Paling banyak %(max)d huruf; persingkat.") % {"max": _LONGEST} for code in long}
        )
    return texts
