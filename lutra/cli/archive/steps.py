"""How far a database has been brought by the migrations."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending() -> int:
    """How many steps of the installed version are still to be done."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown() -> list[tuple[str, str]]:
    """Steps that the database went and the installed version does not know: it was brought further by a newer one."""
    loader = MigrationExecutor(connection).loader
    return sorted(step for step in loader.applied_migrations if step not in loader.disk_migrations)


def ends(executor: MigrationExecutor, steps: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """The last of ``steps``: with them come all before them."""
    graph = executor.loader.graph
    applied = {step for step in steps if step in graph.nodes}
    before = {parent.key for step in applied for parent in graph.node_map[step].parents}
    return sorted(applied - before)
