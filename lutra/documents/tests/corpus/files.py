"""Traps of e-mails, pages of the web and plain texts."""

from __future__ import annotations

import base64

from lutra.documents.tests.corpus import Trap
from lutra.documents.tests.corpus.packages import docx, run

HEAD = b"From: Ani <ani@contoh.id>\r\nTo: ppid@luwuutarakab.go.id\r\nSubject: Permohonan\r\n"
PLAIN = (
    HEAD
    + b"Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
    + b"Mohon salinan APBD.\r\n"
)


def mail(content: bytes = b"", name: str = "lampiran.docx") -> bytes:
    """An e-mail with one attachment."""
    return b"".join(
        [
            HEAD,
            b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n',
            b"--b\r\nContent-Type: text/plain\r\n\r\nIsi\r\n",
            b"--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n",
            f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'.encode(),
            base64.encodebytes(content or docx()),
            b"\r\n--b--\r\n",
        ]
    )


def web(body: str, head: str = "") -> bytes:
    """A page of the web."""
    return f"<!doctype html><html><head><title>Berita</title>{head}</head><body><p>Isi</p>{body}</body></html>".encode()


TRAPS = [
    Trap("bcc.eml", "bcc", lambda: b"Bcc: citra@contoh.id\r\n" + PLAIN),
    Trap("asal.eml", "sender_address", lambda: b"X-Originating-IP: [10.1.2.3]\r\n" + PLAIN),
    Trap(
        "jejak.eml",
        "mail_route",
        lambda: b"Received: from a by b; Mon, 2 Mar 2026 08:00:00 +0800\r\n" + PLAIN,
        "note",
    ),
    Trap("lampiran.eml", "attachment", mail),
    Trap("lampiran-dalam.eml", "hidden_text", lambda: mail(docx(run("rahasia", "<w:vanish/>")))),
    Trap("lampiran-asing.eml", "unreadable_part", lambda: mail(b"\x00\x01\x02\x03", "a.bin")),
    Trap("komentar.html", "html_comment", lambda: web("<!-- jangan sebut Budi -->")),
    Trap("sembunyi.html", "hidden_element", lambda: web("<p hidden>rahasia</p>")),
    Trap("gaya.html", "hidden_element", lambda: web('<p style="display: none">rahasia</p>')),
    Trap(
        "kelas.html",
        "hidden_element",
        lambda: web('<p class="x">rahasia</p>', "<style>.x { display:none }</style>"),
    ),
    Trap("jauh.html", "hidden_element", lambda: web('<p style="position:absolute;left:-9999px">rahasia</p>')),
    Trap("putih.html", "hidden_element", lambda: web('<span style="color:#fff">rahasia</span>')),
    Trap("templat.html", "hidden_element", lambda: web("<template>rahasia</template>")),
    Trap("isian.html", "hidden_field", lambda: web('<input type="hidden" name="nik" value="rahasia">')),
    Trap("skrip.html", "script", lambda: web("<script>var a = 1</script>")),
    Trap("klik.html", "script", lambda: web('<p onclick="a()">x</p>')),
    Trap("data.html", "data_attribute", lambda: web('<p data-nik="7322034509900001">x</p>')),
    Trap(
        "pembuat.html", "person_in_metadata", lambda: web("", '<meta name="author" content="Budi Santoso">')
    ),
    Trap("bingkai.html", "external_link", lambda: web('<iframe src="http://contoh.id"></iframe>')),
    Trap("tanda.txt", "invisible_characters", "Laporan\U000e0041\U000e0042 aman".encode),
    Trap("kendali.csv", "invisible_characters", lambda: b"a;b\nc\x01d;e\n"),
    Trap("palsu.txt", "type_mismatch", docx),
]

CLEAN = {
    "surat.eml": lambda: PLAIN,
    "berita.html": lambda: web(
        '<h1 style="color:#fff;background:#066">Judul</h1><table><tr><td>a</td></tr></table>'
    ),
    "data.csv": lambda: b"kecamatan;jumlah\nMasamba;12\n",
    "catatan.txt": "Kelurahan Bone – ✓ 👨‍👩‍👧".encode,
}
