"""A large file comes in piece by piece; a cut line costs one piece, and nothing of it is a document before its end."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import UnreadablePostError
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import queries, store, uploads
from lutra.documents.errors import (
    ChecksumWrong,
    FileDamaged,
    NoRoom,
    PieceTooLarge,
    UploadBusy,
    UploadEnded,
    WrongFile,
    WrongOffset,
)
from lutra.documents.models import Document, Upload
from lutra.jobs import queue
from lutra.ledger.queries import history
from lutra.testing import people

pytestmark = pytest.mark.django_db
TEXT = b"kecamatan;jumlah\n" + b"Masamba;12\n" * 2000


@pytest.fixture
def luwu_utara(settings: Any, tmp_path: Path) -> Government:
    settings.DATA, settings.LUTRA_FILES = tmp_path, tmp_path / "files"
    return people.government()


@pytest.fixture
def budi(luwu_utara: Government) -> Actor:
    return people.officer(luwu_utara, Role.PPID_UTAMA)


def sha256(piece: bytes) -> str:
    return "sha256 " + base64.b64encode(hashlib.sha256(piece).digest()).decode()


def send(upload: Upload, content: bytes, *, offset: int = 0, step: int = 5000) -> None:
    for start in range(offset, len(content), step):
        piece = content[start : start + step]
        uploads.append(
            upload, offset=start, piece=io.BytesIO(piece), length=len(piece), checksum=sha256(piece)
        )


def test_a_file_that_came_in_pieces_is_one_document(budi: Actor, luwu_utara: Government) -> None:
    upload = uploads.begin(name="../data penduduk.csv", size=len(TEXT), by=budi)
    send(upload, TEXT)
    assert not Document.objects.exists()
    queue.run_all()
    upload.refresh_from_db()
    document = upload.document
    assert document
    assert (upload.state, document.name, document.media_type) == ("done", "data penduduk.csv", "text/csv")
    assert queries.content(document) == TEXT
    assert document.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert document.listed
    (entry,) = history(("document", document.pk), luwu_utara.pk).filter(kind="document.uploaded")
    assert entry.actor == budi.ref
    assert entry.data["sha256"] == document.sha256
    assert "penduduk" not in str(entry.data)
    assert not list(uploads.folder().iterdir())


def test_after_a_cut_it_goes_on_where_it_ended(budi: Actor) -> None:
    class CutLine(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= 3000:
                raise UnreadablePostError("cut")
            return super().read(1000)

    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)
    assert uploads.append(upload, offset=0, piece=CutLine(TEXT), length=9000) == 3000
    send(upload, TEXT, offset=3000)
    queue.run_all()
    upload.refresh_from_db()
    assert upload.document
    assert queries.content(upload.document) == TEXT


def test_a_piece_that_does_not_begin_where_the_last_one_ended_is_refused(budi: Actor) -> None:
    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)
    uploads.append(upload, offset=0, piece=io.BytesIO(TEXT[:100]))
    for offset in (0, 99, 101, len(TEXT)):
        with pytest.raises(WrongOffset):
            uploads.append(upload, offset=offset, piece=io.BytesIO(b"x"))
    assert Upload.objects.get().received == 100


def test_the_second_tab_is_told(budi: Actor) -> None:
    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)

    class SecondTab(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            with pytest.raises(UploadBusy):
                uploads.append(upload, offset=0, piece=io.BytesIO(b"other"))
            return super().read(size)

    assert uploads.append(upload, offset=0, piece=SecondTab(TEXT[:50])) == 50


@pytest.mark.parametrize(
    "checksum", [sha256(b"other"), "sha256 !!", "crc32 AAAA", "sha1 " + "A" * 28, "sha256 "]
)
def test_a_piece_that_changed_on_its_way_leaves_nothing(budi: Actor, checksum: str) -> None:
    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)
    uploads.append(upload, offset=0, piece=io.BytesIO(TEXT[:10]))
    with pytest.raises(ChecksumWrong):
        uploads.append(upload, offset=10, piece=io.BytesIO(TEXT[10:20]), length=10, checksum=checksum)
    assert Upload.objects.get().received == 10
    assert (uploads.folder() / upload.token).read_bytes() == TEXT[:10]


def test_a_checked_piece_counts_whole_or_not_at_all(budi: Actor) -> None:
    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)
    with pytest.raises(ChecksumWrong):
        uploads.append(upload, offset=0, piece=io.BytesIO(TEXT[:10]), length=20, checksum=sha256(TEXT[:20]))
    assert Upload.objects.get().received == 0


def test_more_than_was_promised_is_not_taken(budi: Actor) -> None:
    upload = uploads.begin(name="a.csv", size=20, by=budi)
    assert uploads.append(upload, offset=0, piece=io.BytesIO(TEXT)) == 20
    with pytest.raises(UploadEnded):
        uploads.append(upload, offset=20, piece=io.BytesIO(b"x"))


def test_bytes_that_a_killed_worker_wrote_and_told_nobody_of_are_written_anew(budi: Actor) -> None:
    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)
    uploads.append(upload, offset=0, piece=io.BytesIO(TEXT[:10]))
    with (uploads.folder() / upload.token).open("ab") as file:
        file.write(b"rubbish")
    send(upload, TEXT, offset=10)
    queue.run_all()
    upload.refresh_from_db()
    assert upload.document
    assert queries.content(upload.document) == TEXT


def test_storing_twice_makes_one_document(budi: Actor) -> None:
    """The job of a killed worker runs again."""
    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)
    send(upload, TEXT)
    for _ in range(2):
        uploads.store_upload(upload.pk)
    assert Document.objects.count() == 1


def test_a_kill_between_store_and_commit_loses_nothing(budi: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = uploads.begin(name="a.csv", size=len(TEXT), by=budi)
    send(upload, TEXT)
    monkeypatch.setattr(uploads, "add_listed", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        uploads.store_upload(upload.pk)
    monkeypatch.undo()
    uploads.store_upload(upload.pk)
    assert queries.content(Document.objects.get()) == TEXT


def test_what_is_another_kind_of_file_is_refused_with_words(budi: Actor) -> None:
    upload = uploads.begin(name="laporan.pdf", size=len(TEXT), by=budi)
    send(upload, TEXT)
    queue.run_all()
    upload.refresh_from_db()
    assert (upload.state, upload.document) == ("failed", None)
    assert "laporan.pdf" in upload.problem
    assert not list(uploads.folder().iterdir())


@pytest.mark.parametrize(("name", "size"), [("a.exe", 5), ("a.csv", 0), ("a.csv", -1), ("a.pdf", 3 << 30)])
def test_what_will_be_refused_is_refused_before_it_comes(budi: Actor, name: str, size: int) -> None:
    with pytest.raises(WrongFile):
        uploads.begin(name=name, size=size, by=budi)
    assert not Upload.objects.exists()


def test_two_gigabytes_are_taken(budi: Actor) -> None:
    assert uploads.begin(name="a.pdf", size=2 << 30, by=budi).pk


def test_an_officer_has_his_share(budi: Actor, settings: Any) -> None:
    settings.LUTRA_UPLOAD_QUOTA_MB = 1
    first = uploads.begin(name="a.pdf", size=600_000, by=budi)
    with pytest.raises(NoRoom):
        uploads.begin(name="b.pdf", size=600_000, by=budi)
    uploads.end(first)
    assert uploads.begin(name="b.pdf", size=600_000, by=budi).pk


def test_a_full_disk_is_told_before_it_is_full(budi: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_KEEP_FREE", 1 << 60)
    with pytest.raises(NoRoom):
        uploads.begin(name="a.pdf", size=1, by=budi)


def test_a_piece_larger_than_the_server_takes_is_refused(budi: Actor, settings: Any) -> None:
    settings.LUTRA_UPLOAD_PIECE_MB = 1
    upload = uploads.begin(name="a.pdf", size=5_000_000, by=budi)
    with pytest.raises(PieceTooLarge):
        uploads.append(upload, offset=0, piece=io.BytesIO(), length=2_000_000)


def test_an_upload_that_nobody_goes_on_with_ends(budi: Actor) -> None:
    old = uploads.begin(name="a.pdf", size=100, by=budi)
    live = uploads.begin(name="b.pdf", size=100, by=budi)
    Upload.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    stray = uploads.folder() / "stray"
    stray.touch()
    os.utime(stray, (0, 0))
    uploads.sweep()
    assert [path.name for path in uploads.folder().iterdir()] == [live.token]
    old.refresh_from_db()
    assert old.state == "ended"
    with pytest.raises(UploadEnded):
        uploads.append(old, offset=0, piece=io.BytesIO(b"x"))


def test_each_piece_gives_the_upload_more_time(budi: Actor) -> None:
    upload = uploads.begin(name="a.pdf", size=100, by=budi)
    Upload.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    uploads.append(upload, offset=0, piece=io.BytesIO(b"x"))
    assert Upload.objects.get().expires_at > timezone.now() + timedelta(hours=1)


def test_citra_may_not_upload_and_a_body_uploads_for_itself(luwu_utara: Government) -> None:
    with pytest.raises(NotPermitted):
        uploads.begin(name="a.pdf", size=1, by=people.officer(luwu_utara, Role.LEADER))
    own, other = people.body(luwu_utara, "dinkes"), people.body(luwu_utara, "pupr")
    pelaksana = people.officer(luwu_utara, Role.PPID_PELAKSANA, body=own)
    assert uploads.begin(name="a.pdf", size=1, by=pelaksana).body == own
    with pytest.raises(WrongFile):
        uploads.begin(name="a.pdf", size=1, by=pelaksana, body=other)
    elsewhere = people.body(people.government("73.25"), "dinkes")
    with pytest.raises(NotPermitted):
        uploads.begin(name="a.pdf", size=1, by=people.officer(luwu_utara, Role.PPID_UTAMA), body=elsewhere)


def test_without_a_script_a_smaller_file_is_stored_at_once(budi: Actor, settings: Any) -> None:
    upload = uploads.take_whole(name="a.csv", file=io.BytesIO(TEXT), by=budi)
    assert upload.document
    assert queries.content(upload.document) == TEXT
    settings.LUTRA_MAX_UPLOAD_MB = 0
    with pytest.raises(WrongFile, match="JavaScript"):
        uploads.take_whole(name="a.csv", file=io.BytesIO(TEXT), by=budi)


def test_a_large_file_never_lies_in_memory(budi: Actor) -> None:
    size = 80_000_000
    upload = uploads.begin(name="a.pdf", size=size, by=budi)
    path = uploads.folder() / upload.token
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(size)
    Upload.objects.update(received=size, state="finishing")
    tracemalloc.start()
    try:
        uploads.store_upload(upload.pk)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert Document.objects.get().size == size


# The store


def test_a_file_is_kept_like_its_content_and_checked(luwu_utara: Government, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(TEXT)
    digest = store.keep_file(source)
    assert digest == store.keep_file(source) == store.keep(TEXT)
    assert store.read(digest) == TEXT
    with store.open_file(digest) as file:
        assert file.read() == TEXT
    store.verify(digest)
    store.local_path(digest).write_bytes(b"altered")
    with pytest.raises(FileDamaged):
        store.verify(digest)
    source.write_bytes(TEXT)
    store.keep_file(source)
    store.verify(digest)
    with pytest.raises(FileDamaged):
        store.open_file("0" * 64)


def test_a_disk_without_links_gets_a_copy(
    luwu_utara: Government, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_said: Any) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", no_links)
    source = tmp_path / "source"
    source.write_bytes(TEXT)
    assert store.read(store.keep_file(source)) == TEXT
