"""Identities lie sealed; keys can be rotated; whoever changes a sealed byte is found out."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from lutra.directory.actions import enrol_applicant
from lutra.directory.models import Government, Identity
from lutra.directory.sealing import mark, seal, seal_bytes, unseal, unseal_bytes
from lutra.keys import secret_file
from lutra.testing.people import ANI, MOMENT

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.dictionaries(st.text(), st.text()))
def test_what_is_sealed_comes_back(data: dict[str, str]) -> None:
    data = {key: value for key, value in data.items() if (key + value).isprintable()}
    assert unseal(seal(data)) == data


def test_sealing_twice_does_not_show_that_it_is_the_same_person() -> None:
    assert seal(ANI) != seal(ANI)


def test_nothing_of_the_identity_shows(settings: Settings) -> None:
    sealed = seal(ANI)
    assert not any(value.encode() in sealed for value in ANI.values())


def test_after_a_rotation_old_seals_open_and_new_ones_use_the_new_key(settings: Settings) -> None:
    settings.LUTRA_IDENTITY_KEYS = [OLD]
    before, known = seal(ANI), mark(1, ANI["nik"])
    settings.LUTRA_IDENTITY_KEYS = [NEW, OLD]
    after = seal(ANI)
    assert unseal(before) == unseal(after) == ANI
    assert mark(1, ANI["nik"]) == known, "somebody who asks again is still recognised"
    settings.LUTRA_IDENTITY_KEYS = [NEW]
    assert unseal(after) == ANI
    with pytest.raises(InvalidToken):
        unseal(before)


@pytest.mark.parametrize("place", [0, 1, 9, 30, -1])
def test_one_changed_byte_is_found_out(place: int) -> None:
    sealed = bytearray(seal_bytes(b"%PDF-1.7 surat"))
    sealed[place] ^= 1
    with pytest.raises(InvalidToken):
        unseal_bytes(bytes(sealed))


def test_a_mark_tells_equal_numbers_within_one_government_only() -> None:
    assert mark(1, "7322034107900001") == mark(1, " 73220341 07900001 ")
    assert mark(1, "ahu-001") == mark(1, "AHU-001")
    assert len({mark(1, "7322034107900001"), mark(2, "7322034107900001"), mark(1, "7322034107900002")}) == 3


def test_a_mark_cannot_be_made_without_the_key(settings: Settings) -> None:
    known = mark(1, ANI["nik"])
    settings.LUTRA_MARK_KEY = NEW
    assert mark(1, ANI["nik"]) != known


def test_the_mark_outlives_every_identity_key(settings: Settings) -> None:
    settings.LUTRA_IDENTITY_KEYS = [OLD]
    known = mark(1, ANI["nik"])
    settings.LUTRA_IDENTITY_KEYS = [NEW]
    assert mark(1, ANI["nik"]) == known


def test_the_mark_s_own_key_begins_as_the_oldest_identity_key(tmp_path: Path) -> None:
    assert secret_file(tmp_path / "mark", first=OLD) == OLD
    assert secret_file(tmp_path / "mark", first=NEW) == OLD, "it is made once and never follows"


def test_an_applicant_row_tells_nothing(luwu_utara: Government) -> None:
    applicant = enrol_applicant(luwu_utara, kind="individual", identity=ANI, at=MOMENT)
    assert str(applicant) == f"#{applicant.pk} (individual)"
    assert "Ani" not in repr(applicant) + repr(applicant.identity) + str(applicant.__dict__)
    assert Identity.objects.get().open() == ANI
