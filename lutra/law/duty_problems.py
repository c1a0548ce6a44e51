"""Do the lists of what must be published hold together? Part of ``lutra law check``."""

from __future__ import annotations

from collections.abc import Iterator

from lutra.law import clocks, statute
from lutra.law.duties import Obligation


def problems() -> Iterator[str]:
    """Every contradiction in the lists of obligations, one sentence each."""
    yield from _code_problems()
    for obligation in statute.obligations():
        yield from _obligation_problems(obligation)
    yield from law_head_problems()
    stages = {stage.code for stage in statute.procurement_stages()}
    for slot in statute.procurement_slots():
        if slot.stage not in stages:
            yield f"Dokumen pengadaan {slot.code} memakai tahap '{slot.stage}' yang tidak ada."
    for stage in sorted(stages - {slot.stage for slot in statute.procurement_slots()}):
        yield f"Tahap pengadaan {stage} tanpa dokumen."


def law_head_problems() -> Iterator[str]:
    """Every letter of Pasal 11 ayat (1) is carried out by any-time obligations that exist."""
    held = {obligation.code for obligation in statute.obligations(kind="any_time")}
    for head in statute.any_time_law_heads():
        if not head.covered_by:
            yield f"Huruf {head.code} Pasal 11 ayat (1) tidak dilaksanakan oleh kewajiban mana pun."
        for code in head.covered_by:
            if code not in held:
                yield f"Huruf {head.code} Pasal 11 ayat (1) menunjuk kewajiban '{code}' yang tidak ada."


def _code_problems() -> Iterator[str]:
    codes = [code for obligation in statute.obligations() for code in obligation.codes]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"Kode kewajiban {code} dipakai dua kali."


def _obligation_problems(obligation: Obligation) -> Iterator[str]:
    where = f"Kewajiban {obligation.code}"
    if not obligation.code.startswith(f"{obligation.kind}."):
        yield f"{where} tidak berada di daftar {obligation.kind}."
    for code in obligation.codes[1:]:
        if not code.startswith(f"{obligation.code}."):
            yield f"{where}: kode '{code}' harus diawali {obligation.code}."
    if obligation.fulfilled_by == "all" and not obligation.needed:
        yield f"{where} menuntut semua bagian, tetapi tidak ada bagian yang wajib."
    if obligation.rule is not None and obligation.rule not in {rule.name for rule in clocks.rules()}:
        yield f"{where}: jam '{obligation.rule}' tidak ada."
    if obligation.kind == "periodic" and obligation.rule is None:
        yield f"{where} bersifat berkala, jadi perlu jam."
