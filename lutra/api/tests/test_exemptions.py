"""The exempt list for programs: what is withheld and until when, and never a word of what it holds."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.models import Government, PublicBody
from lutra.exemptions.models import Exemption
from lutra.testing import factories

ON = date(2020, 3, 2)
CANARIES = {
    "document": "Berkas KENARI-dokumen",
    "legal_analysis": "KENARI-analisis",
    "public_interest": "KENARI-timbangan",
}


@pytest.fixture
def works(lutra: Government) -> PublicBody:
    return factories.body(lutra, "pu")


def asked(program: Client, query: str = "") -> list[dict[str, Any]]:
    answer = program.get(f"/api/v1/exemptions{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = json.loads(answer.content)["items"]
    return found


@pytest.mark.law("P13")
def test_an_exemption_says_what_is_withheld_and_never_what_it_holds(
    program: Client, works: PublicBody
) -> None:
    row = factories.exemption(works, on=ON, ends_on=date(2030, 1, 1), **CANARIES)
    answer = program.get(f"/api/v1/exemptions/{row.number}")
    told = json.loads(answer.content)
    assert (told["state"], told["ground"], told["sub_item"], told["ends_on"]) == (
        "in_force",
        "h",
        "2",
        "2030-01-01",
    )
    assert told["body"]["slug"] == "pu"
    assert "Pasal 17 huruf h" in told["basis"]
    surfaces = (
        "/api/v1/exemptions?state=all",
        "/data/unduh/dikecualikan.jsonl",
        "/dikecualikan/",
        "/dikecualikan/daftar.json",
        "/api/v1/items",
        "/api/v1/search?q=kenari",
        "/informasi/",
    )
    shown = answer.content + b"".join(b"".join(program.get(path)) for path in surfaces)
    assert b"kenari-" not in shown.lower()


def test_the_list_is_narrowed(program: Client, works: PublicBody) -> None:
    factories.exemption(
        works, on=ON, ends_on=date(2030, 1, 1), ground="b", sub_item="", information="Harga perkiraan"
    )
    Exemption.objects.filter(body=works).update(number=9)
    for query, count in (
        ("", 2), ("?ground=b", 1), ("?ground=a", 0), ("?body=pu", 1), ("?body=pu&ground=h", 0),
        ("?ends_before=2031-01-01", 1), ("?q=harga%20PERKIRAAN", 1), ("?q=PPID/2020", 2),
        ("?state=opened", 0), ("?state=all", 2),
    ):  # fmt: skip
        assert len(asked(program, query)) == count, query
    assert [row["number"] for row in asked(program)] == [9, 1]
    for query in ("?ground=k", "?state=secret"):
        assert program.get(f"/api/v1/exemptions{query}").status_code == 422


def test_pages_follow_each_other(program: Client, works: PublicBody) -> None:
    for _count in range(3):
        factories.exemption(works, on=ON)
    first = json.loads(program.get("/api/v1/exemptions?limit=3").content)
    assert [row["number"] for row in first["items"]] == [4, 3, 2]
    second = json.loads(program.get(first["next"]).content)
    assert ([row["number"] for row in second["items"]], second["next"]) == ([1], None)


def test_words_that_name_somebody_are_left_out_and_not_found(program: Client, works: PublicBody) -> None:
    row = factories.exemption(works, on=ON)
    ConsequenceTest.objects.filter(pk=row.test_id).update(information="Aduan Andi, hubungi 081234567890")
    (told,) = asked(program, "?body=pu")
    assert (told["information"], told["closed"]) == ("", ["information"])
    assert asked(program, "?q=andi") == []
    assert asked(program, "?q=081234567890") == []
