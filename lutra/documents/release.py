"""The release gate: no file is published that was not examined, decided and certified. All publishing asks here.

``examine`` asks for a look (scanner, inspector); ``decide`` answers each finding; ``certify`` issues the certificate;
``is_releasable`` and ``require`` ask. It fails closed: a tool that fails, hangs, is not there though it must be, or
does not know the file, withholds it. Nothing personal is kept: findings have a kind, a place and a masked value.

This is the door; the rooms are ``examining``, ``deciding``, ``certifying``, ``replacing`` and ``gate``.
"""

from lutra.documents.certifying import as_json, certificate, certify, certify_if_clear
from lutra.documents.deciding import decide, decide_many
from lutra.documents.examining import examine
from lutra.documents.gate import (
    EVENTS,
    PROBLEMS,
    Gate,
    gate,
    gates,
    is_releasable,
    latest,
    releasable,
    replaced,
    require,
)
from lutra.documents.replacing import replace, restore

__all__ = [
    "EVENTS",
    "PROBLEMS",
    "Gate",
    "as_json",
    "certificate",
    "certify",
    "certify_if_clear",
    "decide",
    "decide_many",
    "examine",
    "gate",
    "gates",
    "is_releasable",
    "latest",
    "releasable",
    "replace",
    "replaced",
    "require",
    "restore",
]
