"""The tables of stems, which each database keeps in its own way, and words in the order of their letters alone."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from lutra.publishing.search import engine


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    engine.install(schema_editor.connection)
    if schema_editor.connection.vendor == "postgresql":
        # Beginnings and endings are looked up as ranges, which needs the order of SQLite.
        for column in ("word", "backwards", "stem"):
            schema_editor.execute(
                f'ALTER TABLE publishing_searchword ALTER COLUMN {column} TYPE varchar(40) COLLATE "C"'
            )


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    engine.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publishing", "0003_search")]

    operations: ClassVar = [migrations.RunPython(install, remove)]
