"""The official areas of Luwu Utara: right in number, and never mistaken for one another by name."""

from __future__ import annotations

from collections import Counter

import pytest

from lutra.directory import regions
from lutra.directory.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def luwu_utara_regions() -> None:
    regions.load(regions.read("73.22"))


@pytest.mark.usefixtures("luwu_utara_regions")
def test_luwu_utara_has_15_kecamatan_7_kelurahan_and_166_desa() -> None:
    inside = Region.objects.filter(code__startswith="73.22.")
    assert Counter(inside.values_list("kind", flat=True)) == {"district": 15, "ward": 7, "village": 166}
    assert Region.objects.get(code="73.22").name == "Luwu Utara"
    assert Region.objects.get(code="73.22").parent_id == "73"


@pytest.mark.usefixtures("luwu_utara_regions")
def test_every_area_lies_in_the_one_that_its_code_says() -> None:
    for region in Region.objects.filter(code__startswith="73.22."):
        assert region.parent_id == region.code.rpartition(".")[0]


@pytest.mark.usefixtures("luwu_utara_regions")
def test_repeated_names_are_told_apart_by_their_kecamatan() -> None:
    villages = Region.objects.filter(kind__in=["ward", "village"]).select_related("parent")
    repeated = {name for name, count in Counter(villages.values_list("name", flat=True)).items() if count > 1}
    assert len(repeated) >= 5
    shown = [str(region) for region in villages]
    assert len(set(shown)) == len(shown)
    assert all("Kecamatan" in text for text in shown)


@pytest.mark.usefixtures("luwu_utara_regions")
def test_loading_again_changes_nothing() -> None:
    before = list(Region.objects.values_list())
    regions.load(regions.read("73.22"))
    assert list(Region.objects.values_list()) == before


@pytest.mark.usefixtures("luwu_utara_regions")
def test_a_renamed_area_keeps_its_code() -> None:
    regions.load([("73.22.03.1006", "Bone Baru")])
    assert Region.objects.get(code="73.22.03.1006").name == "Bone Baru"
    assert Region.objects.filter(code__startswith="73.22.").count() == 188


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("73", "province"),
        ("73.22", "regency"),
        ("73.71", "city"),
        ("73.22.03", "district"),
        ("73.22.03.1006", "ward"),
        ("73.22.03.2001", "village"),
    ],
)
def test_a_code_shows_the_kind(code: str, kind: str) -> None:
    assert regions.kind_of(code) == kind


def test_an_area_that_does_not_ship_is_empty() -> None:
    assert regions.read("99.99") == []
