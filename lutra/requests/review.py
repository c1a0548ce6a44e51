"""Review of drafts by somebody else than their author, their versions, and what a decision may rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.queries import is_same_person
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may, permit
from lutra.dispositions import actions as dispositions
from lutra.documents.models import Document
from lutra.requests import decisions
from lutra.requests.errors import Incomplete, NotApproved, NotReviewable, ReasonRequired
from lutra.requests.models import Draft, Request, Review
from lutra.requests.rules import rules_of
from lutra.requests.visibility import visible
from lutra.requests.workflow import hold, move


@transaction.atomic
def approve(
    draft: Draft, /, *, by: Actor, remark: str = "", seen: int | None = None, at: datetime | None = None
) -> Review:
    """Approve a draft that somebody else wrote; a decision may then rest on it.

    Raises NotPermitted, NotNow, ChangedMeanwhile, NotReviewable.
    """
    return _review(draft, Review.Verdict.APPROVED, "approve_draft", remark=remark, by=by, seen=seen, at=at)


@transaction.atomic
def send_back(
    draft: Draft, /, *, remark: str, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Review:
    """Return a draft with a remark; its body does its part again, inside the same deadline.

    Raises NotPermitted, NotNow, ChangedMeanwhile, NotReviewable, ReasonRequired.
    """
    if not remark.strip():
        raise ReasonRequired(_("Tuliskan apa yang harus diperbaiki; penyusun usulan akan membacanya."))
    return _review(draft, Review.Verdict.RETURNED, "return_draft", remark=remark, by=by, seen=seen, at=at)


def _review(
    draft: Draft,
    verdict: Review.Verdict,
    deed: str,
    *,
    remark: str,
    by: Actor,
    seen: int | None,
    at: datetime | None,
) -> Review:
    permit(by, "requests.review", government_id=draft.government_id)
    if not may_review(draft, by):
        raise NotPermitted("requests.review")
    if wrong := decisions.too_long(Review, {"remark": remark.strip()}):
        raise Incomplete(wrong)
    moment = at or timezone.now()
    request = draft.request
    hold(request, deed=deed, seen=seen)
    if is_same_person(draft.author_id, by.user_id):
        raise NotReviewable(_("Penulis usulan tidak boleh memeriksanya sendiri; mintalah pejabat lain."))
    if Draft.objects.filter(request=request, body=draft.body_id, pk__gt=draft.pk).exists():
        raise NotReviewable(
            _("Sudah ada usulan yang lebih baru dari perangkat daerah ini; periksa yang itu.")
        )
    if draft.reviews.exists():
        raise NotReviewable(_("Usulan ini sudah diperiksa."))
    review = Review.objects.create(
        government=draft.government,
        draft=draft,
        verdict=verdict,
        remark=remark.strip(),
        reviewed_by_id=by.officer_id,
        reviewed_as_id=by.post_id,
        reviewed_at=moment,
    )
    if verdict == Review.Verdict.RETURNED and draft.body is not None:
        dispositions.reopen(request.ledger_subject, government=draft.government, body=draft.body)
    move(
        request,
        deed,
        by=by,
        at=moment,
        data={"draft": draft.pk, "review": review.pk, "body": draft.body.short_name if draft.body else None},
    )
    return review


def may_review(draft: Draft, actor: Actor) -> bool:
    """Whether the actor reviews drafts of this body: PPID Utama all that he sees, a body's PPID his own body's."""
    if not may(actor, "requests.review") or not visible(actor).filter(pk=draft.request_id).exists():
        return False
    return may(actor, "requests.decide") or draft.body_id in actor.body_ids


# --- what a decision rests on ---


def newest(request: Request) -> list[Draft]:
    """The newest draft of each body that was not returned, oldest first, with reviews, body and files. Four queries."""
    drafts = request.drafts.select_related("body", "author").prefetch_related("reviews", "documents")
    last = {draft.body_id: draft for draft in drafts.order_by("pk")}
    return sorted(
        (draft for draft in last.values() if verdict_on(draft) != Review.Verdict.RETURNED),
        key=lambda draft: draft.pk,
    )


def verdict_on(draft: Draft) -> str:
    """What the review said; empty when nobody reviewed the draft."""
    return next((review.verdict for review in draft.reviews.all()), "")


def check(request: Request, drafts: Iterable[Draft] | None) -> list[Draft]:
    """The drafts on which a decision rests: those chosen, else the newest of each body.

    Raises Incomplete for a draft of another request, or one that was returned or replaced; NotApproved where the
    government demands approval and one of them (or all of them, when there are none) lacks it.
    """
    usable = newest(request)
    chosen = usable
    if drafts is not None:
        wanted = {draft.pk for draft in drafts}
        chosen = [draft for draft in usable if draft.pk in wanted]
        if len(chosen) != len(wanted):
            raise Incomplete(
                {"drafts": _("Pilih usulan terbaru yang tidak dikembalikan; muat ulang untuk melihatnya.")}
            )
    if rules_of(request.government_id).needs_approval and not (
        chosen and all(verdict_on(draft) == Review.Verdict.APPROVED for draft in chosen)
    ):
        raise NotApproved(
            _("Keputusan memerlukan usulan yang disetujui pejabat lain daripada penulisnya; mintalah dahulu.")
        )
    return chosen


def merged_text(drafts: Sequence[Draft]) -> str:
    """The texts of the chosen drafts as one; of several bodies each under its name."""
    if len(drafts) < 2:
        return "".join(draft.text for draft in drafts)
    return "\n\n".join(f"{draft.body.name if draft.body else 'PPID'}:\n{draft.text}" for draft in drafts)


def merged_files(drafts: Sequence[Draft]) -> list[Document]:
    """The files of the chosen drafts, each content once, in the order of the drafts."""
    files = [document for draft in drafts for document in draft.documents.all()]
    return list({document.sha256: document for document in reversed(files)}.values())[::-1]


# --- versions ---

Sign = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Version:
    """One draft beside the one before it of the same body."""

    draft: Draft
    number: int
    is_newest: bool
    text_before: str | None  # None for the first
    outcome_before: str  # empty when the proposed outcome is the same, or this is the first
    files_added: tuple[str, ...]
    files_removed: tuple[str, ...]

    @property
    def changes(self) -> tuple[tuple[Sign, str], ...]:
        """The stretches of the text with their sign; computed when asked, for it costs with the text's length."""
        if self.text_before is None:
            return (("same", self.draft.text),)
        return compared(self.text_before, self.draft.text)

    @property
    def review(self) -> Review | None:
        """What somebody else said of it."""
        return next(iter(self.draft.reviews.all()), None)


