"""Asking the gate: where a file stands, and whether it may be published. Everything else of it is in ``release``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lutra.documents.errors import NotReleasable
from lutra.documents.models import Certificate, Document, Examination, Finding
from lutra.law import statute

#: The entries of the book after which the gate may answer otherwise.
EVENTS = (
    "document.examined",
    "document.withheld",
    "document.certified",
    "document.replaced",
    "document.restored",
    "finding.decided",
)
#: Why a file is withheld without a finding to decide, in words for the officer.
PROBLEMS: Mapping[str, Promise] = {
    "infected": gettext_lazy(
        "Pemindai menemukan virus. Berkas dikarantina dan tidak akan pernah diterbitkan; unggah berkas yang bersih."
    ),
    "scan_failed": gettext_lazy(
        "Pemindai virus tidak menjawab dengan benar. Berkas ditahan; beri tahu administrator, lalu periksa lagi."
    ),
    "not_scanned": gettext_lazy(
        "Belum ada pemindai virus, padahal pemindaian diwajibkan. Beri tahu administrator, lalu periksa lagi."
    ),
    "damaged": gettext_lazy("Isi berkas berubah atau hilang dari penyimpanan; pulihkan dari cadangan."),
    "unknown_type": gettext_lazy(
        "Jenis berkas ini tidak dapat diperiksa. Simpan sebagai PDF, DOCX, XLSX, ODT, ODS, atau CSV."
    ),
    "inspection_failed": gettext_lazy(
        "Pemeriksaan tidak selesai, jadi berkas ditahan. Simpan ulang berkasnya, atau periksa lagi."
    ),
    "inspection_errors": gettext_lazy(
        "Sebagian berkas tidak dapat dibaca, jadi berkas ditahan. Simpan ulang tanpa sandi, lalu unggah lagi."
    ),
    "time": gettext_lazy("Pemeriksaan melewati batas waktu. Bagi berkas menjadi beberapa bagian."),
}

_SAYS: Mapping[str, Promise] = {
    "none": gettext_lazy("Berkas belum diperiksa; mintalah pemeriksaan dulu."),
    "sealed": gettext_lazy("Berkas rahasia tidak pernah diterbitkan."),
    "replaced": gettext_lazy(
        "Dari berkas ini dibuat salinan yang dihitamkan; hanya salinan itu yang boleh keluar, selama tidak dicabut."
    ),
    "waiting": gettext_lazy("Berkas masih menunggu diperiksa."),
    "running": gettext_lazy("Berkas sedang diperiksa."),
    "failed": gettext_lazy("Berkas ditahan oleh pemeriksaan."),
    "undecided": gettext_lazy("Masih ada temuan yang belum diputuskan."),
    "remove": gettext_lazy("Ada yang harus dihilangkan dulu; terbitkan salinan bersihnya."),
    "ready": gettext_lazy("Semua temuan sudah diputuskan; terbitkan dulu sertifikat pemeriksaannya."),
    "certified": gettext_lazy("Berkas lolos pemeriksaan."),
}


@dataclass(frozen=True, slots=True)
class Gate:
    """Where a file stands at the gate. ``code``: a key of the words above; only ``certified`` is open."""

    code: str
    examination: Examination | None = None
    undecided: int = 0
    problem: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the file may be published."""
        return self.code == "certified"

    @property
    def words(self) -> str:
        """The state in a sentence, with what to do."""
        return str(PROBLEMS.get(self.problem) or _SAYS[self.code])


def is_releasable(document: Document, /) -> bool:
    """Whether ``document`` may be shown to everybody."""
    return gate(document).is_open


def require(document: Document, /) -> None:
    """Pass when ``document`` may be shown to everybody. Raises NotReleasable, which says what is still to do."""
    standing = gate(document)
    if not standing.is_open:
        raise NotReleasable(standing.words)


def releasable(document_ids: Iterable[int], /) -> set[int]:
    """Which of these documents may be shown to everybody; six queries however many there are."""
    documents = Document.objects.filter(pk__in=list(document_ids))
    return {pk for pk, standing in gates(documents).items() if standing.is_open}


def gate(document: Document, /) -> Gate:
    """Where ``document`` stands."""
    return gates([document])[document.pk]


def gates(documents: Iterable[Document], /) -> dict[int, Gate]:
    """Where each of ``documents`` stands, by id; the latest examination alone counts."""
    rows = list(documents)
    newest: dict[int, Examination] = {}
    for each in Examination.objects.filter(document__in=[row.pk for row in rows]).order_by("pk"):
        newest[each.document_id] = each
    ids = [each.pk for each in newest.values()]
    blocking = Finding.objects.filter(examination__in=ids, severity=Finding.Severity.BLOCKING)
    removing = [each.code for each in statute.finding_verdicts() if each.removes]
    counted = blocking.filter(verdict="").values("examination").annotate(count=Count("pk")).order_by()
    open_ones = {each["examination"]: each["count"] for each in counted}
    to_remove = set(
        Finding.objects.filter(examination__in=ids, verdict__in=removing).values_list(
            "examination", flat=True
        )
    )
    closed = replaced(rows)
    certified = {
        each.examination_id: each for each in Certificate.objects.filter(examination__in=ids).order_by("pk")
    }
    result = {}
    for row in rows:
        found = newest.get(row.pk)
        result[row.pk] = _judge(
            row,
            found,
            undecided=open_ones.get(found.pk, 0) if found else 0,
            removes=found is not None and found.pk in to_remove,
            is_replaced=row.pk in closed,
            proof=certified.get(found.pk) if found else None,
        )
    return result


def _judge(
    document: Document,
    examination: Examination | None,
    *,
    undecided: int,
    removes: bool,
    is_replaced: bool,
    proof: Certificate | None,
) -> Gate:
    if document.is_sealed or document.image_of_request is not None or document.purged_at is not None:
        return Gate("sealed")
    if is_replaced:
        return Gate("replaced", examination)
    if examination is None or examination.sha256 != document.sha256:
        return Gate("none", examination)
    if examination.state == Examination.State.FAILED:
        return Gate("failed", examination, problem=examination.problem)
    if examination.is_open:
        return Gate(examination.state, examination)
    if undecided:
        return Gate("undecided", examination, undecided=undecided)
    if removes:
        return Gate("remove", examination)
    if proof is None or proof.sha256 != document.sha256:
        return Gate("ready", examination)
    return Gate("certified", examination)


def latest(document: Document, /) -> Examination | None:
    """The newest examination of ``document``."""
    return Examination.objects.filter(document=document).order_by("-pk").first()


def replaced(documents: Iterable[Document], /) -> set[int]:
    """Which of these files, by id, a copy with parts blacked out stands for.

    Asked by content, so that the same file uploaded a second time cannot be laid beside the copy.
    """
    rows = list(documents)
    closed = set(
        Document.objects.filter(
            government__in={row.government_id for row in rows},
            sha256__in={row.sha256 for row in rows},
            replaced_at__isnull=False,
        ).values_list("government", "sha256")
    )
    return {row.pk for row in rows if (row.government_id, row.sha256) in closed}
