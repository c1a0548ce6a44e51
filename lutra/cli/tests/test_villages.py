"""``lutra villages`` and what ``lutra ingest opensid`` keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lutra.catalogue.models import Item
from lutra.channels.opensid import files, harvesting
from lutra.channels.opensid.models import Harvest, VillageSource
from lutra.channels.opensid.tests.conftest import HERE, THERE, Web, listed, lutra, names, shown, web
from lutra.cli import doctor_checks, main
from lutra.directory.models import Government

__all__ = ["lutra", "web"]


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "desa.json"
    path.write_bytes(listed(shown(1), shown(2, kategori="4")))
    return path


def test_what_is_ingested_is_kept_and_becomes_items_that_nobody_sees_yet(
    lutra: Government, answer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", "opensid", str(answer)]) == 0
    assert [one["text"] for one in told(capsys)] == ["APBDes 1", "APBDes 2"]
    assert [item.state for item in Item.objects.all()] == ["draft"]
    assert Harvest.objects.get().document is not None
    assert main(["ingest", "opensid", str(answer)]) == 0
    assert Item.objects.count() == 1


def test_a_dry_run_keeps_nothing(lutra: Government, answer: Path) -> None:
    assert main(["ingest", "opensid", str(answer), "--dry-run"]) == 0
    assert not Item.objects.exists()
    assert not Harvest.objects.exists()


def test_a_file_of_two_villages_is_taken_in_for_each(lutra: Government, tmp_path: Path) -> None:
    path = tmp_path / "dua.json"
    path.write_bytes(listed(shown(1), shown(1, kode_desa=THERE)))
    assert main(["ingest", "opensid", str(path)]) == 0
    assert sorted(Item.objects.values_list("place", flat=True)) == [HERE, THERE]


def test_a_file_of_another_kabupaten_is_printed_and_refused(
    lutra: Government, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lain.json"
    path.write_bytes(listed(shown(1, kode_desa="73.17.01.2001")))
    assert main(["ingest", "opensid", str(path)]) == 1
    said = capsys.readouterr()
    assert len(json.loads(said.out)) == 1
    assert "bukan desa" in said.err
    assert not Item.objects.exists()


def test_a_list_without_documents_is_no_fault(lutra: Government, tmp_path: Path) -> None:
    path = tmp_path / "kosong.json"
    path.write_bytes(listed())
    assert main(["ingest", "opensid", str(path)]) == 0


def test_a_site_is_entered_and_changed(lutra: Government, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["villages", "add", HERE, "tolada.desa.id/index.php/first", "--json"]) == 0
    assert told(capsys)["added"] == [HERE]
    assert VillageSource.objects.get().base_url == "https://tolada.desa.id"
    assert main(["villages", "add", HERE, "https://tolada.opendesa.id", "--json"]) == 0
    assert told(capsys)["changed"] == [HERE]


def test_sites_come_from_a_table_or_not_at_all(
    lutra: Government, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "situs.csv"
    table.write_text(f"Kode Desa;Situs\n{HERE};tolada.desa.id\n7322012002;http://putemata.desa.id/\n")
    assert main(["villages", "add", str(table), "--dry-run"]) == 0
    assert not VillageSource.objects.exists()
    assert main(["villages", "add", str(table)]) == 0
    assert VillageSource.objects.count() == 2
    table.write_text(
        "kode,url\n99,https://a.desa.id\n73.17.01.2001,https://b.desa.id\n"
        f"{HERE},ftp://c\n{THERE},http://10.0.0.1\n"
    )
    capsys.readouterr()
    assert main(["villages", "add", str(table)]) == 1
    said = capsys.readouterr().err
    for line in (2, 3, 4, 5):
        assert f"baris {line}:" in said, said
    assert main(["villages", "add", THERE, "https://tolada.desa.id"]) == 1  # another village's
    assert set(VillageSource.objects.values_list("base_url", flat=True)) == {
        "https://tolada.desa.id",
        "http://putemata.desa.id",
    }


def test_two_villages_may_change_their_sites_with_each_other(lutra: Government, tmp_path: Path) -> None:
    table = tmp_path / "situs.csv"
    for first, second in (("a", "b"), ("b", "a")):
        table.write_text(f"kode,url\n{HERE},https://{first}.desa.id\n{THERE},https://{second}.desa.id\n")
        assert main(["villages", "add", str(table)]) == 0
    assert VillageSource.objects.get(region=HERE).base_url == "https://b.desa.id"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"nama,alamat lain\nx,y\n", b"\x80\x81"])
def test_what_is_no_table_of_sites_is_refused(lutra: Government, tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "situs.csv"
    table.write_bytes(content)
    assert main(["villages", "add", str(table)]) == 1


def test_villages_are_harvested_and_listed(
    lutra: Government, web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (harvesting, files):
        real = module.fetch
        monkeypatch.setattr(
            module,
            "fetch",
            lambda url, real=real, **more: real(url, **{**more, "opener": web, "resolver": names}),
        )
    main(["villages", "add", HERE, "https://tolada.desa.example"])
    main(["villages", "add", THERE, "https://putemata.desa.example"])
    link = "https://tolada.desa.example/a.txt"
    web.show("tolada.desa.example", shown(1, dokumen=link))
    web.put(link, b"isi\n")
    capsys.readouterr()
    assert main(["villages", "harvest", "--json"]) == 0
    one, other = told(capsys)
    assert (one["counts"], one["files"], one["problem"]) == ({"rows": 1, "listed": 1}, 1, None)
    assert (other["problem"], other["status"], bool(other["what_to_do"])) == ("status", 404, True)
    assert main(["villages", "list", "--json"]) == 0
    standings = {village["code"]: village["standing"] for village in told(capsys)}
    assert standings == {HERE: "waits", THERE: "fails"}
    assert main(["villages", "harvest", THERE]) == 1
    assert main(["villages", "harvest", HERE, "--read-again", "--json"]) == 0
    assert main(["villages", "list", "--missing"]) == 0


def test_a_village_without_a_site_cannot_be_harvested(
    lutra: Government, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["villages", "harvest", HERE]) == 1
    assert HERE in capsys.readouterr().err
    assert main(["villages", "harvest", "tolada"]) == 1
    assert main(["villages", "add", HERE]) == 1


def test_the_doctor_tells_of_sites_that_fail_again_and_again(lutra: Government) -> None:
    assert not list(doctor_checks.villages())
    main(["villages", "add", HERE, "https://tolada.desa.example"])
    assert [finding.level for finding in doctor_checks.villages()] == ["ok"]
    VillageSource.objects.update(failures=3, problem="timeout")
    assert [finding.level for finding in doctor_checks.villages()] == ["warning"]
