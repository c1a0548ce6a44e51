"""The doctor's checks that need the settings and the database. Each yields findings and changes nothing."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.channels.opensid.models import VillageSource
from lutra.cli import heartbeat
from lutra.cli.archive import writing
from lutra.cli.findings import Check, Finding, ok, problem, warning
from lutra.directory.calendars import today
from lutra.directory.gaps import gaps
from lutra.directory.models import Government
from lutra.directory.sealing import keys
from lutra.jobs import queue
from lutra.law import check as statute_book
from lutra.ledger import queries as ledger
from lutra.letters.models import Unsigned
from lutra.obligations.models import BrokenLink
from lutra.statistics.annual.queries import overdue

_LITTLE_SPACE_MB = 2000
_NO_SPACE_MB = 200
_OLDEST_SQLITE = (3, 35)  # RETURNING
_OLDEST_POSTGRESQL = 14
#: A follower that lets an entry wait longer than this is not keeping up.
_LONG_WAIT = timedelta(minutes=10)
_CERTIFICATE_ENDS_SOON = timedelta(days=30)
#: A village's site that failed so often in a row is not only resting.
FAILING = 3
#: A nightly backup that failed once is told the day after; a week without one is more than an oversight.
_BACKUP_OLD = timedelta(hours=36)
_BACKUP_TOO_OLD = timedelta(days=8)


def data_folder() -> Iterator[Finding]:
    """The data folder can be written, is closed to others and has space left."""
    name, folder = _("data"), Path(settings.DATA)
    if not folder.is_dir():
        yield problem(name, _("folder %s belum ada") % folder, "lutra prepare")
        return
    mark = folder / ".doctor"
    try:
        mark.touch()
        mark.unlink()
    except OSError as error:
        yield problem(
            name,
            _("folder %(folder)s tidak dapat ditulisi: %(error)s")
            % {"folder": folder, "error": error.strerror},
            _("berikan hak tulis kepada pengguna yang menjalankan lutra"),
        )
        return
    if folder.stat().st_mode & stat.S_IRWXO:
        yield warning(
            name, _("%s terbuka bagi pengguna lain di komputer ini") % folder, f"chmod 700 {folder}"
        )
    free = shutil.disk_usage(folder).free // 1_000_000
    text = _("%(folder)s dapat ditulisi, ruang kosong %(free)d MB") % {"folder": folder, "free": free}
    if free < _NO_SPACE_MB:
        yield problem(name, text, _("kosongkan ruang; di bawah 200 MB permohonan dapat gagal tersimpan"))
    elif free < _LITTLE_SPACE_MB:
        yield warning(name, text, _("kosongkan ruang sebelum penuh"))
    else:
        yield ok(name, text)


def secret_keys() -> Iterator[Finding]:
    """The secrets are there, of the right form and readable by their owner only."""
    name = _("kunci")
    for file in sorted((Path(settings.DATA) / "keys").glob("*")):
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield problem(name, _("%s dapat dibaca pengguna lain") % file, f"chmod 600 {file}")
    if len(settings.SECRET_KEY) < 50:
        yield problem(
            name,
            _("LUTRA_SECRET_KEY terlalu pendek"),
            _("hapus variabel itu agar kunci dibuat sendiri, atau isi sedikitnya 50 huruf acak"),
        )
    if not keys():
        yield problem(name, _("tidak ada kunci identitas pemohon"), _("isi LUTRA_IDENTITY_KEYS"))
        return
    for key in keys():
        try:
            Fernet(key)
        except ValueError:
            yield problem(
                name,
                _("satu kunci identitas bukan kunci yang sah"),
                _("pulihkan folder keys dari cadangan; tanpa kunci itu identitas tidak terbaca"),
            )
            return
    count = len(keys())
    yield ok(name, _("kunci rahasia dan %d kunci identitas siap; ikutkan folder keys dalam cadangan") % count)


def database() -> Iterator[Finding]:
    """The database answers, is new enough, has every migration and guards the book."""
    name = _("basis data")
    connection.ensure_connection()
    yield _sqlite(name) if connection.vendor == "sqlite" else _postgresql(name)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield problem(name, _("%d migrasi belum dijalankan") % len(plan), "lutra prepare")
    else:
        yield ok(name, _("semua migrasi sudah dijalankan"))


def _sqlite(name: str) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    text = _("SQLite %(version)s, jurnal %(mode)s") % {"version": version, "mode": mode}
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST_SQLITE:
        return problem(name, text, _("pasang Python dengan SQLite 3.35 atau yang lebih baru"))
    if mode != "wal":
        return warning(
            name,
            text,
            _("letakkan folder data di cakram lokal, bukan jaringan, agar jurnal WAL dapat dipakai"),
        )
    return ok(name, text)


def _postgresql(name: str) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    if int(version.split(".")[0]) < _OLDEST_POSTGRESQL:
        return problem(name, f"PostgreSQL {version}", _("pasang PostgreSQL 14 atau yang lebih baru"))
    return ok(name, f"PostgreSQL {version}")


def law() -> Iterator[Finding]:
    """The statute book is whole and its named situations come out right."""
    name = _("hukum")
    report = statute_book.check()
    if report.holds:
        yield ok(name, _("kitab undang-undang lolos %d situasi uji") % len(report.proofs))
    else:
        first = report.problems[0] if report.problems else report.failed[0]
        yield problem(name, _("kitab undang-undang tidak lolos ujinya: %s") % first, "lutra law check")


def book() -> Iterator[Finding]:
    """The book is guarded by the database; where the chain of each government stands."""
    name = _("buku")
    if not ledger.protected():
        yield problem(
            name,
            _("basis data tidak lagi menolak perubahan buku"),
            _("pulihkan dari cadangan, atau hubungi pengembang; lalu lutra ledger verify"),
        )
    for government in Government.objects.order_by("code"):
        last = ledger.entries(government.pk).order_by("-seq").first()
        text = (
            _("%(code)s: %(count)d entri, akar %(root)s…")
            % {"code": government.code, "count": last.seq, "root": last.hash[:12]}
            if last
            else _("%s: buku masih kosong") % government.code
        )
        yield ok(name, text)


def directory() -> Iterator[Finding]:
    """Each government can serve: somebody holds the needed posts, and each body has its PPID Pelaksana."""
    name = _("direktori")
    if not Government.objects.exists():
        yield warning(name, _("belum ada pemerintah daerah"), "lutra government add")
    for government in Government.objects.order_by("code"):
        lacking = gaps(government, on=today(government))
        if lacking.is_complete:
            yield ok(name, _("%s: penataan lengkap") % government.code)
        if lacking.roles:
            yield warning(
                name,
                _("%(code)s: penataan belum lengkap, belum ada pejabat: %(roles)s")
                % {"code": government.code, "roles": ", ".join(str(role.label) for role in lacking.roles)},
                _("`lutra officer role`, atau Direktori di meja"),
            )
        if lacking.bodies:
            yield warning(
                name,
                _(
                    "%(code)s: penataan belum lengkap, %(count)d perangkat daerah tanpa PPID Pelaksana (%(first)s …)"
                )
                % {
                    "code": government.code,
                    "count": len(lacking.bodies),
                    "first": lacking.bodies[0].short_name,
                },
                _("`lutra officer role NAMA ppid_pelaksana --body …`, atau Direktori di meja"),
            )


def followers() -> Iterator[Finding]:
    """Nobody who follows the book is far behind or has given an entry up."""
    name = _("pengikut")
    now, behind = timezone.now(), 0
    for row in ledger.lag():
        behind += row.behind
        if row.set_aside:
            yield problem(
                name,
                _("%(follower)s menyerah pada %(count)d entri (pertama: %(seq)d)")
                % {"follower": row.follower, "count": len(row.set_aside), "seq": row.set_aside[0]},
                _("lihat catatan pekerja; perbaiki sebabnya, lalu ulangi dari entri itu"),
            )
        elif row.behind and row.oldest_at is not None and now - row.oldest_at > _LONG_WAIT:
            yield warning(
                name,
                _("%(follower)s tertinggal %(count)d entri")
                % {"follower": row.follower, "count": row.behind},
                _("pastikan pekerja berjalan: lutra worker"),
            )
    yield ok(name, _("%d entri menunggu") % behind)


def jobs() -> Iterator[Finding]:
    """Slow work is done soon, and none of it was given up."""
    name = _("pekerjaan")
    aside = queue.set_aside()
    if aside:
        yield problem(
            name,
            _("%(count)d pekerjaan dikesampingkan (pertama: %(task)s, %(error)s)")
            % {"count": len(aside), "task": aside[0].task.rpartition(".")[2], "error": aside[0].error},
            _("lihat catatan pekerja; perbaiki sebabnya, lalu: lutra jobs retry"),
        )
    jobs, now = queue.waiting(), timezone.now()
    late = [job for job in jobs if now - job.not_before > _LONG_WAIT and job.state == job.State.WAITING]
    if late:
        yield warning(
            name,
            _("%d pekerjaan menunggu lebih dari sepuluh menit") % len(late),
            _("pastikan pekerja berjalan: lutra worker"),
        )
    if not aside and not late:
        yield ok(name, _("%d pekerjaan menunggu atau dikerjakan") % len(jobs))


def links() -> Iterator[Finding]:
    """The links of the list of public information answer."""
    name = _("tautan")
    count = BrokenLink.objects.filter(mended_at__isnull=True, file__ended_at__isnull=True).count()
    if count:
        yield warning(
            name, _("%d tautan tidak menjawab") % count, _("lihat daftarnya di meja, Kewajiban lalu Tautan")
        )
    else:
        yield ok(name, _("semua tautan yang diperiksa menjawab"))


def villages() -> Iterator[Finding]:
    """The sites of villages answer; nothing is said where none is registered."""
    name = _("situs desa")
    asked = VillageSource.objects.filter(is_enabled=True)
    count, failing = asked.count(), asked.filter(failures__gte=FAILING).count()
    if failing:
        yield warning(
            name,
            _("%(failing)d dari %(count)d situs desa tidak terbaca") % {"failing": failing, "count": count},
            _("lihat sebabnya di meja, Desa, atau `lutra villages list`"),
        )
    elif count:
        yield ok(name, _("%d situs desa dibaca") % count)


def worker() -> Iterator[Finding]:
    """The worker has given a sign of life a short while ago."""
    name, age = _("pekerja"), heartbeat.age()
    remedy = _("jalankan `lutra up`, atau `lutra worker` sebagai layanan sistem")
    if age is None:
        yield warning(name, _("belum pernah berjalan"), remedy)
    elif age > heartbeat.SILENT_AFTER:
        yield warning(name, _("tidak ada tanda hidup selama %d detik") % age, remedy)
    else:
        yield ok(name, _("hidup"))


def backup() -> Iterator[Finding]:
    """A backup was made a short while ago."""
    name, remedy = _("cadangan"), _("lutra backup /tempat/lain/lutra-TANGGAL.tar, tiap malam lewat timer")
    last = writing.last_made()
    if last is None:
        yield warning(name, _("belum pernah dibuat dengan `lutra backup`"), remedy)
        return
    age = timezone.now() - last[0]
    text = _("dibuat %(hours)d jam yang lalu: %(file)s") % {
        "hours": age.total_seconds() // 3600,
        "file": last[1],
    }
    if age > _BACKUP_TOO_OLD:
        yield problem(name, text, remedy)
    elif age > _BACKUP_OLD:
        yield warning(name, text, remedy)
    else:
        yield ok(name, text)


def mail() -> Iterator[Finding]:
    """Messages leave through a mail server."""
    name = _("surel")
    if settings.EMAIL_CONFIG:
        yield ok(name, _("dikirim lewat %s") % settings.EMAIL_HOST)
    else:
        yield warning(
            name,
            _("belum diatur; surat keluar disimpan sebagai berkas di %s") % settings.EMAIL_FILE_PATH,
            "LUTRA_SMTP=smtp://nama:sandi@server:587?tls=1",
        )


def signing() -> Iterator[Finding]:
    """Letters are signed electronically with a certificate that is valid."""
    name = _("tanda tangan")
    if settings.LUTRA_BSRE_URL:
        waiting = Unsigned.objects.filter(letter__isnull=True).count()
        yield ok(name, _("pejabat menandatangani lewat BSrE; %d surat menunggu") % waiting)
    if not settings.LUTRA_SIGNING_P12:
        yield warning(
            name,
            _("tidak ada sertifikat; surat ditandai untuk ditandatangani dengan tangan"),
            _("isi LUTRA_SIGNING_P12 dengan berkas PKCS#12 dan LUTRA_SIGNING_PASSWORD"),
        )
        return
    try:
        bundle = Path(settings.LUTRA_SIGNING_P12).read_bytes()
        password = settings.LUTRA_SIGNING_PASSWORD.encode() or None
        certificate = pkcs12.load_key_and_certificates(bundle, password)[1]
    except (OSError, ValueError) as error:
        yield problem(
            name,
            _("sertifikat tidak terbaca: %s") % error,
            _("periksa LUTRA_SIGNING_P12 dan LUTRA_SIGNING_PASSWORD"),
        )
        return
    if certificate is None:
        yield problem(name, _("berkas PKCS#12 tidak berisi sertifikat"), _("mintakan berkas yang lengkap"))
        return
    end = certificate.not_valid_after_utc
    text = _("sertifikat berlaku sampai %s") % end.date().isoformat()
    left = end - datetime.now(UTC)
    if left < timedelta(0):
        yield problem(name, text, _("perbarui sertifikat"))
    elif left < _CERTIFICATE_ENDS_SOON:
        yield warning(name, text, _("perbarui sertifikat sebelum tanggal itu"))
    else:
        yield ok(name, text)


def annual_reports() -> Iterator[Finding]:
    """Each government's yearly report has reached the Information Commission in its time (PERKI 1/2021 Pasal 56)."""
    name, waiting = _("laporan"), False
    for government in Government.objects.order_by("code"):
        for standing in overdue(government, on=today(government)):
            waiting = True
            yield warning(
                name,
                _("%(code)s: laporan layanan %(year)d belum disampaikan; batasnya %(due)s")
                % {
                    "code": government.code,
                    "year": standing.year,
                    "due": standing.due.due.isoformat(),
                },
                _("terbitkan dan sampaikan di /desk/laporan/%d/") % standing.year,
            )
    if not waiting:
        yield ok(name, _("tidak ada laporan tahunan yang terlambat"))


