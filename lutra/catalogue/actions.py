"""Writes of the catalogue, named here for whoever calls from above. The deeds on consequence tests live in
``consequence``, those on items, files, versions and deliveries in ``items`` and ``lists``."""

from __future__ import annotations

from lutra.catalogue.consequence import approve_test, make_test, return_test, revise_test
from lutra.catalogue.items.deeds import (
    add_item,
    change_item,
    open_item,
    publish_item,
    publish_items,
    renew_item,
    restore_item,
    touch_item,
    withdraw_item,
)
from lutra.catalogue.items.files import attach_file, remove_file, replace_file
from lutra.catalogue.items.form import ItemForm
from lutra.catalogue.lists.deliveries import deliver
from lutra.catalogue.lists.versions import sign_list

__all__ = [
    "ItemForm",
    "add_item",
    "approve_test",
    "attach_file",
    "change_item",
    "deliver",
    "make_test",
    "open_item",
    "publish_item",
    "publish_items",
    "remove_file",
    "renew_item",
    "replace_file",
    "restore_item",
    "return_test",
    "revise_test",
    "sign_list",
    "touch_item",
    "withdraw_item",
]
