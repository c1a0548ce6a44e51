"""Signatures: by certificate or by hand, whole or tampered with."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from lutra.letters import signing
from lutra.letters.errors import SigningFailed
from lutra.letters.queries import pdf
from lutra.letters.tests.conftest import Office
from lutra.letters.tests.reading import words

PASSWORD = "rahasia-uji"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "ppid.p12"
    signing.make_demo_certificate(path, password=PASSWORD, subject="PPID Luwu Utara")
    return path


@pytest.fixture
def office_with_certificate(office: Office, certificate: Path, settings: Any) -> Office:
    settings.LUTRA_SIGNING_P12, settings.LUTRA_SIGNING_PASSWORD = str(certificate), PASSWORD
    return office


def _trusted(path: Path) -> bytes:
    held = load_pkcs12(path.read_bytes(), PASSWORD.encode()).cert
    assert held is not None
    return held.certificate.public_bytes(Encoding.PEM)


@pytest.mark.law("A23")
def test_a_signed_letter_tells_its_signer_and_that_it_is_intact(
    office_with_certificate: Office, certificate: Path
) -> None:
    letter = office_with_certificate.last(office_with_certificate.ask())
    found = signing.read_signature(pdf(letter), trusted=_trusted(certificate))
    assert letter.is_signed
    assert found is not None
    assert found["intact"]
    assert found["whole"]
    assert found["trusted"]
    assert "PPID Luwu Utara" in found["signer"]
    assert "Ditandatangani secara elektronik" in words(letter)


def test_a_stranger_does_not_trust_a_certificate_of_ones_own(office_with_certificate: Office) -> None:
    found = signing.read_signature(pdf(office_with_certificate.last(office_with_certificate.ask())))
    assert found is not None
    assert found["intact"]
    assert not found["trusted"]


def test_the_second_and_third_letter_are_signed_as_well_as_the_first(
    office_with_certificate: Office, certificate: Path
) -> None:
    for _ in range(3):
        letter = office_with_certificate.last(office_with_certificate.ask())
        found = signing.read_signature(pdf(letter), trusted=_trusted(certificate))
        assert found is not None
        assert found["intact"]
        assert found["whole"]
        assert found["trusted"]


def test_the_signature_of_one_letter_fits_no_other(office_with_certificate: Office) -> None:
    plain = [pdf(office_with_certificate.last(office_with_certificate.ask())) for _ in range(2)]
    containers = [re.search(rb"/Contents ?<([0-9A-Fa-f]{4000,})>", content) for content in plain]
    assert containers[0] is not None
    assert containers[1] is not None
    swapped = plain[0].replace(containers[0][1], containers[1][1])
    assert swapped != plain[0]
    found = signing.read_signature(swapped)
    assert found is not None
    assert not found["intact"]


@pytest.mark.law("A23")
def test_one_changed_byte_is_found(office_with_certificate: Office) -> None:
    content = bytearray(pdf(office_with_certificate.last(office_with_certificate.ask())))
    place = content.index(b"stream", len(content) // 4) + 40
    content[place] ^= 1
    found = signing.read_signature(bytes(content))
    assert found is not None
    assert not found["intact"]


def test_something_added_after_signing_is_found(office_with_certificate: Office) -> None:
    content = pdf(office_with_certificate.last(office_with_certificate.ask()))
    found = signing.read_signature(content + b"\n% ditambah kemudian\n")
    assert found is not None
    assert not found["whole"]


def test_without_a_certificate_a_letter_is_marked_as_signed_by_hand(office: Office) -> None:
    office.government.is_demo = False
    office.government.save()
    letter = office.last(office.ask())
    assert letter.signature == "by_hand"
    assert signing.read_signature(pdf(letter)) is None
    said = words(letter)
    assert "(ditandatangani dengan tangan)" in said
    assert "secara elektronik" not in said


def test_a_wrong_password_is_told_in_words(certificate: Path) -> None:
    with pytest.raises(SigningFailed, match="LUTRA_SIGNING_PASSWORD"):
        signing.LocalSigner(certificate, "salah")


def test_a_missing_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(SigningFailed, match="LUTRA_SIGNING_P12"):
        signing.LocalSigner(tmp_path / "tidak-ada.p12", PASSWORD)


def test_a_demo_certificate_can_be_read_by_its_owner_only(certificate: Path) -> None:
    assert stat.S_IMODE(certificate.stat().st_mode) == 0o600
