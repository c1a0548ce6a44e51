"""The evidence of a delivery, read in one way for whatever is delivered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from lutra.requests.decisions import too_long
from lutra.requests.errors import NoProof


def read_evidence(evidence: str, *, of: type[models.Model]) -> str:
    """The evidence without spaces around it. Raises NoProof when it is empty or longer than the column of ``of``."""
    written = evidence.strip()
    if not written:
        raise NoProof(_("Tuliskan bukti penyampaian, misalnya nama penerima dan tanggal atau nomor resi."))
    if wrong := too_long(of, {"evidence": written}):
        raise NoProof(" ".join(wrong.values()))
    return written
