"""Adds to a plan what only the Pemda's own tables can tell: how many rows would be hidden or deleted."""

from __future__ import annotations

from dataclasses import replace

from django.db import DatabaseError, connections, transaction

from catalog.models import Activation
from provisioning.plans.plan import Plan
from provisioning.schema import count_rows
from tenants.context import inside
from tenants.directory import pemda_of
from tenants.router import DEFAULT

# An ALTER of a table with more rows is worth a word to the admin.
LONG_LOCK_ROWS = 10_000
COUNT_PATIENCE = "2s"


def with_counts(plan: Plan) -> Plan:
    """The plan with rows counted by the Pemda's own login; unchanged where counting takes too long.

    It enters the Pemda: call it outside of another place's transaction.
    """
    facts = pemda_of(plan.pemda_code)
    present = _present_slugs(plan.pemda_code)
    names = [table.name for table in plan.tables if not table.is_new and table.slug in present]
    if facts is None or not names:
        return plan
    try:
        with inside(facts), transaction.atomic(using=DEFAULT), connections[DEFAULT].cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{COUNT_PATIENCE}'")
            counts = count_rows(cursor, names)
            # The patience ends with this look, also inside of a transaction of the caller's.
            transaction.set_rollback(True, using=DEFAULT)
    except DatabaseError:
        return plan
    return _with(plan, counts)


def _present_slugs(code: str) -> set[str]:
    return set(Activation.objects.filter(pemda_id=code).values_list("slug", flat=True))


def _with(plan: Plan, counts: dict[str, int]) -> Plan:
    tables = tuple(replace(table, rows=counts.get(table.name)) for table in plan.tables)
    removed = sum(table.rows or 0 for table in tables if table.is_removed)
    return replace(
        plan,
        tables=tables,
        rows_hidden=sum(counts.values()) if plan.action == "park" else 0,
        rows_deleted=removed,
        long_locks=tuple(
            table for table in tables if plan.action in {"upgrade", "undo"} and (table.rows or 0) > LONG_LOCK_ROWS
        ),
    )
