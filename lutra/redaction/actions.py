"""Writes: start a redaction, draw boxes, propose, approve, make it, revoke it. No entry holds the matter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import PublicBody
from lutra.directory.permissions import permit
from lutra.documents import release
from lutra.documents.models import Document
from lutra.documents.rights import permit_on
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.redaction import grounds, producing
from lutra.redaction.asking import ask, shaped
from lutra.redaction.errors import NotNow, RedactionIncomplete, SamePerson
from lutra.redaction.models import Box, Redaction
from lutra.redaction.moving import enter, move
from lutra.redaction.rules import rules_of
from lutra.redaction.telling import tells_a_person
from lutra.redaction.workflow import DEEDS, may_be

_SMALLEST = 2.0  # points of a box's side
_MOST = 5000  # boxes of one redaction
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rectangle on a page, in points from the top left corner of the page as it is shown."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Why:
    """The legal ground of boxes, what kind of matter they cover and why; never the matter itself."""

    ground: str
    matter: str
    reason: str
    sub_item: str = ""


def start(
    document: Document, /, *, by: Actor, body: PublicBody | None = None, at: datetime | None = None
) -> Redaction:
    """Begin to black out parts of a file. An open redaction of the same content goes on instead.

    ``body``: whose file it is, where it comes from a case and stands in no list yet; whoever calls has seen to it that
    the officer sees the case. Raises NotPermitted, CannotRedact.
    """
    permit(by, "redactions.make", government_id=document.government_id)
    if document.listed or body is None:
        permit_on(document, "redactions.make", by)
    if standing := _open(document):
        return standing
    pages = ask("measure", document)["pages"]
    moment = at or timezone.now()
    with transaction.atomic():
        ledger.lock(document.government_id)
        document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if standing := _open(document):  # somebody else was quicker
            return standing
        if not document.listed:
            document.body, document.of_case = document.body or body, body is not None
            document.save(update_fields=["body", "of_case"])
            release.examine(document)
        made = Redaction.objects.create(
            government_id=document.government_id,
            document=document,
            sha256=document.sha256,
            pages=pages,
            started_by_id=by.officer_id,
            started_at=moment,
        )
        enter(made, "redaction.started", by=by, at=moment, pages=len(pages))
    return made


def _open(document: Document) -> Redaction | None:
    states = DEEDS["end"].start | DEEDS["keep"].start
    return Redaction.objects.filter(document=document, sha256=document.sha256, state__in=states).first()


@transaction.atomic
def add_boxes(
    redaction: Redaction,
    /,
    *,
    boxes: Sequence[Drawn],
    why: Why,
    source: str = Box.Source.HAND,
    by: Actor,
    at: datetime | None = None,
) -> list[Box]:
    """Draw boxes, all with one ground (UU 14/2008 Pasal 22 ayat (7) huruf e). Raises RedactionIncomplete, NotNow."""
    _hold(redaction, "add_boxes", by)
    moment = at or timezone.now()
    fitting = [_on_page(redaction, box) for box in boxes]
    wrong = _problems(redaction, boxes, fitting, why, at=moment)
    if wrong:
        raise RedactionIncomplete(wrong)
    rows = [
        Box(
            government_id=redaction.government_id,
            redaction=redaction,
            page=box.page,
            x0=box.x0,
            y0=box.y0,
            x1=box.x1,
            y1=box.y1,
            ground=why.ground,
            sub_item=why.sub_item,
            matter=why.matter.strip(),
            reason=why.reason.strip(),
            source=source,
            made_by_id=by.officer_id,
            made_at=moment,
        )
        for box in fitting
        if box is not None
    ]
    made = Box.objects.bulk_create(rows, batch_size=500)
    facts = {
        "boxes": [box.pk for box in made],
        "pages": sorted({box.page for box in made}),
        "ground": why.ground,
        "sub_item": why.sub_item,
        "source": source,
    }
    move(redaction, "add_boxes", by=by, at=moment, data=facts)
    return made


@transaction.atomic
def remove_box(box: Box, /, *, by: Actor, at: datetime | None = None) -> None:
    """Take a box away; ``undo`` brings it back. Raises NotNow, NotPermitted."""
    redaction = box.redaction
    _hold(redaction, "remove_box", by)
    moment = at or timezone.now()
    if Box.objects.filter(pk=box.pk, removed_at__isnull=True).update(removed_at=moment):
        move(redaction, "remove_box", by=by, at=moment, data={"boxes": [box.pk]})


@transaction.atomic
def undo(redaction: Redaction, /, *, by: Actor, at: datetime | None = None) -> str:
    """Undo what was done last: "added" boxes go, "removed" ones come back; "" when there is nothing. Raises NotNow."""
    _hold(redaction, "undo", by)
    moment = at or timezone.now()
    standing = redaction.boxes.filter(removed_at__isnull=True)
    added = standing.aggregate(last=Max("made_at"))["last"]
    removed = redaction.boxes.aggregate(last=Max("removed_at"))["last"]
    if added is None and removed is None:
        return ""
    if removed is not None and (added is None or removed >= added):
        done, touched = "removed", redaction.boxes.filter(removed_at=removed)
    else:
        done, touched = "added", standing.filter(made_at=added)
    facts = {"boxes": list(touched.values_list("pk", flat=True)), "undone": done}
    if done == "removed":
        touched.update(removed_at=None)
    else:
        touched.delete()
    move(redaction, "undo", by=by, at=moment, data=facts)
    return done


def propose(redaction: Redaction, /, *, by: Actor, at: datetime | None = None) -> Redaction:
    """Hand the boxes to whoever approves. Raises RedactionIncomplete, NotNow, NotPermitted, CannotRedact.

    A reason or a kind of matter that says what is covered is refused: the index goes with the copy.
    """
    permit_on(redaction.document, "redactions.make", by)
    boxes = redaction.standing_boxes()
    if not boxes:
        raise RedactionIncomplete({"boxes": _("Belum ada kotak; tandai dulu apa yang dihitamkan.")})
    looked = ask("check", redaction.document, shaped(boxes))
    if looked["told"]:
        told = {boxes[number // 2].page for number in looked["told"]}
        pages = ", ".join(str(page) for page in sorted(told))
        raise RedactionIncomplete(
            {
                "boxes": _("Alasan atau jenis materi pada halaman %(pages)s menyebut isi yang dihitamkan.")
                % {"pages": pages}
            }
        )
    moment = at or timezone.now()
    with transaction.atomic():
        _hold(redaction, "propose", by)
        if [box.pk for box in redaction.standing_boxes()] != [box.pk for box in boxes]:
            raise NotNow(_("Kotak-kotaknya baru saja berubah; periksa lagi, lalu ajukan."))
        redaction.proposed_by_id, redaction.proposed_at = by.officer_id, moment
        redaction.elsewhere = looked["elsewhere"]
        return move(
            redaction,
            "propose",
            by=by,
            at=moment,
            data={"boxes": len(boxes), "grounds": sorted({box.ground for box in boxes})},
            changed=("proposed_by", "proposed_at", "elsewhere"),
        )


@transaction.atomic
def send_back(redaction: Redaction, /, *, reason: str, by: Actor, at: datetime | None = None) -> Redaction:
    """Give it back to its author, who may change the boxes. Raises RedactionIncomplete, NotNow, NotPermitted."""
    _hold(
        redaction, "send_back", by, "redactions.make" if _is_author(redaction, by) else "redactions.approve"
    )
    said = _reason(reason)
    redaction.returned_reason, redaction.approved_by, redaction.approved_at = said, None, None
    return move(
        redaction,
        "send_back",
        by=by,
        at=at or timezone.now(),
        changed=("returned_reason", "approved_by", "approved_at"),
    )


@transaction.atomic
def approve(redaction: Redaction, /, *, by: Actor, at: datetime | None = None) -> Redaction:
    """Approve the boxes; the copy is made by a job. Where the rules demand it, never what one drew or proposed oneself.

    Raises NotPermitted, SamePerson, NotNow.
    """
    _hold(redaction, "approve", by, "redactions.approve")
    needed = rules_of(redaction.government_id).needs_second_person
    if needed and by.officer_id in authors(redaction):
        raise SamePerson(
            _("Yang menyusun kotaknya tidak boleh menyetujuinya sendiri; mintalah pejabat lain.")
        )
    moment = at or timezone.now()
    redaction.approved_by_id, redaction.approved_at, redaction.needed_two = by.officer_id, moment, needed
    move(
        redaction,
        "approve",
        by=by,
        at=moment,
        data={"boxes": len(redaction.standing_boxes())},
        changed=("approved_by", "approved_at", "needed_two"),
    )
    producing.ask_for(redaction)
    return redaction


@transaction.atomic
def produce(redaction: Redaction, /, *, by: Actor, at: datetime | None = None) -> Redaction:
    """Try again to make what was approved and failed. Raises NotNow, NotPermitted."""
    _hold(redaction, "produce", by)
    redaction.problem = ""
    move(redaction, "produce", by=by, at=at or timezone.now(), data={}, changed=("problem",))
    producing.ask_for(redaction)
    return redaction


@transaction.atomic
def revoke(redaction: Redaction, /, *, reason: str, by: Actor, at: datetime | None = None) -> Redaction:
    """Take the redaction back: its copy goes out to nobody any more, and the gate judges the original by itself again.

    Raises RedactionIncomplete, NotNow, NotPermitted.
    """
    _hold(redaction, "revoke", by, "redactions.approve")
    said, moment = _reason(reason), at or timezone.now()
    redaction.revoked_reason, redaction.revoked_by_id, redaction.revoked_at = said, by.officer_id, moment
    producing.take_back(redaction, by=by)
    producing.reopen(redaction.document, by=by)
    return redaction


@transaction.atomic
def end(redaction: Redaction, /, *, by: Actor, at: datetime | None = None) -> Redaction:
    """Give up a redaction that was not made. Raises NotNow, NotPermitted."""
    _hold(redaction, "end", by)
    return move(redaction, "end", by=by, at=at or timezone.now())


def authors(redaction: Redaction, /) -> set[int]:
    """Who started it, drew a box that stands, or proposed it: the user ids."""
    drew = set(redaction.boxes.filter(removed_at__isnull=True).values_list("made_by", flat=True))
    proposed = {redaction.proposed_by_id} if redaction.proposed_by_id else set()
    return drew | {redaction.started_by_id} | proposed


def _is_author(redaction: Redaction, by: Actor) -> bool:
    return by.officer_id in authors(redaction)


def _hold(redaction: Redaction, deed: str, by: Actor, permission: str = "redactions.make") -> None:
    """Take the book's place, read the row anew, and check right and state."""
    permit_on(redaction.document, permission, by)
    ledger.lock(redaction.government_id)
    redaction.refresh_from_db()
    if not may_be(deed, redaction):
        raise NotNow(
            _("Penghitaman ini %(state)s; langkah itu tidak dapat dilakukan sekarang.")
            % {"state": redaction.get_state_display()}
        )


