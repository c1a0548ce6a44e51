"""What a village's server may send, and what is made of it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from lutra.channels.messages import Message
from lutra.channels.opensid.payload import MOST_BYTES, MOST_ROWS
from lutra.channels.opensid.reading import read, read_answer

ROW = {
    "id": "12",
    "kode_desa": "7322012001",
    "dokumen": "https://sukamaju.example/dokumen_web/unduh_berkas/12",
    "nama": "APBDes 2026",
    "tgl_upload": "2026-02-03 09:15:00",
    "updated_at": "2026-03-01 10:00:00",
    "enabled": "1",
    "kategori": "1",
    "tahun": "2026",
    "aksi": "0",
}


def answer(*rows: Any, **more: Any) -> bytes:
    data = {"ppid": list(rows), "tanggal": "24-11-2026 07:00:00", "pengiriman": "semua", **more}
    return json.dumps({"status": "success", "data": data}).encode()


def only(content: bytes) -> Message:
    (one,) = read(content)
    return one


def test_a_row_becomes_a_message_with_its_facts() -> None:
    one = only(answer(ROW))
    assert (one.channel, one.provider_id, one.kind) == ("opensid", "73.22.01.2001:12", "document")
    assert (one.sender, one.text, one.new_text) == ("73.22.01.2001", "APBDes 2026", "APBDes 2026")
    assert one.as_json()["sent_at"] == "2026-02-03T09:15:00+08:00"
    assert (one.fields["category"], one.fields["year"], one.fields["is_enabled"]) == ("periodic", 2026, True)
    assert (one.errors, one.withheld, one.bounce, one.auto_reply) == ((), (), None, False)
    assert one.raw == ROW
    (file,) = one.as_json()["attachments"]
    assert file == {"name": "12", "type": None, "size": None, "sha256": None, "url": ROW["dokumen"]}


def test_numbers_and_dotted_codes_say_the_same_as_texts() -> None:
    as_numbers = {
        **ROW,
        "id": 12,
        "kode_desa": "73.22.01.2001",
        "enabled": 1,
        "kategori": 1,
        "tahun": 2026,
        "aksi": 0,
    }
    first, second = only(answer(ROW)).as_json(), only(answer(as_numbers)).as_json()
    for one in (first, second):
        del one["raw"], one["fields"]["source"]
    assert first == second


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kategori": "4"}, "dikecualikan"),
        ({"kategori": 4}, "dikecualikan"),
        ({"kategori": None}, "tidak diketahui"),
        ({"kategori": "5"}, "tidak diketahui"),
        ({"enabled": "0"}, "enabled"),
        ({"enabled": "2"}, "enabled"),
        ({"enabled": False}, "enabled"),
        ({"enabled": None}, "enabled"),
        ({"aksi": "3"}, "menghapus"),
        ({"aksi": "9"}, "tidak lengkap"),
        ({"kode_desa": "7322"}, "tidak lengkap"),
        ({"id": "dua belas"}, "tidak lengkap"),
        ({"nama": " "}, "tidak lengkap"),
    ],
)
def test_what_a_village_withholds_or_leaves_unclear_is_never_to_be_published(
    change: dict[str, Any], reason: str
) -> None:
    one = only(answer({**ROW, **change}))
    assert any(reason in why for why in one.withheld), one.withheld


@pytest.mark.parametrize("missing", ["id", "kode_desa", "nama", "enabled", "kategori"])
def test_a_row_without_one_of_the_needed_fields_is_withheld(missing: str) -> None:
    assert only(answer({name: value for name, value in ROW.items() if name != missing})).withheld


def test_the_deed_of_a_row_is_its_kind_and_a_change_has_its_own_moment() -> None:
    kinds = [only(answer({**ROW, "aksi": deed})).kind for deed in ("0", "1", "2", "3")]
    assert kinds == ["document", "document", "edit", "delete"]
    changed = only(answer({**ROW, "aksi": "2"}))
    assert changed.as_json()["sent_at"] == "2026-03-01T10:00:00+08:00"


@pytest.mark.parametrize(("code", "offset"), [("3201012001", "+07:00"), ("9101012001", "+09:00")])
def test_the_zone_is_that_of_the_province(code: str, offset: str) -> None:
    assert only(answer({**ROW, "kode_desa": code})).as_json()["sent_at"].endswith(offset)


def test_two_villages_with_the_same_number_stay_two() -> None:
    ids = {one.provider_id for one in read(answer(ROW, {**ROW, "kode_desa": "7322012002"}))}
    assert ids == {"73.22.01.2001:12", "73.22.01.2002:12"}


def test_a_repeated_row_comes_once() -> None:
    assert len(read(answer(ROW, ROW, {**ROW, "id": "13"}))) == 2


def test_two_different_rows_of_one_number_are_both_withheld() -> None:
    found = read(answer(ROW, {**ROW, "nama": "APBDes perubahan"}))
    assert [one.text for one in found] == ["APBDes 2026", "APBDes perubahan"]
    assert all("lebih dari sekali" in one.withheld[0] for one in found)


def test_an_empty_list_is_no_fault() -> None:
    assert read(answer()) == []


def test_a_list_with_gaps_which_php_writes_as_an_object_is_read() -> None:
    content = json.dumps(
        {"status": "success", "data": {"ppid": {"0": ROW, "2": {**ROW, "id": "13"}}}}
    ).encode()
    assert [one.provider_id[-2:] for one in read(content)] == ["12", "13"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "kosong"),
        (b" \n\0", "kosong"),
        (b"\xef\xbb\xbf", "kosong"),
        (b"<!DOCTYPE html><html><body>500 Internal Server Error</body></html>", "halaman HTML"),
        (b'<html><script>{"data": {"x": 1}}</script></html>', "halaman HTML"),
        (b'{"status": "success"', "bukan JSON"),
        (b"123", "bukan JSON"),
        (b'"ppid"', "bukan JSON"),
        (b"\x00\x01\x02\xff\xfe", "bukan JSON"),
        (b"[" * 200_000, "bukan JSON"),
        (b'{"a": ' * 100_000, "bukan JSON"),
        (b'{"status": "success", "data": {"ppid": null}}', "data.ppid"),
        (b'{"status": "fail", "data": {"tgl_dari": "harus d-m-Y"}}', "harus d-m-Y"),
        (b" " * (MOST_BYTES + 1), "MB"),
    ],
)
def test_what_is_no_answer_is_one_message_that_says_why(content: bytes, error: str) -> None:
    one = only(content)
    assert one.kind == "unreadable"
    assert error in " ".join(one.errors)
    assert one.withheld
    assert one.fields["source"]["bytes"] == len(content)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<br /><b>Notice</b>: Undefined index: tgl_dari [] on line <b>63</b>" + answer(ROW), "teks lain"),
        (b"1" + answer(ROW), "teks lain"),
        (answer(ROW) + b"<!-- 0.03 s -->", "teks lain"),
        (answer(ROW, ROW)[:-200], "terpotong"),
        (answer({**ROW, "nama": "RPJMDes"}, **{"total data": 7}), "menyebut 7"),
        (answer(ROW).replace(b"APBDes", b"Caf\xe9"), "UTF-8"),
    ],
)
def test_an_answer_with_something_in_the_way_is_read_and_the_fault_named(content: bytes, error: str) -> None:
    one = only(content)
    assert one.provider_id == "73.22.01.2001:12"
    assert error in " ".join(one.errors)
    assert not one.withheld


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_fault(encoding: str) -> None:
    one = only(answer(ROW).decode().encode(encoding))
    assert (one.text, one.errors) == ("APBDes 2026", ())


def test_more_rows_than_a_village_can_have_are_cut_off_and_told() -> None:
    found = read(answer(*[{"id": str(number)} for number in range(1, MOST_ROWS + 3)]))
    assert len(found) == MOST_ROWS
    assert "sisanya tidak dibaca" in found[0].errors[0]


@pytest.mark.parametrize("row", [None, "teks", 7, [], [[1]]])
def test_a_row_that_is_none_does_not_hide_the_others(row: Any) -> None:
    first, second = read(answer(row, ROW))
    assert (first.kind, second.text) == ("unreadable", "APBDes 2026")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "//desa.example/1",
        "https://ani:rahasia@desa.example/1",
        "https://desa.example:x/1",
        "http://[",
    ],
)
def test_a_link_that_is_no_whole_web_address_is_left_out(link: str) -> None:
    one = only(answer({**ROW, "dokumen": link}))
    assert one.attachments == ()
    assert any("Tautan" in error for error in one.errors)


def test_a_file_name_is_kept_without_its_folders() -> None:
    one = only(answer({**ROW, "dokumen": None, "satuan": "../../APBDes.pdf"}))
    (file,) = one.attachments
    assert (file.name, file.type, file.url) == ("APBDes.pdf", "application/pdf", "")


def test_characters_that_nobody_sees_do_not_reach_the_text() -> None:
    one = only(answer({**ROW, "nama": "Perdes\u202e \x00\ud800&amp; SK\n2026"}))
    assert one.text == "Perdes & SK 2026"


@pytest.mark.parametrize("value", ["0000-00-00 00:00:00", "", None])
def test_a_moment_that_the_database_leaves_empty_is_none(value: Any) -> None:
    one = only(answer({**ROW, "tgl_upload": value, "updated_at": value}))
    assert (one.sent_at, one.errors) == (None, ())


def test_a_deeply_nested_value_does_not_break_what_is_printed() -> None:
    deep = b'{"a":' * 400 + b"1" + b"}" * 400
    one = only(answer(ROW).replace(b'"APBDes 2026"', deep))
    assert "tidak lengkap" in one.withheld[0]
    assert json.dumps(one.as_json())


def test_no_damage_to_an_answer_ever_raises() -> None:
    chance = random.Random(15)
    whole = answer(ROW, {**ROW, "id": "13", "kategori": "4"}, {**ROW, "id": "14", "enabled": "0"})
    for _ in range(1500):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(broken))
            end = at + chance.choice((1, 1, 1, 40))
            broken[at:end] = chance.randbytes(chance.choice((0, 1, 3)))
        for one in read(bytes(broken)):
            json.dumps(one.as_json(), allow_nan=False)


def test_a_moment_of_a_province_that_nobody_knows_has_no_zone_and_says_so() -> None:
    one = only(answer({**ROW, "kode_desa": "9901012001"}))
    assert one.sent_at is None
    assert any("provinsi desa tidak dikenal" in error for error in one.errors)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-02-03 09:15:00", "2026-02-03T09:15:00+08:00"),
        ("2026-02-03 09:15", "2026-02-03T09:15:00+08:00"),
        ("2026-02-03", "2026-02-03T00:00:00+08:00"),
        ("2026/02/03 09:15", "2026-02-03T09:15:00+08:00"),
        ("03-02-2026 09:15", "2026-02-03T09:15:00+08:00"),
        ("03/02/2026", "2026-02-03T00:00:00+08:00"),
        ("2026-02-03T01:15:00.000000Z", "2026-02-03T09:15:00+08:00"),
        ("2026-02-03T08:15:00+07:00", "2026-02-03T09:15:00+08:00"),
        ("1770081300", "2026-02-03T09:15:00+08:00"),
        (1770081300, "2026-02-03T09:15:00+08:00"),
    ],
)
def test_a_moment_is_read_however_a_version_writes_it(value: Any, moment: str) -> None:
    one = only(answer({**ROW, "tgl_upload": value}))
    assert (one.as_json()["sent_at"], one.errors) == (moment, ())


@pytest.mark.parametrize(
    "value", ["2026-02-30 00:00:00", "besok", "9999999999999", "0001-01-01T00:00:00+23:59"]
)
def test_a_moment_that_is_none_is_told(value: str) -> None:
    one = only(answer({**ROW, "tgl_upload": value, "updated_at": ""}))
    assert one.sent_at is None
    assert any("tidak dapat dibaca" in error for error in one.errors)


def test_one_row_alone_is_read() -> None:
    assert only(json.dumps(ROW).encode()).provider_id == "73.22.01.2001:12"
    assert only(json.dumps({"status": "success", "data": ROW}).encode()).text == "APBDes 2026"


def test_a_link_to_the_folder_of_all_files_is_no_file() -> None:
    one = only(answer({**ROW, "dokumen": "https://sukamaju.example/desa/upload/dokumen/"}))
    assert (one.attachments, one.errors) == ((), ())


@pytest.mark.parametrize(
    ("content", "is_full"),
    [
        (answer(ROW), True),
        (answer(), True),
        (answer(ROW, pengiriman="perubahan"), False),
        (answer({**ROW, "aksi": "2"}), False),
        (answer({**ROW, "aksi": [2]}), False),
        (answer(ROW, pengiriman=["semua"]), False),
        (answer(ROW)[:-30], False),
        (json.dumps({"data": {"ppid": []}}).encode(), False),
        (json.dumps({"data": {"ppid": [ROW]}}).encode(), True),
        (json.dumps([ROW]).encode(), False),
        (json.dumps(ROW).encode(), False),
        (answer(ROW, **{"total data": 9}), False),
    ],
)
def test_only_a_whole_list_of_all_documents_says_what_is_gone(content: bytes, is_full: bool) -> None:
    found = read_answer(content)
    assert (found.is_full and found.is_whole) is is_full
