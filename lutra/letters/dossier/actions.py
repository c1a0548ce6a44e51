"""Making the dossier: one deed, entered in the book, since it tells who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone, translation

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.letters.dossier import gathering
from lutra.letters.signing import LocalSigner, signer_for
from lutra.objections.dossier import Paper, Seal, pack, sha256
from lutra.objections.models import Objection

PERMISSION = "disputes.make_dossier"


@dataclass(frozen=True, slots=True)
class Dossier:
    """The archive for the commission, and the annex for its closed examination where there is something to close."""

    name: str
    bundle: bytes
    annex: bytes | None

    @property
    def annex_name(self) -> str:
        """The annex's file name."""
        return f"{self.name.removesuffix('.zip')}-tertutup.zip"


def make(objection: Objection, /, *, by: Actor, at: datetime | None = None) -> Dossier:
    """Make the dossier of an objection in the commission's order (UU 14/2008 Pasal 45), and enter that it was made.

    1. Typesetting is slow and writes nothing, so it happens before the transaction.
    2. The book gets "dossier.made" with the digests, before the dossier leaves.

    Made twice of the same case it is the same, byte for byte.
    Raises NotPermitted, FileDamaged, DossierDamaged, SigningFailed.
    """
    if by.kind == "officer":
        permit(by, PERMISSION, government_id=objection.government_id)
    elif by.kind != "system" or by.government_id != objection.government_id:
        raise NotPermitted(PERMISSION)
    made, files, root = _assemble(objection)
    with transaction.atomic():
        ledger.record(
            government_id=objection.government_id,
            kind="dossier.made",
            subject=objection.ledger_subject,
            by=by,
            at=at or timezone.now(),
            data={
                "sha256": sha256(made.bundle),
                "annex": sha256(made.annex) if made.annex else None,
                "files": files,
                "root": root,
            },
        )
    return made


def _assemble(objection: Objection) -> tuple[Dossier, int, int]:
    """The dossier, how many files it holds, and the last entry it tells."""
    case = gathering.CaseFile(objection)
    seal, signer = _seal(objection.government)
    # The law's lists and our own papers speak Indonesian here, whoever asks.
    with translation.override(gathering.LANGUAGE):
        papers, sealed = gathering.open_papers(case), gathering.sealed_papers(case)
        about = gathering.about(case)
        bound = partial(_bound, case, signer=signer)
        listed = [
            {"number": f"T{n:02d}", "size": len(one.content), "sha256": sha256(one.content)}
            for n, one in enumerate(sealed, 1)
        ]
        bundle = pack(bound(papers, sealed), about={**about, "kind": "bundle", "sealed": listed}, seal=seal)
        annex = None
        if sealed:
            annex = pack(
                bound(sealed, (), is_annex=True), about={**about, "kind": "sealed", "sealed": []}, seal=seal
            )
    name = f"berkas-sengketa-{objection.reference.replace('/', '-')}.zip"
    return Dossier(name, bundle, annex), len(papers) + 2, case.entries[-1].seq


def _bound(
    case: gathering.CaseFile,
    papers: list[Paper],
    sealed: list[Paper] | tuple[()],
    *,
    signer: str,
    is_annex: bool = False,
) -> list[Paper]:
    """The papers behind their index, with the list of digests at the end."""
    first = gathering.index(case, papers, sealed, signer=signer, is_annex=is_annex)
    every = [first, *papers]
    return [*every, gathering.hashes(every)]


def _seal(government: Government) -> tuple[Seal | None, str]:
    """The key on this machine, if there is one whose signatures can be repeated; and what its certificate is called."""
    signer = signer_for(government)
    if not isinstance(signer, LocalSigner) or not signer.signs_alike:
        return None, ""
    return Seal(signer.certificate, signer.raw), signer.name
