"""The seven service procedures: versions of each, and the index that shows which are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
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
from lutra.obligations.errors import Lacking
from lutra.obligations.models import Sop

_LONGEST = 20_000
_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the seven, with the version in force and the older ones; ``newest`` None: missing."""

    choice: Choice
    newest: Sop | None
    older: tuple[Sop, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """All seven in the order of the law."""

    slots: tuple[Slot, ...]

    @property
    def held(self) -> int:
        """How many there are."""
        return sum(slot.newest is not None for slot in self.slots)

    @property
    def missing(self) -> tuple[Choice, ...]:
        """Those that do not exist yet."""
        return tuple(slot.choice for slot in self.slots if slot.newest is None)


def index(government: Government) -> Index:
    """The seven slots with their versions; one query."""
    held: dict[str, list[Sop]] = {}
    rows = Sop.objects.filter(government=government).select_related("document", "government")
    for sop in rows.order_by("slot", "-version"):
        held.setdefault(sop.slot, []).append(sop)
    return Index(
        tuple(
            Slot(choice, versions[0] if versions else None, tuple(versions[1:]))
            for choice in statute.sops()
            for versions in [held.get(choice.code, [])]
        )
    )


@transaction.atomic
def publish(
    government: Government,
    /,
    *,
    slot: str,
    title: str,
    set_on: date,
    by: Actor,
    number: str = "",
    file: tuple[str, bytes] | None = None,
    url: str = "",
    text: str = "",
    at: datetime | None = None,
) -> Sop:
    """Publish the next version of a procedure, as a file (name, content), a link, or text to read on the page.

    Raises NotPermitted, Lacking, DocumentError.
    """
    permit(by, "obligations.charter", government_id=government.pk)
    moment = at or timezone.now()
    if problems := _problems(slot, title, set_on, file, url, text, legal_day(moment, government.time_zone)):
        raise Lacking(problems)
    ledger.lock(government.pk)
    last = Sop.objects.filter(government=government, slot=slot).aggregate(last=Max("version"))["last"]
    document = None
    if file:
        document = documents.add(government, name=file[0], content=file[1], at=moment)
        release.examine(document)
    sop = Sop.objects.create(
        government=government,
        slot=slot,
        version=(last or 0) + 1,
        title=title.strip()[:200],
        number=number.strip()[:80],
        set_on=set_on,
        document=document,
        url=url.strip(),
        text=text.strip(),
        published_at=moment,
        published_by_id=by.user_id,
    )
    ledger.record(
        government_id=government.pk,
        kind="sop.published",
        subject=("sop", sop.pk),
        by=by,
        at=moment,
        data={"slot": slot, "version": sop.version, "set_on": set_on.isoformat()},
    )
    return sop


def _problems(
    slot: str,
    title: str,
    set_on: date,
    file: tuple[str, bytes] | None,
    url: str,
    text: str,
    today: date,
) -> dict[str, str]:
    problems = {}
    if slot not in {choice.code for choice in statute.sops()}:
        problems["slot"] = _("Pilih satu dari tujuh SOP.")
    if not title.strip():
        problems["title"] = _("Isi judul SOP.")
    if set_on > today:
        problems["set_on"] = _("Tanggal penetapan belum tiba.")
    if not (file or url.strip() or text.strip()):
        problems["text"] = _("Unggah berkas, isi tautan, atau tulis isinya agar SOP dapat dibaca.")
    if len(text) > _LONGEST:
        problems["text"] = _("Terlalu panjang; unggah sebagai berkas.")
    if url.strip():
        try:
            _web_address(url.strip())
        except ValidationError:
            problems["url"] = _("Isi alamat laman yang lengkap, diawali https://.")
    return problems