def exposure() -> Iterator[Finding]:
    """What an installation on the internet must have set."""
    name = _("web")
    if settings.DEBUG:
        yield warning(name, _("mode pengembang menyala"), _("hapus LUTRA_DEBUG sebelum dipakai masyarakat"))
    if settings.DEMO:
        yield warning(
            name, _("mode contoh menyala"), _("jangan dipakai masyarakat: sandi contoh diketahui umum")
        )
    if not settings.HTTPS:
        yield warning(name, _("tanpa HTTPS"), _("pasang di belakang server HTTPS, lalu LUTRA_HTTPS=1"))
    if not settings.LUTRA_BASE_URL:
        yield warning(name, _("alamat resmi belum diisi"), "LUTRA_BASE_URL=https://ppid.example.go.id")
    if settings.HTTPS and settings.LUTRA_BASE_URL and not settings.DEBUG:
        yield ok(name, settings.LUTRA_BASE_URL)


def helpers() -> Iterator[Finding]:
    """Programs of the system without which one feature rests."""
    for programs, feature in (
        (("clamdscan", "clamd"), _("pemindaian virus")),
        (("tesseract",), _("pembacaan berkas hasil pindai")),
    ):
        name = programs[0]
        if any(shutil.which(program) for program in programs):
            yield ok(name, _("terpasang"))
        else:
            yield warning(
                name,
                _("tidak terpasang: fitur %s mati") % feature,
                "apt-get install "
                + ("clamav-daemon" if name == "clamdscan" else "tesseract-ocr tesseract-ocr-ind"),
            )


#: In the order in which an administrator would look.
CHECKS: dict[str, Check] = {
    "data": data_folder,
    "kunci": secret_keys,
    "basis data": database,
    "hukum": law,
    "buku": book,
    "direktori": directory,
    "pengikut": followers,
    "pekerja": worker,
    "cadangan": backup,
    "pekerjaan": jobs,
    "tautan": links,
    "situs desa": villages,
    "surel": mail,
    "tanda tangan": signing,
    "laporan": annual_reports,
    "web": exposure,
    "pelengkap": helpers,
}
