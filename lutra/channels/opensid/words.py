"""What can go wrong with a village's site, in words: what it is, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do about it. ``passes``: asking again later may help."""

    what: Promise
    todo: Promise
    passes: bool = True


_LATER = _("Sistem mencoba lagi sendiri; bila berlanjut, hubungi operator desa.")
_ADDRESS = _("Periksa alamat situsnya bersama operator desa, lalu perbaiki di sini.")

PROBLEMS: Mapping[str, Problem] = {
    "timeout": Problem(_("Situs desa tidak menjawab pada waktunya."), _LATER),
    "no_answer": Problem(_("Situs desa tidak dapat dihubungi atau putus di tengah."), _LATER),
    "no_such_host": Problem(_("Nama situs tidak ditemukan."), _ADDRESS),
    "certificate": Problem(
        _("Sertifikat HTTPS situs tidak sah."), _("Minta operator desa memperbarui sertifikatnya.")
    ),
    "bad_address": Problem(_("Alamatnya bukan alamat web yang utuh."), _ADDRESS, passes=False),
    "refused_port": Problem(_("Alamat memakai port yang tidak biasa."), _ADDRESS, passes=False),
    "refused_address": Problem(
        _("Alamat menunjuk ke jaringan dalam, bukan internet."), _ADDRESS, passes=False
    ),
    "too_many_redirects": Problem(_("Situs terus mengalihkan ke alamat lain."), _ADDRESS),
    "too_large": Problem(
        _("Yang dikirim terlalu besar."), _("Minta operator desa mengecilkan berkasnya."), passes=False
    ),
    "status": Problem(
        _("Situs desa menjawab dengan galat."),
        _("Pastikan situs memakai OpenSID dan antarmuka informasi publiknya menyala."),
    ),
    "unreadable": Problem(
        _("Jawaban situs bukan daftar dokumen."),
        _("Pastikan situs memakai OpenSID versi baru; buka alamatnya di peramban untuk melihat galatnya."),
    ),
    "other_village": Problem(
        _("Situs ini milik desa lain."),
        _("Perbaiki alamatnya, atau minta operator membetulkan kode desa di pengaturan OpenSID."),
    ),
    "suspicious": Problem(
        _("Banyak dokumen tiba-tiba hilang dari situs desa."),
        _("Butirnya dicabut bila pembacaan berikutnya sama; tanyakan kepada operator desa."),
    ),
    # Of a document's file.
    "gone": Problem(
        _("Berkasnya tidak ada di situs desa."),
        _("Minta operator desa mengunggahnya lagi."),
        passes=False,
    ),
    "wrong_type": Problem(
        _("Isinya bukan berkas yang diterima."),
        _("Minta operator desa mengunggah PDF atau berkas kantor yang utuh."),
        passes=False,
    ),
}


def problem(code: str) -> Problem | None:
    """The words for a code; None for no problem."""
    return PROBLEMS.get(code, PROBLEMS["no_answer"]) if code else None
