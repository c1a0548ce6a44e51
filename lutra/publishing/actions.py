"""The deeds of publishing."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.publishing import personal
from lutra.publishing.errors import NothingToPublish, PersonalDataFound
from lutra.publishing.followers import SUMMARISED
from lutra.publishing.models import Summary
from lutra.publishing.projection import clean
from lutra.requests.models import Request

PERMISSION = "publishing.summarise"
LONGEST = 300

#: What was found, in words for the officer; the finding itself is never repeated.
LABELS = {
    "identity_number": gettext_lazy("nomor identitas"),
    "phone": gettext_lazy("nomor telepon"),
    "email": gettext_lazy("alamat surel"),
    "account": gettext_lazy("nomor rekening atau nomor panjang lain"),
    "plate": gettext_lazy("nomor polisi kendaraan"),
    "link": gettext_lazy("tautan atau nama akun"),
    "address": gettext_lazy("alamat rumah"),
    "person": gettext_lazy("nama orang"),
    "script": gettext_lazy("huruf dari abjad lain"),
    "own_name": gettext_lazy("nama pemohon"),
    "own_address": gettext_lazy("alamat pemohon"),
    "own_data": gettext_lazy("data pemohon"),
}


@transaction.atomic
def summarise(request: Request, /, *, text: str, by: Actor, at: datetime | None = None) -> Summary:
    """Give a request its wording in the public register, in place of a subject that stays closed.

    The wording passes the same check as a subject. The book keeps its digest only, so that a wording which should
    not have gone out can still be taken away. Raises NotPermitted, NothingToPublish, PersonalDataFound.
    """
    permit(by, PERMISSION, government_id=request.government_id)
    if by.user_id is None:
        raise NotPermitted(PERMISSION)
    wording = clean(text)
    if not wording:
        raise NothingToPublish(
            _("Tuliskan ringkasan permohonan ini dengan kata-kata yang boleh dibaca umum.")
        )
    if len(wording) > LONGEST:
        raise NothingToPublish(
            _("Ringkasan paling panjang %(most)d huruf; persingkatlah.") % {"most": LONGEST}
        )
    found = personal.find(wording, identity=request.applicant.identity.open())
    if found:
        raise PersonalDataFound(
            _(
                "Ringkasan masih memuat %(what)s. Hapus bagian itu; yang perlu diketahui umum hanya apa yang diminta."
            )
            % {"what": ", ".join(sorted(str(LABELS[kind]) for kind in found))},
            found,
        )
    moment = at or timezone.now()
    summary = Summary.objects.create(
        government_id=request.government_id,
        request_id=request.pk,
        text=wording,
        written_by_id=by.user_id,
        written_at=moment,
    )
    ledger.record(
        government_id=request.government_id,
        kind=SUMMARISED,
        subject=request.ledger_subject,
        by=by,
        at=moment,
        data={"summary": summary.pk, "sha256": hashlib.sha256(wording.encode()).hexdigest()},
    )
    return summary
