"""Addresses of the documents, under /desk/dokumen/."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.documents import listing, page, proof, uploading

urlpatterns = [
    path("", listing.show, name="documents"),
    path("unggah/", uploading.form, name="upload"),
    path("unggah/potongan/", uploading.collection, name="uploads"),
    path("unggah/potongan/<str:token>/", uploading.one, name="upload_pieces"),
    path("unggah/<str:token>/hasil/", uploading.result, name="upload_result"),
    path("<int:pk>/", page.show, name="document"),
    path("<int:pk>/keadaan/", page.state, name="document_state"),
    path("<int:pk>/isi/", page.content, name="document_content"),
    path("<int:pk>/gambar/", page.picture, name="document_picture"),
    path("<int:pk>/teks/", page.text, name="document_text"),
    path("<int:pk>/periksa/", page.examine, name="examine_document"),
    path("<int:pk>/putuskan/", page.decide, name="decide_findings"),
    path("<int:pk>/sertifikat/", proof.show, name="certificate"),
    path("<int:pk>/sertifikat.json", proof.data, name="certificate_data"),
    path("<int:pk>/salinan/", page.copy, name="clean_document"),
]
