"""Django's compilers for PostgreSQL, which refuse a query that was made in another Pemda."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import compiler as postgresql
from django.db.models.sql.compiler import SQLCompiler as BaseCompiler

from tenants.context import current_place
from tenants.crossing import refuse_foreign_query


class _Here(BaseCompiler):
    def __init__(self, query: Any, *args: Any, **options: Any) -> None:
        place = current_place()
        here = place.schema_name if place else None
        # The rule stands in `refuse_foreign_query`; nearly every query is asked where it was made.
        if getattr(query, "made_in", None) != here:
            refuse_foreign_query(query, here)
        super().__init__(query, *args, **options)


class SQLCompiler(_Here, postgresql.SQLCompiler):
    """SELECT."""


class SQLInsertCompiler(_Here, postgresql.SQLInsertCompiler):
    """INSERT."""


class SQLUpdateCompiler(_Here, postgresql.SQLUpdateCompiler):
    """UPDATE."""


class SQLDeleteCompiler(_Here, postgresql.SQLDeleteCompiler):
    """DELETE."""


class SQLAggregateCompiler(_Here, postgresql.SQLAggregateCompiler):
    """Aggregates over a subquery."""
