"""Every kind of hidden data, with its words. ``blocks``: an officer must decide. ``note``: told, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lutra.documents.words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Kind:
    """Words for people (translated where shown), and whether it holds the file back."""

    words: str
    severity: Literal["blocks", "note"] = "blocks"


KINDS: dict[str, Kind] = {
    # Tables
    "hidden_sheet": Kind(_("lembar tersembunyi")),
    "very_hidden_sheet": Kind(_("lembar yang disembunyikan dari menu")),
    "hidden_rows": Kind(_("baris tersembunyi")),
    "hidden_columns": Kind(_("kolom tersembunyi")),
    "filtered_rows": Kind(_("baris yang disaring")),
    "collapsed_group": Kind(_("kelompok baris atau kolom yang dilipat")),
    "pivot_cache": Kind(_("salinan data di balik tabel pivot")),
    "external_link": Kind(_("tautan ke berkas lain beserta salinan isinya")),
    "hidden_name": Kind(_("nama rentang tersembunyi")),
    "data_connection": Kind(_("sambungan ke sumber data")),
    "hidden_by_format": Kind(_("sel yang isinya disembunyikan oleh format angka")),
    "unused_strings": Kind(_("teks sisa yang tidak dipakai sel mana pun")),
    "scenario": Kind(_("skenario tersimpan")),
    "chart_data": Kind(_("salinan data di balik grafik"), "note"),
    # Texts and slides
    "comment": Kind(_("komentar")),
    "tracked_insertion": Kind(_("perubahan terlacak: sisipan")),
    "tracked_deletion": Kind(_("perubahan terlacak: penghapusan")),
    "tracked_move": Kind(_("perubahan terlacak: pemindahan")),
    "tracked_format": Kind(_("perubahan terlacak: format")),
    "change_history": Kind(_("riwayat perubahan buku kerja")),
    "hidden_text": Kind(_("teks tersembunyi")),
    "hidden_section": Kind(_("bagian tersembunyi")),
    "same_colour_text": Kind(_("teks sewarna latarnya")),
    "tiny_text": Kind(_("teks yang terlalu kecil untuk dibaca")),
    "invisible_characters": Kind(_("huruf tak tampak")),
    "speaker_notes": Kind(_("catatan pembicara")),
    "hidden_slide": Kind(_("salindia tersembunyi")),
    "hidden_object": Kind(_("objek tersembunyi")),
    "off_slide_object": Kind(_("objek di luar salindia")),
    "off_page_object": Kind(_("teks di luar halaman dokumen")),
    "covered_object": Kind(_("teks yang tertutup objek lain")),
    "cropped_image": Kind(_("gambar yang dipotong tetapi utuh di dalam berkas")),
    "document_variable": Kind(_("variabel dokumen")),
    "custom_xml": Kind(_("data XML tersemat")),
    "custom_property": Kind(_("properti khusus")),
    "earlier_version": Kind(_("versi lama yang ikut tersimpan")),
    "hidden_field": Kind(_("isian tersembunyi")),
    # Things carried along
    "embedded_file": Kind(_("berkas tersemat")),
    "ole_object": Kind(_("objek OLE tersemat")),
    "macro": Kind(_("makro")),
    "unreferenced_member": Kind(_("bagian arsip yang tidak dipakai dokumen")),
    "archive_gap": Kind(_("sisa data di sela bagian arsip")),
    "unsafe_name": Kind(_("nama bagian arsip yang berbahaya")),
    "trailing_data": Kind(_("data setelah akhir berkas")),
    "polyglot": Kind(_("berkas yang juga dapat dibuka sebagai jenis lain")),
    "type_mismatch": Kind(_("isi berkas bukan jenis yang disebut namanya")),
    "thumbnail": Kind(_("gambar mini dokumen")),
    "unreadable_part": Kind(_("bagian yang tidak dapat diperiksa")),
    # PDF
    "text_under_box": Kind(_("teks di bawah kotak")),
    "text_under_image": Kind(_("teks di bawah gambar")),
    "text_outside_page": Kind(_("teks di luar halaman")),
    "invisible_text": Kind(_("teks dengan mode tak tampak")),
    "ocr_layer": Kind(_("lapisan teks hasil OCR"), "note"),
    "ocr_layer_differs": Kind(_("lapisan teks yang berbeda dari gambarnya")),
    "unseen_text": Kind(_("teks yang tidak terlihat pada halaman")),
    "attachment": Kind(_("lampiran di dalam PDF")),
    "portfolio": Kind(_("portofolio PDF")),
    "javascript": Kind(_("JavaScript")),
    "launch_action": Kind(_("perintah menjalankan atau mengirim sesuatu")),
    "incremental_update": Kind(_("versi sebelumnya masih tersimpan dalam berkas")),
    "signature": Kind(_("tanda tangan digital"), "note"),
    "unreferenced_object": Kind(_("objek sisa yang tidak dipakai halaman mana pun")),
    "hidden_layer": Kind(_("lapisan yang disembunyikan")),
    "annotation": Kind(_("anotasi atau catatan")),
    "form_value": Kind(_("nilai isian formulir")),
    "page_data": Kind(_("data aplikasi pada halaman")),
    # Properties
    "person_in_metadata": Kind(_("nama orang dalam properti berkas")),
    "organisation_in_metadata": Kind(_("nama organisasi dalam properti berkas")),
    "file_path": Kind(_("alamat folder komputer pembuat")),
    "template": Kind(_("nama templat"), "note"),
    "metadata": Kind(_("properti berkas"), "note"),
    "xmp": Kind(_("metadata XMP")),
    # Pictures
    "gps": Kind(_("koordinat tempat pengambilan gambar")),
    "exif": Kind(_("data kamera (EXIF)")),
    "maker_note": Kind(_("catatan pabrik kamera")),
    "iptc": Kind(_("keterangan gambar IPTC")),
    "image_comment": Kind(_("komentar di dalam gambar")),
    "image_text": Kind(_("teks tersemat dalam gambar")),
    # Mail and pages of the web
    "bcc": Kind(_("penerima tersembunyi (Bcc)")),
    "mail_route": Kind(_("jejak perjalanan surel"), "note"),
    "sender_address": Kind(_("alamat IP pengirim")),
    "html_comment": Kind(_("komentar HTML")),
    "hidden_element": Kind(_("unsur HTML tersembunyi")),
    "script": Kind(_("skrip")),
    "data_attribute": Kind(_("data pada atribut HTML")),
}
