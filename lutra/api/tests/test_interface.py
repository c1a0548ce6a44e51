"""The open interface: every operation keeps its promise, errors can be read, and nobody who asked is in it."""

from __future__ import annotations

import gzip
import json
import re
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import TypeAdapter

from lutra.api import door, operations
from lutra.api.interface import API, EXAMPLE
from lutra.api.paging import opened_number, sealed
from lutra.api.tests.conftest import HOST, OTHER
from lutra.catalogue import actions as catalogue
from lutra.catalogue.models import Item
from lutra.directory.actors import system
from lutra.directory.models import Government, PublicBody
from lutra.ledger.followers import catch_up
from lutra.publishing.catalogue import projection
from lutra.publishing.catalogue.models import PublicItem
from lutra.testing import factories

pytestmark = pytest.mark.django_db

EXAMPLES = {
    operation.operation_id: operation.openapi_extra[EXAMPLE]
    for _prefix, router in API._routers
    for view in router.path_operations.values()
    for operation in view.operations
}
SHAPES = {
    operation.operation_id: operation.response_models[200].__annotations__["response"]
    for _prefix, router in API._routers
    for view in router.path_operations.values()
    for operation in view.operations
}


def told(program: Client, path: str, **headers: Any) -> Any:
    response = program.get(path, headers={"host": HOST, **headers})
    assert response.status_code == 200, (path, response.content)
    return response.json()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_each_documented_example_runs_and_fits_its_own_schema(program: Client, name: str) -> None:
    found = told(program, EXAMPLES[name])
    # Strangers among the fields are refused, and so is a field that is not there.
    assert TypeAdapter(SHAPES[name]).validate_python(found)
    assert found if isinstance(found, list) else found.get("items", [1]), "the example shows nothing"


def test_the_description_is_openapi_3_1_and_names_every_operation(program: Client) -> None:
    described = told(program, "/api/v1/openapi.json")
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": f"http://{HOST}"}]
    found = {one["operationId"]: one for each in described["paths"].values() for one in each.values()}
    assert found.keys() == EXAMPLES.keys()
    for operation in found.values():
        assert operation["responses"]["404"]["content"].keys() == {"application/problem+json"}
        assert operation["description"]


def test_the_page_of_documentation_runs_no_script_of_its_own_and_links_each_example(program: Client) -> None:
    page = program.get("/api/v1/docs")
    assert page.status_code == 200
    for example in EXAMPLES.values():
        assert f'href="{example.replace("&", "&amp;")}"' in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_an_item_comes_with_its_files_and_dataset(program: Client) -> None:
    found = told(program, "/api/v1/items/1")
    assert found["title"] == "Profil kesehatan 2019"
    assert found["dataset"] == {"concept": "Kesehatan", "unit": "orang"}
    (file,) = found["files"]
    assert len(file["sha256"]) == 64
    given_out = program.get(file["download"].removeprefix(f"http://{HOST}"))
    assert b"".join(given_out.streaming_content) == b"puskesmas;23\n"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("class=periodic", 1),
        ("class=immediate", 0),
        ("body=dinkes", 1),
        ("body=bpkad", 0),
        ("format=csv", 1),
        ("format=pdf", 0),
        ("q=profil%202019", 1),
        ("q=profil%20jalan", 0),
        ("updated_since=2020-01-01T00:00:00Z", 1),
        ("updated_since=2040-01-01T00:00:00Z", 0),
        ("place=73.22", 0),
        ("year=1999", 0),
    ],
)
def test_items_are_narrowed(program: Client, query: str, count: int) -> None:
    assert len(told(program, f"/api/v1/items?{query}")["items"]) == count