def versions(request: Request) -> list[Version]:
    """Every draft of the request, newest first, compared with the one before of its body. Four queries."""
    drafts = request.drafts.select_related("body", "author").prefetch_related(
        "reviews__reviewed_by", "documents"
    )
    before: dict[int | None, list[Draft]] = {}
    found = []
    for draft in drafts.order_by("pk"):
        line = before.setdefault(draft.body_id, [])
        found.append((draft, line[-1] if line else None, len(line) + 1))
        line.append(draft)
    last = {line[-1].pk for line in before.values()}
    return [_version(draft, old, number, draft.pk in last) for draft, old, number in reversed(found)]


def _version(draft: Draft, old: Draft | None, number: int, is_newest: bool) -> Version:
    has = {file.sha256: file.name for file in draft.documents.all()}
    had = {file.sha256: file.name for file in old.documents.all()} if old else {}
    return Version(
        draft=draft,
        number=number,
        is_newest=is_newest,
        text_before=old.text if old else None,
        outcome_before=old.outcome if old and old.outcome != draft.outcome else "",
        files_added=tuple(name for sha, name in has.items() if sha not in had) if old else (),
        files_removed=tuple(name for sha, name in had.items() if sha not in has),
    )


def compared(old: str, new: str) -> tuple[tuple[Sign, str], ...]:
    """The new text with what was added and removed, in stretches; blanks belong to the word before them.

    The stretches that are not "removed", put together, are the new text; those not "added" are the old one.
    """
    before, after = _words(old), _words(new)
    stretches: list[tuple[Sign, str]] = []
    for code, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if code == "equal":
            stretches.append(("same", "".join(after[c:d])))
            continue
        if a < b:
            stretches.append(("removed", "".join(before[a:b])))
        if c < d:
            stretches.append(("added", "".join(after[c:d])))
    return tuple(stretches)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for letter in text:
        if words and (letter.isspace() or not words[-1][-1].isspace()):
            words[-1] += letter
        else:
            words.append(letter)
    return words
