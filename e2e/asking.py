"""Asking as a citizen does: the form filled in by its words on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from playwright.sync_api import Page, expect

from e2e.visitor import Visitor

# 0042/PPID/LUTRA/2026
NUMBER = re.compile(r"\d{4,}/PPID/[A-Z]+/\d{4}")
CODE_IN_ADDRESS = re.compile(r"/t/([0-9A-Z]+)/")


@dataclass(frozen=True)
class Question:
    """What somebody writes on the form. The people are invented; the numbers have the right structure only."""

    subject: str = "Anggaran perbaikan jembatan gantung Desa Meli 2026"
    details: str = "Rincian anggaran dan realisasinya per triwulan."
    purpose: str = "Mengetahui penggunaan anggaran desa"
    name: str = "Ani Rante Balebo"
    nik: str = "7322014508900003"
    address: str = "Dusun Salu Paremang, Desa Meli, Kecamatan Baebunta"
    email: str = "ani@warga.example"
    delivery: str = "Surat elektronik"

    @property
    def private(self) -> tuple[str, ...]:
        """What nobody but the office may read."""
        return (self.name, self.nik, self.address, self.email)


ANI = Question()


def about(subject: str, **changes: str) -> Question:
    """Ani's question about something else."""
    return replace(ANI, subject=subject, **changes)


def fill(page: Page, question: Question) -> None:
    """Write ``question`` into the form that is open."""
    text = page.get_by_role("textbox", name=re.compile("^Informasi yang diminta"))
    text.fill(question.subject)
    for label, value in (
        ("Rincian", question.details),
        ("Tujuan penggunaan", question.purpose),
        ("Nama lengkap", question.name),
        ("NIK", question.nik),
        ("Alamat", question.address),
        ("Surat elektronik", question.email),
    ):
        page.get_by_role("textbox", name=re.compile(f"^{label}")).fill(value)
    page.get_by_role("radio", name=question.delivery).check()


def ask(visitor: Visitor, question: Question = ANI) -> str:
    """File ``question`` on the web and return its tracking code."""
    visitor.goto("/permohonan/baru/")
    fill(visitor.page, question)
    visitor.press("Kirim permohonan")
    expect(visitor.page.get_by_role("heading", name="Permohonan Anda sudah tercatat")).to_be_visible()
    return code_in(visitor.page.url)


def code_in(address: str) -> str:
    """The tracking code in the address of a page."""
    found = CODE_IN_ADDRESS.search(address)
    assert found, address
    return found[1]