def test_a_due_date_is_what_the_command_prints(
    program: Client, lutra: Government, capsys: pytest.CaptureFixture[str]
) -> None:
    main = import_module("lutra.cli").main  # the layers do not know each other
    assert main(["law", "due", "request.reply", "--from", "2026-03-02", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert told(program, "/api/v1/law/due?rule=request.reply&from=2026-03-02") == printed


def test_a_version_says_what_it_changed(program: Client) -> None:
    found = told(program, "/api/v1/versions/1/diff")
    assert found["before"] is None
    assert [row["title"] for row in found["added"]] == ["Profil kesehatan 2019"]


# --- paging ---


@settings(max_examples=25)
@given(
    limit=some.integers(1, 7),
    before=some.integers(0, 12),
    between=some.lists(some.integers(0, 2), max_size=4),
)
def test_pages_hold_each_row_once_however_many_are_added_meanwhile(
    limit: int, before: int, between: list[int]
) -> None:
    """What was there at the start is seen exactly once; what comes later is not seen."""
    rows = list(range(1, before + 1))
    added = iter([*between, *[0] * 100])
    seen: list[int] = []
    cursor = ""
    while True:
        wanted = [row for row in reversed(rows) if not cursor or row < opened_number(cursor)]
        seen += wanted[:limit]
        if len(wanted) <= limit:
            break
        cursor = sealed(wanted[limit - 1])
        rows += range(len(rows) + 1, len(rows) + 1 + next(added))
    assert seen == list(range(before, 0, -1))


def test_the_next_link_leads_through_all_items_while_one_is_added(program: Client, lutra: Government) -> None:
    office = PublicBody.objects.get(government=lutra, slug="dinkes")
    for number in range(2, 8):
        factories.item(office, title=f"Laporan {number}")
    catch_up()
    seen: list[int] = []
    address = "/api/v1/items?class=periodic&limit=3"
    while address:
        response = program.get(address)
        page = response.json()
        seen += [row["number"] for row in page["items"]]
        address = (page["next"] or "").removeprefix(f"http://{HOST}")
        assert response.headers.get("Link", "") == (f'<{page["next"]}>; rel="next"' if page["next"] else "")
        factories.item(office, title=f"Sisipan {len(seen)}")
        catch_up()
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_the_register_the_bodies_and_the_clauses_can_be_walked_to_their_end(
    program: Client, lutra: Government
) -> None:
    for _each in range(4):
        factories.file_request(lutra)
    factories.body(lutra, "bpkad")
    catch_up()
    for address in ("register?limit=2", "bodies?limit=1", "law/clauses?limit=40"):
        seen: list[str] = []
        path = f"/api/v1/{address}"
        while path:
            page = told(program, path)
            seen += [json.dumps(row, sort_keys=True) for row in page["items"]]
            path = (page["next"] or "").removeprefix(f"http://{HOST}")
        assert len(seen) == len(set(seen)) > 1, address


@pytest.mark.parametrize("cursor", ["x", "MTox!", sealed("abc"), "MjoxMg", "%00", "9" * 300])
def test_a_cursor_that_was_never_given_is_a_problem(program: Client, cursor: str) -> None:
    response = program.get(f"/api/v1/items?cursor={cursor}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "cursor"


# --- errors ---


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/items/99", 404),
        ("get", "/api/v1/items/99999999999999999999", 404),
        ("get", "/api/v1/tidak/ada", 404),
        ("get", "/api/v1/versions/9", 404),
        ("get", "/api/v1/answers/9", 404),
        ("get", "/api/v1/bodies/tidak-ada", 404),
        ("post", "/api/v1/items", 405),
        ("delete", "/api/v1/items/1", 405),
        ("put", "/api/v1/tidak/ada", 405),
        ("get", "/api/v1/items?limit=0", 422),
        ("get", "/api/v1/items?limit=9999", 422),
        ("get", "/api/v1/items?updated_since=kemarin", 422),
        ("get", "/api/v1/items?updated_since=0001-01-01T00:00:00%2B14:00", 422),
        ("get", "/api/v1/items?updated_since=9999-12-31T23:59:59-12:00", 422),
        ("get", "/api/v1/items?class=rahasia", 422),
        ("get", "/api/v1/register?outcome=entah", 422),
        ("get", "/api/v1/search?kind=entah", 422),
        ("get", "/api/v1/search?class=entah", 422),
        ("get", "/api/v1/items/satu", 422),
        ("get", "/api/v1/law/due?rule=tidak.ada&from=2026-03-02", 422),
        ("get", "/api/v1/law/due?rule=request.reply&from=kapan", 422),
        ("get", "/api/v1/law/due", 422),
        ("get", "/api/v1/figures?since=2021-01-01&until=2020-01-01", 422),
    ],
)
def test_every_error_is_a_problem_in_words(program: Client, method: str, path: str, status: int) -> None:
    response = getattr(program, method)(path)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    assert said["type"].startswith(f"http://{HOST}/api/v1/docs#")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_day_that_is_none_is_blamed_on_its_parameter_in_our_words(program: Client) -> None:
    said = program.get("/api/v1/law/due?rule=request.reply&from=2026-03-02T25:00").json()
    assert said["errors"] == [{"parameter": "from", "code": "date"}]
    assert "hour" not in said["detail"]


def test_a_nul_in_a_question_is_no_accident(program: Client) -> None:
    for path in (
        "items?q=%00",
        "items?body=%00",
        "answers?q=a%00",
        "bodies/%00",
        "search?q=%00",
        "register?q=%00",
    ):
        assert program.get(f"/api/v1/{path}").status_code in {200, 404, 422}, path


def test_an_accident_of_ours_tells_nothing_of_itself(
    program: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError("Ani, 7322010101900001")

    monkeypatch.setattr(operations, "find_item", broken)
    response = program.get("/api/v1/items/1")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert "Ani" not in response.content.decode() + caplog.text


def test_whoever_comes_too_often_is_told_when_to_come_again(
    program: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LIMIT", 2)
    monkeypatch.setattr("lutra.api.door.time.time", lambda: 1_000_000.0)
    left = [program.get("/api/v1/items")["RateLimit-Remaining"] for _each in range(2)]
    assert left == ["1", "0"]
    response = program.get("/api/v1/items")
    assert response.status_code == 429
    assert response["Content-Type"] == "application/problem+json"
    assert int(response["Retry-After"]) == door.WINDOW - 1_000_000 % door.WINDOW


def test_errors_say_their_language_by_the_readers_wish(program: Client) -> None:
    for wish, language in (("en-US,en;q=0.9", "en"), ("fr, id;q=0.5", "id"), ("", "id")):
        response = program.get("/api/v1/items/99", headers={"host": HOST, "accept-language": wish})
        assert response["Content-Language"] == language
        assert "Accept-Language" in response["Vary"]


# --- validators and other origins ---


def test_what_did_not_change_is_answered_with_304(program: Client, lutra: Government) -> None:
    first = program.get("/api/v1/items/1")
    assert first["Last-Modified"]
    again = program.get("/api/v1/items/1", headers={"host": HOST, "if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    PublicItem.objects.update(title="Judul lain")
    assert (
        program.get("/api/v1/items/1", headers={"host": HOST, "if-none-match": first["ETag"]}).status_code
        == 200
    )


def test_an_answer_is_packed_and_known_again_packed(program: Client) -> None:
    packed = {"host": HOST, "accept-encoding": "gzip"}
    first = program.get("/api/v1/law/clauses", headers=packed)
    assert first["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(first.content))["items"]
    again = program.get("/api/v1/law/clauses", headers={**packed, "if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_what_a_search_can_be_narrowed_by_is_said_in_words(program: Client) -> None:
    facets = told(program, "/api/v1/search")["facets"]
    labels = {name: [choice["label"] for choice in choices] for name, choices in facets.items()}
    assert "Informasi" in labels["kind"]
    assert all(label for several in labels.values() for label in several)


def test_a_head_has_no_body_and_other_origins_may_read(program: Client) -> None:
    head = program.head("/api/v1/items/1")
    assert (head.status_code, head.content) == (200, b"")
    asked = program.options("/api/v1/items", headers={"host": HOST, "origin": "https://contoh.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in asked


# --- what must not be there ---


def everything(program: Client, host: str = HOST) -> str:
    """All that the interface says, by its examples and by what these lead to."""
    pages = [
        program.get(path, headers={"host": host}) for path in (*EXAMPLES.values(), "/api/v1/openapi.json")
    ]
    return "\n".join(page.content.decode() + str(dict(page.headers)) for page in pages)


def test_nothing_private_or_withdrawn_is_in_any_answer_also_after_making_all_anew(
    program: Client, lutra: Government
) -> None:
    office = PublicBody.objects.get(government=lutra, slug="dinkes")
    factories.item(office, title="KENARIBELUM terbit", is_public=False)
    gone = factories.item(office, title="KENARITARIK ditarik")
    named = factories.item(office, title="Laporan yang judulnya diubah")
    Item.objects.filter(pk=named.pk).update(title="Data KENARINAMA NIK 7322010101900001")  # past every check
    catch_up()
    projection.rebuild(lutra)
    assert "KENARITARIK" in everything(program) + program.get("/api/v1/items").content.decode()
    catalogue.withdraw_item(gone, reason="Keliru", by=system(lutra.pk))
    catch_up()
    for _round in range(2):
        said = everything(program) + program.get("/api/v1/items").content.decode()
        said += "".join(
            program.get(f"/api/v1/items/{each.number}").content.decode() for each in (gone, named)
        )
        for private in ("KENARI", factories.ANI["name"], factories.ANI["nik"], "7322010101900001"):
            assert private not in said, private
        projection.rebuild(lutra)
    assert Item.objects.count() == 4


def test_another_government_sees_nothing_of_this_one(program: Client, other: Government) -> None:
    said = everything(program, OTHER)
    for word in ("Profil kesehatan", "jalan rusak", "LUTRA", "Luwu Utara"):
        assert word not in re.sub(r'"label": ?"[^"]*"', "", said), word
