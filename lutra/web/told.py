"""What the book's entries beside the workflow table's deeds are called, for citizen and officer alike.

A letter or a message is a consequence of a deed and no deed itself, so the law's table does not know it. What is told
here names a letter and its number; never an address or a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lutra.ledger.queries import Entry
from lutra.letters.models import Letter

# What each kind of letter is called.
LETTERS: Mapping[str, Promise] = {
    Letter.Kind.RECEIPT: _("Tanda bukti penerimaan"),
    Letter.Kind.EXTENSION: _("Pemberitahuan perpanjangan"),
    Letter.Kind.NOTICE: _("Pemberitahuan tertulis"),
    Letter.Kind.REFUSAL: _("Keputusan penolakan"),
    Letter.Kind.COMPLETENESS: _("Pemberitahuan kelengkapan"),
    Letter.Kind.WITHDRAWAL: _("Tanda bukti pencabutan"),
    Letter.Kind.POWER_CHECK: _("Hasil pemeriksaan surat kuasa"),
    Letter.Kind.OBJECTION_RECEIPT: _("Tanda bukti keberatan"),
    Letter.Kind.OBJECTION_REPLY: _("Tanggapan atasan PPID"),
    Letter.Kind.SETTLEMENT: _("Berita acara penyelesaian keberatan"),
    Letter.Kind.DECREE: _("Penetapan pengecualian"),
    Letter.Kind.MINUTES: _("Berita acara sidang Tim Pertimbangan"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The name of an entry and what it means for its two readers; ``says`` None keeps it from the applicant.

    The sentences may name ``letter`` (what the letter is called) and ``number``.
    """

    title: Promise
    says: Promise | None
    officer: Promise
    is_late: bool = False


