"""The style page ``/gaya/``: every piece with invented data, in demo and development only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lutra.law import clocks
from lutra.web.components.pieces import File, NextAct, Receipt, Step, Tab


class SampleForm(forms.Form):
    """A form with every kind of field, filled in wrongly so that the messages show."""

    details = forms.CharField(
        label=_("Informasi apa yang Anda perlukan?"),
        help_text=_("Sebutkan dokumen, tahun, dan tempatnya bila tahu."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tuliskan informasi yang Anda perlukan, satu kalimat cukup.")},
    )
    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka pada KTP."),
        min_length=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "min_length": _("NIK terdiri atas 16 angka; yang ditulis baru %(show_value)s. Periksa KTP.")
        },
    )
    way = forms.ChoiceField(
        label=_("Cara memperoleh"),
        choices=[("view", _("Melihat")), ("listen", _("Mendengarkan")), ("copy", _("Salinan"))],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(label=_("Surel"), required=False)
    body = forms.ChoiceField(
        label=_("Badan publik"), choices=[("", _("Semua")), ("kes", "Dinas Kesehatan")], required=False
    )


class SampleFilter(forms.Form):
    """A filter bar's form."""

    q = forms.CharField(label=_("Cari"), required=False)
    year = forms.ChoiceField(label=_("Tahun"), choices=[("2020", "2020"), ("2019", "2019")], required=False)
    outcome = forms.ChoiceField(label=_("Hasil"), choices=[("", _("Semua"))], required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every piece; not found on a real installation."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "components/gallery.html", _samples())


def _samples() -> dict[str, Any]:
    reply = clocks.due("request.reply", date(2020, 3, 2))
    extension = clocks.due("request.extension", reply.due)
    letter = File("Pemberitahuan tertulis 045/PPID/III/2020", "#", 182_000, "PDF")
    return {
        "reply": reply,
        "running": clocks.ruler(reply, today=date(2020, 3, 6)),
        "extended": clocks.ruler(reply, extension=extension, today=date(2020, 3, 18)),
        "late": clocks.ruler(reply, today=date(2020, 3, 20)),
        "answered": clocks.ruler(reply, today=date(2020, 3, 20), answered_on=date(2020, 3, 12)),
        "steps": [
            Step(
                "Permohonan diterima",
                "Nomor diberikan saat itu juga dan waktu mulai berjalan.",
                datetime(2020, 3, 2, 1, 12, tzinfo=UTC),
                "Petugas Pelayanan Informasi",
                clause="Pasal 22 ayat (4) UU 14/2008",
                entry="9f31c0a2",
            ),
            Step(
                "Diteruskan ke Dinas Kesehatan",
                "Kantor yang memegang informasinya sedang menyiapkan jawaban.",
                datetime(2020, 3, 3, 2, 40, tzinfo=UTC),
                "PPID Utama",
                entry="c4410be7",
                files=(letter,),
            ),
            Step(
                "Jawaban tertulis",
                "PPID memutuskan dan memberi tahu Anda.",
                due=reply.due,
                by="PPID Utama",
                clause="Pasal 22 ayat (7) UU 14/2008",
                state="next",
            ),
        ],
        "act": NextAct(
            "Putuskan permohonan ini dan kirim pemberitahuan tertulis",
            "Pasal 22 ayat (7) UU 14/2008",
            reply.due,
            "",
            2,
            "soon",
            "Dinas Kesehatan sudah mengirim rancangan jawaban dengan dua berkas.",
            "Putuskan",
            "#",
        ),
        "act_late": NextAct(
            "Jawab sekarang: batas waktunya sudah lewat",
            "Pasal 22 ayat (7) UU 14/2008",
            reply.due,
            "",
            -2,
            "late",
            "Pemohon berhak mengajukan keberatan kepada Atasan PPID sejak 17 Maret 2020.",
            "Putuskan",
            "#",
            "post",
        ),
        "slip": Receipt(
            "Pemerintah Kabupaten Luwu Utara",
            "017/PPID/2020",
            datetime(2020, 3, 2, 1, 12, tzinfo=UTC),
            reply.due,
            reply.clause,
            "K7QM2XRA9TNE",
            "https://ppid.example.go.id/t/K7QM2XRA9TNE/",
            "PPID, Jalan Simpurusiang, Masamba",
            "Petugas loket 1",
            "Realisasi APBD dua tahun terakhir",
            "Datang langsung",
            10,
            "Pertanyaan: datang ke loket PPID atau tulis dengan menyebut nomor ini.",
        ),
        "form": SampleForm({"nik": "7322", "way": "copy", "email": "budi@"}),
        "filter": SampleFilter({"year": "2020"}),
        "tabs": [
            Tab("Perlu sekarang", "#", True, 12),
            Tab("Menunggu badan", "#", False, 31),
            Tab("Selesai", "#"),
        ],
        "files": [letter, File("Realisasi APBD 2019.xlsx", "#", 1_240_000, "XLSX", "lampiran 1")],
        "facts": [
            ("Diajukan", "2 Maret 2020"),
            ("Tujuan", "Penelitian skripsi"),
            ("Cara", "Salinan softcopy, surel"),
        ],
        "keys": [("j k", "turun, naik"), ("/", "cari"), ("d", "teruskan")],
        "rows": [
            (
                "017/PPID/2020",
                "Realisasi APBD dua tahun terakhir",
                "Dinas Kesehatan",
                4,
                10,
                0,
                0,
                6,
                False,
                "",
                "",
            ),
            (
                "016/PPID/2020",
                "Pemenang lelang jembatan Desa Malimbu",
                "Dinas PU",
                9,
                10,
                0,
                0,
                1,
                False,
                "",
                "",
            ),
            (
                "012/PPID/2020",
                "Data gizi balita per kecamatan",
                "Dinas Kesehatan",
                12,
                10,
                7,
                0,
                5,
                False,
                "",
                "",
            ),
            (
                "009/PPID/2020",
                "Rekaman CCTV seorang warga",
                "Diskominfo",
                10,
                10,
                0,
                0,
                2,
                True,
                "refused",
                "Ditolak",
            ),
            (
                "008/PPID/2020",
                "Peta jaringan irigasi",
                "Dinas PU",
                10,
                10,
                0,
                3,
                -3,
                False,
                "silent",
                "Tidak ditanggapi",
            ),
            (
                "007/PPID/2020",
                "Anggaran Dana Desa Onondowa",
                "Dinas PMD",
                6,
                10,
                0,
                0,
                4,
                True,
                "granted",
                "Diberikan",
            ),
        ],
        "outcomes": [
            ("granted", "Diberikan"),
            ("partly", "Diberikan sebagian"),
            ("refused", "Ditolak"),
            ("not_held", "Tidak dikuasai"),
            ("not_yet_held", "Belum dikuasai"),
            ("silent", "Tidak ditanggapi"),
        ],
    }
