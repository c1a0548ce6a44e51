"""Text and picture are made after the look, apart and limited; a file that breaks a tool has none and stays."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import typst
from PIL import Image

from lutra.documents import actions, derivatives, queries, release, store
from lutra.documents.errors import FileDamaged
from lutra.documents.models import Document, DocumentText, Picture
from lutra.documents.tests.conftest import CSV, Said
from lutra.jobs import queue

Make = Callable[..., Document]


def pdf(*pages: str) -> bytes:
    made: bytes = typst.compile("\n#pagebreak()\n".join(pages).encode())
    return made


def jpeg() -> bytes:
    made = io.BytesIO()
    image = Image.new("RGB", (2000, 1000), "navy")
    exif = image.getexif()
    exif[0x010E] = "Ani, NIK 7322034107900001"
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_after_the_look_a_file_has_text_by_pages_and_a_picture(make: Make, says: Said) -> None:
    document = make("laporan.pdf", pdf("Laporan Masamba", "Halaman kedua"))
    release.examine(document)
    queue.run_all()
    first, second = queries.pages(document)
    assert "Laporan Masamba" in first["text"]
    assert (second["number"], second["text"].strip()) == (2, "Halaman kedua")
    assert "Masamba" in queries.text(document)
    picture = Picture.objects.get()
    shown = Image.open(io.BytesIO(store.read(picture.sha256)))
    assert shown.format == "PNG"
    assert shown.size == (picture.width, picture.height)
    assert max(shown.size) <= 640


def test_the_look_gives_the_text_along_and_nobody_reads_a_file_twice(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(*_said: Any, **_more: Any) -> Any:
        raise AssertionError("read twice")

    monkeypatch.setattr(derivatives, "read", again)
    document = make("laporan.pdf", pdf("Laporan Masamba"))
    release.examine(document)
    queue.run_all()
    assert "Laporan Masamba" in queries.text(document)


def test_the_picture_of_a_photograph_carries_nothing_of_its_camera(make: Make, says: Said) -> None:
    document = make("foto.jpg", jpeg())
    derivatives.derive.call(document.pk)
    content = store.read(Picture.objects.get().sha256)
    assert b"7322034107900001" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_table_has_text_and_no_picture(make: Make, says: Said) -> None:
    document = make()
    derivatives.derive.call(document.pk)
    assert "Masamba" in queries.text(document)
    assert not Picture.objects.exists()


def test_made_twice_it_is_there_once(make: Make, says: Said) -> None:
    document = make()
    for _ in range(2):
        derivatives.derive.call(document.pk)
    assert DocumentText.objects.count() == 1
    derivatives.ask(document)
    derivatives.ask(document)
    assert queue.run_all() == 1


def test_a_file_that_breaks_the_tools_has_none(make: Make, says: Said) -> None:
    document = make("rusak.pdf", b"%PDF-1.7 broken")
    derivatives.derive.call(document.pk)
    assert not Picture.objects.exists()
    assert queries.text(document) == ""


def test_a_withheld_file_is_not_read(make: Make, says: Said) -> None:
    says.raises = RuntimeError()
    release.examine(make())
    queue.run_all()
    assert not DocumentText.objects.exists()


@pytest.mark.parametrize("field", ["is_sealed", "purged_at"])
def test_secret_and_destroyed_files_are_not_read(make: Make, says: Said, field: str) -> None:
    document = make()
    setattr(document, field, True if field == "is_sealed" else document.created_at)
    document.save()
    derivatives.derive.call(document.pk)
    assert not DocumentText.objects.exists()


def test_the_text_of_an_older_content_is_not_shown(make: Make, says: Said) -> None:
    document = make()
    derivatives.derive.call(document.pk)
    document.sha256 = store.keep(b"a;b\n")
    document.save()
    assert queries.text(document) == ""
    derivatives.derive.call(document.pk)
    assert "Masamba" not in queries.text(document)


def test_text_that_no_database_keeps_is_kept_without_it(
    make: Make, says: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Any = derivatives.read

    def odd(*said: Any, **more: Any) -> Any:
        reading = real(*said, **more)
        page = reading.pages[0]
        return type(reading)(
            reading.media_type, (type(page)(1, "\ud800", "Masamba\x00\ud800 12"),), (), False, ()
        )

    monkeypatch.setattr(derivatives, "read", odd)
    document = make(content=CSV)
    derivatives.derive.call(document.pk)
    assert queries.text(document) == "Masamba 12"
    assert queries.pages(document)[0]["label"] == "1"


def test_what_is_destroyed_takes_its_text_and_its_picture_along(
    make: Make, says: Said, django_capture_on_commit_callbacks: Any
) -> None:
    document = make("laporan.pdf", pdf("Laporan Masamba"))
    derivatives.derive.call(document.pk)
    picture = Picture.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        actions.purge(document, at=document.created_at)
    assert not DocumentText.objects.exists()
    assert not Picture.objects.exists()
    for digest in (document.sha256, picture.sha256):
        with pytest.raises(FileDamaged):
            store.local_path(digest)


@pytest.mark.parametrize("tool", ["_text", "_picture"])
def test_what_is_destroyed_while_it_is_read_gets_neither_text_nor_picture(
    make: Make, says: Said, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    document = make("laporan.pdf", pdf("Laporan Masamba"))
    real: Any = getattr(derivatives, tool)

    def slowly(which: Document, path: Any) -> None:
        actions.purge(Document.objects.get(pk=which.pk), at=which.created_at)
        real(which, path)

    monkeypatch.setattr(derivatives, tool, slowly)
    derivatives.derive.call(document.pk)
    assert not DocumentText.objects.exists()
    assert not Picture.objects.exists()


def test_a_picture_that_another_document_shows_too_stays(
    make: Make, says: Said, django_capture_on_commit_callbacks: Any
) -> None:
    one, other = (make(f"{number}.pdf", pdf("Laporan Masamba")) for number in (1, 2))
    with django_capture_on_commit_callbacks(execute=True):
        derivatives.derive.call(one.pk)
        actions.purge(one, at=one.created_at)
        derivatives.derive.call(other.pk)  # before the bytes of the first are taken away
    assert store.read(Picture.objects.get().sha256)
