"""``lutra documents``: look through a file, or cover parts of it, before it is given out. Loads no Django."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from lutra.cli import Refused
from lutra.documents import sandbox
from lutra.documents.hidden.kinds import KINDS as HIDDEN
from lutra.documents.inspection import Inspection, inspect
from lutra.documents.personal.match import KINDS as PERSONAL
from lutra.documents.sandbox import DEFAULT, Limits, ToolFailed
from lutra.law import statute
from lutra.law.errors import UnknownEntry


def register(subparsers: Any) -> None:
    """Add ``lutra documents`` and what it can do."""
    parser = subparsers.add_parser(
        "documents", help="memeriksa berkas sebelum dikeluarkan", description=__doc__, allow_abbrev=False
    )
    deeds = parser.add_subparsers(title="perintah", metavar="PERINTAH", required=True)
    looking = deeds.add_parser(
        "inspect",
        help="mencari data tersembunyi dan data pribadi dalam satu berkas",
        description="Mencari data tersembunyi dan data pribadi. Data pribadi hanya ditampilkan tersamar.",
        allow_abbrev=False,
    )
    looking.add_argument("file", type=Path, metavar="BERKAS")
    looking.add_argument("--json", action="store_true", help="cetak sebagai JSON")
    looking.add_argument(
        "--timeout", type=float, default=DEFAULT.wall, metavar="DETIK", help="waktu paling lama (bawaan 600)"
    )
    looking.set_defaults(documents_deed=_inspect)
    covering = deeds.add_parser(
        "redact",
        help="menghitamkan bagian berkas dan membuktikan bahwa isinya hilang",
        description="Membuat PDF baru tanpa bagian yang ditemukan. Tanpa bukti tidak ada berkas yang ditulis.",
        allow_abbrev=False,
    )
    covering.add_argument("file", type=Path, metavar="BERKAS")
    covering.add_argument(
        "--find",
        nargs="+",
        action="extend",
        required=True,
        metavar="POLA",
        help="kata biasa, /ekspresi/, atau personal:JENIS (misalnya personal:nik)",
    )
    covering.add_argument("-o", "--out", type=Path, required=True, metavar="HASIL", help="PDF yang dibuat")
    covering.add_argument("--ground", default="", metavar="HURUF", help="huruf Pasal 17 sebagai dasar")
    covering.add_argument("--sub-item", default="", metavar="ANGKA", help="angka di bawah huruf itu")
    covering.add_argument("--json", action="store_true", help="cetak daftar bagian dan bukti sebagai JSON")
    covering.add_argument(
        "--timeout", type=float, default=DEFAULT.wall, metavar="DETIK", help="waktu paling lama (bawaan 600)"
    )
    covering.set_defaults(documents_deed=_redact)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; raises Refused with the reason."""
    return int(args.documents_deed(args))


def _inspect(args: argparse.Namespace) -> int:
    path: Path = args.file
    if not path.is_file():
        raise Refused(f"{path} tidak ada atau bukan berkas.")
    try:
        found = inspect(path, limits=Limits(wall=args.timeout))
    except OSError as error:
        raise Refused(f"{path} tidak dapat dibaca: {error.strerror}.") from error
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=2) if args.json else _in_words(found))
    if found.errors:
        # What was found stands above; the file is withheld all the same.
        raise Refused(f"{path.name} tidak dapat diperiksa sampai tuntas: {' '.join(found.errors)}")
    return 0


def _redact(args: argparse.Namespace) -> int:
    path: Path = args.file
    target: Path = args.out
    if not path.is_file():
        raise Refused(f"{path} tidak ada atau bukan berkas.")
    _check_place(target, path)
    asked = {
        "name": path.name,
        "find": args.find,
        "ground": args.ground,
        "sub_item": args.sub_item,
        "label": _label(args.ground, args.sub_item),
    }
    # The file grows elsewhere: whatever ends us, nothing half-done lies where the result is awaited.
    with tempfile.TemporaryDirectory(prefix="lutra-redact-") as folder:
        made = Path(folder) / "made.pdf"
        try:
            answer = sandbox.run(
                "lutra.redaction.engine.task:run",
                asked,
                files=[path],
                outputs=[made],
                limits=Limits(wall=args.timeout, cpu=max(DEFAULT.cpu, int(2 * args.timeout))),
            )
        except ToolFailed as error:
            raise Refused(f"{path.name} tidak dihitamkan: {error}") from error
        except OSError as error:
            raise Refused(f"{path} tidak dapat dibaca: {error.strerror}.") from error
        if "refused" in answer:
            raise Refused(f"{path.name} tidak dihitamkan: {answer['message']}")
        try:
            _put(made, target)
        except OSError as error:
            raise Refused(f"{target} tidak dapat ditulis: {error.strerror}.") from error
    print(json.dumps(answer, ensure_ascii=False, indent=2) if args.json else _covered(answer, target))
    return 0