TOLD: Mapping[str, Words] = {
    "letter.issued": Words(
        title=_("Surat dibuat"),
        says=_("%(letter)s nomor %(number)s dapat diunduh di halaman ini."),
        officer=_("%(letter)s nomor %(number)s dibuat dan diberi kode periksa."),
    ),
    # It went to the Commission with the applicant's name; to him his dispute says so.
    "dossier.made": Words(
        title=_("Berkas sengketa dibuat"),
        says=None,
        officer=_("Berkas sengketa dibuat; sidiknya tercatat."),
    ),
    "letter.delivered": Words(
        title=_("Surat sampai kepada pemohon"),
        says=_("%(letter)s nomor %(number)s sudah disampaikan kepada Anda."),
        officer=_("%(letter)s nomor %(number)s sudah sampai; buktinya tersimpan."),
    ),
    # The entry "letter.issued" has told the applicant already.
    "letter.delivered page": Words(
        title=_("Surat ada di halaman lacak"),
        says=None,
        officer=_("%(letter)s nomor %(number)s dapat dibaca dan diunduh pemohon di halaman lacaknya."),
    ),
    "letter.delivered email": Words(
        title=_("Surat dikirim lewat surel"),
        says=_("%(letter)s nomor %(number)s dikirim ke alamat surel Anda."),
        officer=_("%(letter)s nomor %(number)s diterima peladen surel pemohon; buktinya tersimpan."),
    ),
    "message.failed": Words(
        title=_("Surel tidak sampai"),
        says=_("%(letter)s tidak dapat dikirim lewat surel. Surat itu tetap dapat diunduh di halaman ini."),
        officer=_(
            "%(letter)s tidak dapat dikirim lewat surel. Sampaikan dengan cara lain, lalu catat buktinya."
        ),
        is_late=True,
    ),
    "request.file_denied": Words(
        title=_("Berkas dikecualikan diminta tanpa wewenang"),
        says=None,
        officer=_(
            "Petugas tanpa wewenang mencoba membuka berkas yang dikecualikan; berkasnya tidak diberikan."
        ),
        is_late=True,
    ),
    "request.delegated": Words(
        title=_("Diminta menjawab lewat tautan"),
        says=None,
        officer=_("Perangkat daerah diberi tautan untuk mengusulkan jawaban."),
    ),
    "request.delegation_revoked": Words(
        title=_("Tautan dicabut"),
        says=None,
        officer=_("Tautan untuk mengusulkan jawaban dicabut."),
    ),
    # What officers advise each other before a decision is no news to the applicant; the decision is.
    "request.advised": Words(
        title=_("Tim Pertimbangan memberi pertimbangan"),
        says=None,
        officer=_("Pertimbangan tertulis dilampirkan; PPID membacanya sebelum memutuskan."),
    ),
    "data.correction_asked": Words(
        title=_("Perbaikan data diminta"),
        says=_("Anda meminta data kontak diperbaiki; batas jawabannya ada di halaman data Anda."),
        officer=_(
            "Pemohon meminta data kontaknya diperbaiki; batas jawabannya ada di daftar perbaikan data."
        ),
    ),
    "data.corrected": Words(
        title=_("Data diperbaiki"),
        says=_("Data kontak Anda diperbaiki."),
        officer=_("Data kontak pemohon diperbaiki sesuai permintaannya."),
    ),
    "data.correction_declined": Words(
        title=_("Data tidak diubah"),
        says=_("Permintaan perbaikan data dijawab: tidak diubah. Alasannya ada di halaman data Anda."),
        officer=_("Permintaan perbaikan data ditolak dengan alasan tertulis."),
    ),
    "data.deletion_limited": Words(
        title=_("Pemakaian data dibatasi"),
        says=_("Penghapusan diminta; data wajib disimpan, sehingga pemakaiannya dibatasi."),
        officer=_("Pemohon meminta penghapusan; data wajib disimpan dan pemakaiannya dibatasi."),
    ),
    "data.copied": Words(
        title=_("Salinan data diambil"),
        says=_("Anda mengunduh salinan data Anda."),
        officer=_("Pemohon mengunduh salinan datanya sendiri."),
    ),
    "data.image_purged": Words(
        title=_("Gambar identitas dihapus"),
        says=_("Gambar identitas atau surat kuasa dihapus; yang tersisa hanya sidiknya."),
        officer=_("Gambar identitas atau surat kuasa dihapus menurut jadwal; sidiknya disimpan."),
    ),
    # The list of public information; the citizen reads of an item on its own public page.
    "item.added": Words(
        title=_("Butir dicatat"), says=None, officer=_("Butir masuk daftar informasi publik.")
    ),
    "item.changed": Words(title=_("Butir diubah"), says=None, officer=_("Isi butir diubah:")),
    "item.published": Words(
        title=_("Butir diterbitkan"), says=None, officer=_("Butir dapat dibaca siapa pun mulai saat ini.")
    ),
    "item.renewed": Words(
        title=_("Isi diperbarui"), says=None, officer=_("Isi diperbarui atau diperiksa dan masih benar.")
    ),
    "item.withdrawn": Words(title=_("Butir dicabut"), says=None, officer=_("Butir dicabut dari daftar:")),
    "item.restored": Words(
        title=_("Butir dipulihkan"), says=None, officer=_("Pencabutan dibatalkan; butir seperti semula.")
    ),
    "item.file_added": Words(
        title=_("Berkas ditambahkan"), says=None, officer=_("Berkas atau tautan ditambahkan pada butir.")
    ),
    "item.file_replaced": Words(
        title=_("Berkas dikoreksi"), says=None, officer=_("Berkas diganti; sidik yang lama disimpan.")
    ),
    "item.file_removed": Words(
        title=_("Berkas dilepas"), says=None, officer=_("Berkas dilepas dari butir; sidiknya disimpan:")
    ),
    # The list of exempt information; the citizen reads it on its own public page.
    "exemption.recorded": Words(
        title=_("Pengecualian ditetapkan"), says=None, officer=_("Pengecualian masuk daftar dan berlaku.")
    ),
    "exemption.opened": Words(
        title=_("Pengecualian dibuka"), says=None, officer=_("Informasi terbuka dan masuk daftar publik.")
    ),
    # Tests and the team's sessions; the citizen reads what came of them in the list and in his decision.
    "test.made": Words(
        title=_("Uji dibuat"), says=None, officer=_("Uji konsekuensi menunggu persetujuan Atasan PPID.")
    ),
    "test.returned": Words(
        title=_("Uji dikembalikan"),
        says=None,
        officer=_("Pengusul diminta memperbaiki; alasannya tersimpan."),
    ),
    "test.revised": Words(
        title=_("Uji diperbaiki"), says=None, officer=_("Isi uji diperbarui dan menunggu lagi.")
    ),
    "test.advised": Words(
        title=_("Tim Pertimbangan memberi pertimbangan"),
        says=None,
        officer=_("Hasil sidang Tim Pertimbangan melekat pada uji ini."),
    ),
    "test.approved": Words(
        title=_("Uji disetujui"), says=None, officer=_("Penolakan dan pengecualian dapat bertumpu padanya.")
    ),
    "session.convened": Words(
        title=_("Sidang diundang"), says=None, officer=_("Anggota Tim Pertimbangan diundang.")
    ),
    "session.changed": Words(
        title=_("Undangan diubah"), says=None, officer=_("Waktu, tempat, atau agenda sidang diubah.")
    ),
    "session.recorded": Words(
        title=_("Kehadiran dan risalah dicatat"),
        says=None,
        officer=_("Kehadiran dan risalah sidang dicatat."),
    ),
    "session.voted": Words(
        title=_("Suara dicatat"), says=None, officer=_("Suara anggota atas satu uji dicatat.")
    ),
    "session.closed": Words(
        title=_("Sidang ditutup"), says=None, officer=_("Hasil sidang final; berita acaranya dibuat.")
    ),
    "session.cancelled": Words(
        title=_("Sidang dibatalkan"), says=None, officer=_("Sidang dibatalkan; ujinya menunggu sidang lain.")
    ),
    "exemptions.proposed": Words(
        title=_("Daftar lama diimpor sebagai usulan"),
        says=None,
        officer=_("Tiap usulan masih memerlukan uji, persetujuan, dan penetapan."),
    ),
    "exemptions.proposals_undone": Words(
        title=_("Impor usulan dibatalkan"), says=None, officer=_("Usulan yang belum diuji dihapus.")
    ),
    "items.imported": Words(
        title=_("Diimpor dari berkas"), says=None, officer=_("Butir dicatat atau diubah oleh impor berkas.")
    ),
    "items.import_undone": Words(
        title=_("Impor dibatalkan"), says=None, officer=_("Yang dilakukan impor dikembalikan seperti semula.")
    ),
    # The villages' sites and how what they show is published.
    "villages.listed": Words(
        title=_("Situs desa didaftarkan"), says=None, officer=_("Alamat situs desa didaftarkan atau diubah.")
    ),
    "village.switched": Words(
        title=_("Pembacaan situs desa diubah"),
        says=None,
        officer=_("Situs desa mulai atau berhenti dibaca."),
    ),
    "village.answers_purged": Words(
        title=_("Jawaban lama situs desa dihapus"),
        says=None,
        officer=_("Jawaban situs desa yang sudah lama disimpan dihapus; butirnya tetap."),
    ),
    "villages.policy_set": Words(
        title=_("Cara terbit dokumen desa ditetapkan"),
        says=None,
        officer=_("Ditetapkan apakah dokumen desa terbit sendiri setelah lolos pemeriksaan."),
    ),
    "list.signed": Words(
        title=_("Daftar ditetapkan"), says=None, officer=_("Versi daftar ditetapkan dan dibekukan.")
    ),
    "list.delivered": Words(
        title=_("Bagian daftar disampaikan"),
        says=None,
        officer=_("Perangkat daerah menyampaikan bagiannya kepada PPID Utama."),
    ),
    "publication.summarised": Words(
        title=_("Ringkasan untuk umum ditulis"),
        says=_("Register publik memuat ringkasan permohonan ini, tanpa data pribadi."),
        officer=_("Register publik memuat ringkasan ini sebagai ganti perihalnya."),
    ),
    "publication.offered": Words(
        title=_("Jawaban ditawarkan kepada umum"),
        says=_("Jawaban ini dapat dibaca siapa saja di ruang baca, tanpa data Anda."),
        officer=_("Jawaban ini dapat dibaca siapa saja di ruang baca, tanpa pemohonnya."),
    ),
    "publication.kept": Words(
        title=_("Jawaban tidak ditawarkan kepada umum"),
        says=None,
        officer=_("Jawaban ini tidak ditawarkan kepada umum; alasannya tersimpan."),
    ),
    "publication.withdrawn": Words(
        title=_("Jawaban ditarik dari ruang baca"),
        says=_("Jawaban ini tidak lagi dimuat di ruang baca."),
        officer=_("Jawaban ini ditarik dari ruang baca; alasannya tersimpan."),
    ),
}
# An entry of a kind that nobody has described yet still has a name that people can read.
_OTHER = Words(title=_("Catatan lain dalam buku"), says=None, officer=_("Buku mencatat langkah tambahan."))


def words(entry: Entry) -> Words:
    """What the entry is called; the way a letter went may have words of its own."""
    by_way = f"{entry.kind} {entry.data.get('channel', '')}"
    return TOLD.get(by_way) or TOLD.get(entry.kind, _OTHER)


def fill(sentence: Promise, entry: Entry) -> str:
    """``sentence`` with the letter and the number that the entry is about."""
    kind = str(entry.data.get("kind", ""))
    about = {"letter": str(LETTERS.get(kind, _("Surat"))), "number": str(entry.data.get("number", ""))}
    return str(sentence) % about
