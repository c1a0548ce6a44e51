"""Asking the sandbox about a document, and turning its refusals into ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lutra.documents import sandbox, store
from lutra.documents.errors import FileDamaged
from lutra.documents.models import Document
from lutra.documents.sandbox import Limits, ToolFailed
from lutra.redaction import grounds
from lutra.redaction.errors import CannotRedact
from lutra.redaction.models import Box

#: Somebody waits for these; the making itself is a job and may take longer.
BRIEF = Limits(wall=120.0, cpu=120)
LONG = Limits(wall=1800.0, cpu=1800)


def ask(
    task: str,
    document: Document,
    /,
    arguments: dict[str, Any] | None = None,
    *,
    outputs: Sequence[Path] = (),
    limits: Limits = BRIEF,
) -> dict[str, Any]:
    """What a task of ``sandboxed`` answers about the file. Raises CannotRedact with what to do."""
    if document.is_sealed or document.purged_at is not None:
        raise CannotRedact(_("Berkas rahasia atau yang sudah dimusnahkan tidak dapat dihitamkan."))
    try:
        answer: dict[str, Any] = sandbox.run(
            f"lutra.redaction.sandboxed:{task}",
            {"name": document.name, **(arguments or {})},
            files=[store.local_path(document.sha256)],
            outputs=list(outputs),
            limits=limits,
        )
    except FileDamaged as error:
        raise CannotRedact(
            _("Isi berkas berubah atau hilang dari penyimpanan; pulihkan dari cadangan.")
        ) from error
    except ToolFailed as error:
        raise CannotRedact(str(error)) from error
    if "refused" in answer:
        raise CannotRedact(str(answer["message"]))
    return answer


def shaped(boxes: Sequence[Box]) -> dict[str, Any]:
    """The boxes as the sandbox's tasks take them; each has two texts that must not tell the matter."""
    return {
        "boxes": [
            {
                **{
                    name: getattr(box, name)
                    for name in ("page", "x0", "y0", "x1", "y1", "ground", "sub_item")
                },
                "label": grounds.stamp(box.ground, box.sub_item),
            }
            for box in boxes
        ],
        "texts": [text for box in boxes for text in (box.matter, box.reason)],
    }
