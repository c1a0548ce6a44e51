"""The database refuses a site for a body of another government."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from lutra.directory import borders


def install(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    borders.install(schema_editor.connection)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    borders.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("directory", "0006_own_sites")]
    operations: ClassVar = [migrations.RunPython(install, remove)]