def _check_place(target: Path, source: Path) -> None:
    """Before the work, what would make it useless."""
    if target.is_dir():
        raise Refused(f"{target} adalah folder; beri nama berkas hasil.")
    if not target.parent.is_dir():
        raise Refused(f"Folder {target.parent} tidak ada; buat dahulu, atau pilih folder lain.")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise Refused(f"Folder {target.parent} tidak dapat ditulisi; pilih folder lain.")
    if target.exists() and target.samefile(source):
        raise Refused("Hasil tidak boleh menimpa berkas asalnya; beri nama lain.")


def _put(made: Path, target: Path) -> None:
    """Whole under its name, in one step, or not at all. The last of two runs at once wins."""
    handle, name = tempfile.mkstemp(prefix=".lutra-", suffix=".pdf", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as copy, made.open("rb") as source:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _label(ground: str, sub_item: str) -> str:
    """The ground as it is stamped; empty without one."""
    if not ground:
        if sub_item:
            raise Refused("--sub-item memerlukan --ground.")
        return ""
    try:
        found = statute.ground(ground)
    except UnknownEntry as error:
        raise Refused(str(error)) from error
    article = found.clause.split("/")[1]
    if not sub_item:
        return f"Pasal {article} huruf {found.code}"
    if found.sub_item(sub_item) is None:
        raise Refused(f"Huruf {found.code} tidak mempunyai angka {sub_item}.")
    return f"Pasal {article} huruf {found.code} angka {sub_item}"


def _covered(answer: dict[str, Any], target: Path) -> str:
    proof = answer["proof"]
    hits = ", ".join(f"pola ke-{number}: {found}" for number, found in enumerate(answer["hits"], 1))
    lines = [
        f"hasil            {target}",
        f"ditemukan        {hits}",
        f"kotak            {proof['boxes']} di {len({part['page'] for part in answer['index']})} halaman",
        f"bukti            {proof['pages']} halaman dibaca ulang ({', '.join(proof['text_readers'])})",
        (
            f"                 OCR atas {proof['ocr_pages']} halaman dan {proof['ocr_lines']} baris lain; "
            f"{proof['objects']} objek; tak tersisa"
        ),
    ]
    lines += [f"  halaman {part['page']}: {part['label'] or 'tanpa dasar'}" for part in answer["index"]]
    return "\n".join(lines)


def _in_words(found: Inspection) -> str:
    lines = [
        f"jenis            {found.media_type or 'tidak dikenal'}",
        f"halaman          {found.pages}",
        f"panjang teks     {found.text_length}",
        f"OCR              {'dijalankan' if found.ocr_ran else 'tidak perlu'}",
    ]
    for title, findings in (
        ("data tersembunyi", found.blocking),
        ("catatan", [each for each in found.hidden if each.severity == "note"]),
    ):
        lines.append(f"{title:<16} {len(findings)}")
        for each in findings:
            words = HIDDEN[each.kind].words if each.kind in HIDDEN else each.kind
            lines.append(f"  {words}: {each.place}{' — ' if each.detail_masked else ''}{each.detail_masked}")
    lines.append(f"data pribadi     {len(found.personal)}")
    for one in found.personal:
        where = f"halaman {one.page}, huruf ke-{one.offset}" + (f", {one.place}" if one.place else "")
        office = " (milik kantor)" if one.certainty == "official" else ""
        lines.append(f"  {PERSONAL.get(one.kind, one.kind)}{office}: {one.value_masked} ({where})")
    return "\n".join(lines)
