"""A decree freezes the exempt list, too; everybody may take it away, and nobody is named in any format."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime

import pytest

from lutra.catalogue.actions import sign_list
from lutra.catalogue.errors import ItemIncomplete
from lutra.catalogue.lists.versions import diff, frozen_bytes, newest_version, versions
from lutra.catalogue.models import Item, ListVersion
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Holding
from lutra.directory.roles import Role
from lutra.exemptions.actions import open_exemption
from lutra.exemptions.versions import EXEMPT
from lutra.ledger.queries import history
from lutra.publishing.opendata.addresses import site_of
from lutra.publishing.versions import public_json, public_rows, table
from lutra.testing import factories
from lutra.testing.factories import officer

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 3, 1, tzinfo=UTC)


@pytest.fixture
def here() -> Government:
    return factories.government("73.22")


def sign(here: Government, number: str, **how: object) -> ListVersion:
    ppid = officer(here, Role.PPID_UTAMA)
    holding = Holding.objects.filter(government=here, post__role=Role.PPID_UTAMA).first()
    given = {"signatory": holding, "decree_date": DAY, "by": ppid, "of": EXEMPT, "at": AT, **how}
    return sign_list(here, decree_number=number, **given)  # type: ignore[arg-type]


@pytest.mark.law("P13")
def test_the_exempt_list_is_frozen_apart_from_the_list_of_public_information(here: Government) -> None:
    row = factories.exemption(factories.body(here), on=DAY)
    factories.item(factories.body(here, "pu"))
    dip = sign(here, "1/2026", of=None)
    exempt = sign(here, "1/2026")
    assert (dip.register, dip.number, exempt.register, exempt.number) == ("dip", 1, "exempt", 1)
    assert list(versions(here)) == [dip]
    assert newest_version(here, of=EXEMPT) == exempt
    frozen = json.loads(frozen_bytes(exempt))
    assert (frozen["list"], [one["information"] for one in frozen["items"]]) == (
        "exempt",
        [row.test.information],
    )
    assert row.test.information not in frozen_bytes(dip).decode()
    entry = list(history(("list_version", exempt.pk), here.pk))[-1]
    assert (entry.kind, entry.data["register"], entry.data["sha256"]) == (
        "list.signed",
        "exempt",
        exempt.sha256,
    )


def test_the_difference_names_what_was_opened_and_what_is_withheld_anew(here: Government) -> None:
    gone = factories.exemption(factories.body(here), on=DAY)
    first = sign(here, "1/2026")
    open_exemption(gone, because="decision", reason="SK 3", by=officer(here, Role.PPID_UTAMA), at=AT)
    new = factories.exemption(factories.body(here, "pu"), on=DAY, information="Nilai uji kompetensi pegawai")
    second = sign(here, "2/2026", at=datetime(2026, 3, 4, 1, tzinfo=UTC))
    found = diff(first, second, of=EXEMPT)
    assert [row["number"] for row in found.added] == [new.number]
    assert [row["number"] for row in found.removed] == [gone.number]


def test_an_empty_list_and_a_stranger_sign_nothing(here: Government) -> None:
    with pytest.raises(ItemIncomplete, match="Belum ada pengecualian"):
        sign(here, "1/2026")
    factories.exemption(factories.body(here), on=DAY)
    with pytest.raises(NotPermitted):
        sign(here, "1/2026", by=officer(here, Role.PROCESSING))


def test_the_public_bytes_are_the_signed_ones_and_none_tells_what_is_withheld(here: Government) -> None:
    canaries = {
        "document": "Berkas KENARI-DOKUMEN",
        "legal_analysis": "KENARI-ANALISIS",
        "public_interest": "KENARI-TIMBANGAN",
    }
    factories.exemption(factories.body(here), on=DAY, **canaries)
    version = sign(here, "1/2026")
    assert hashlib.sha256(public_json(version)).hexdigest() == version.sha256
    made = table(site_of(here, "https://lutra.example/"), version, public_rows(version), language="id")
    shown = f"{public_json(version).decode()} {[list(row) for row in made.rows]}"
    assert "Riwayat kesehatan perorangan" in shown
    assert "KENARI" not in shown


def test_words_that_name_somebody_stay_out_of_every_public_format(here: Government) -> None:
    """Of a list of public information, whose rows are frozen as they were typed, and of the exempt list."""
    body = factories.body(here)
    listed = factories.item(body)
    Item.objects.filter(pk=listed.pk).update(
        title="Aduan, hubungi 081234567890", summary="NIK 7322034107900001"
    )
    factories.exemption(body, on=DAY, information="Aduan warga, hubungi 081234567890")
    for version in (sign(here, "1/2026", of=None), sign(here, "2/2026")):
        made = table(site_of(here, "https://lutra.example/"), version, public_rows(version), language="id")
        shown = f"{public_json(version).decode()} {[list(row) for row in made.rows]}"
        assert "081234567890" not in shown
        assert "7322034107900001" not in shown
    dip = versions(here).get()
    assert json.loads(public_json(dip))["signed_sha256"] == dip.sha256
