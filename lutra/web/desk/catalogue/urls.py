"""Addresses of the list of public information, under /desk/dip/."""

from __future__ import annotations

from django.urls import path

from lutra.web.desk.catalogue import deliveries, files, imports, items, listing, proposals, versions

urlpatterns = [
    path("", listing.show, name="items"),
    path("ekspor/", listing.export, name="export_items"),
    path("terbitkan/", listing.publish, name="publish_items"),
    path("baru/", items.new, name="new_item"),
    path("<int:pk>/", items.show, name="item"),
    path("<int:pk>/ubah/", items.change, name="change_item"),
    path("<int:pk>/cabut/", items.withdraw, name="withdraw_item"),
    path("<int:pk>/langkah/<slug:deed>/", items.do, name="item_deed"),
    path("<int:pk>/berkas/", files.attach, name="attach_file"),
    path("<int:pk>/berkas/<int:file_id>/ganti/", files.replace, name="replace_file"),
    path("<int:pk>/berkas/<int:file_id>/lepas/", files.remove, name="remove_file"),
    path("impor/", imports.start, name="imports"),
    path("impor/<int:pk>/", imports.show, name="import"),
    path("impor/<int:pk>/jalankan/", imports.do, name="do_import"),
    path("impor/<int:pk>/batalkan/", imports.undo, name="undo_import"),
    path("versi/", versions.show_all, name="list_versions"),
    path("versi/tetapkan/", versions.sign, name="sign_list"),
    path("versi/<int:number>/", versions.show, name="list_version"),
    path("versi/<int:number>/daftar.<slug:kind>", versions.download, name="list_version_file"),
    path("penyampaian/", deliveries.show, name="deliveries"),
    path("penyampaian/<int:pk>/", deliveries.do, name="deliver_list"),
    path("usulan/", proposals.show, name="item_proposals"),
    path("usulan/<int:pk>/", proposals.take_up, name="take_up_answer"),
]