def _reason(text: str) -> str:
    said = text.strip()
    if len(said) < 5:
        raise RedactionIncomplete({"reason": _("Tulis alasannya dalam satu kalimat.")})
    if len(said) > _LONGEST_REASON:
        raise RedactionIncomplete({"reason": _("Alasan paling panjang 500 huruf.")})
    return said


def _on_page(redaction: Redaction, box: Drawn) -> Drawn | None:
    """The part of the box that lies on its page; None when too little does."""
    sides = (box.x0, box.y0, box.x1, box.y1)
    if not 1 <= box.page <= len(redaction.pages) or not all(map(math.isfinite, sides)):
        return None
    width, height = redaction.pages[box.page - 1]
    left, right = sorted(min(max(side, 0.0), width) for side in (box.x0, box.x1))
    top, bottom = sorted(min(max(side, 0.0), height) for side in (box.y0, box.y1))
    if right - left < _SMALLEST or bottom - top < _SMALLEST:
        return None
    return Drawn(box.page, left, top, right, bottom)


def _problems(
    redaction: Redaction, boxes: Sequence[Drawn], fitting: Sequence[Drawn | None], why: Why, *, at: datetime
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not boxes:
        wrong["boxes"] = _("Pilih sedikitnya satu bagian.")
    elif None in fitting:
        wrong["boxes"] = _("Sebuah kotak terlalu kecil atau tidak terletak di halamannya; periksa angkanya.")
    elif redaction.boxes.count() + len(boxes) > _MOST:
        wrong["boxes"] = _("Terlalu banyak kotak; bagi berkasnya.")
    if said := grounds.problem(why.ground, why.sub_item, legal_day(at, redaction.government.time_zone)):
        wrong["ground"] = said
    for name, text, most in (("matter", why.matter, 120), ("reason", why.reason, 300)):
        if len(text.strip()) < 3:
            wrong[name] = (
                _("Sebut jenis materinya, misalnya “NIK penerima”; jangan isinya.")
                if name == "matter"
                else _("Tulis alasannya dalam satu kalimat; pemohon akan membacanya.")
            )
        elif len(text.strip()) > most:
            wrong[name] = _("Paling panjang %(most)d huruf.") % {"most": most}
        elif tells_a_person(text):
            wrong[name] = _("Jangan menulis data pribadinya di sini; sebut jenisnya saja.")
    return wrong
