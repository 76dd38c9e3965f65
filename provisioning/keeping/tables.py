"""A Pemda's tables as an archive holds them: their columns, their rows in the order of their key, their sequences.

The hash of a table's content is that of its rows as `COPY` writes them, columns named and rows in the order of the key:
the same rows have the same hash in any schema and after any restore.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from provisioning.copying import Hashing, copy_out

COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname),
  (SELECT array_agg(k.attname::text ORDER BY array_position(i.indkey::int2[], k.attnum))
   FROM pg_index i JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY(i.indkey::int2[])
   WHERE i.indrelid = c.oid AND i.indisprimary)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND c.relname = ANY(%s)
AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' GROUP BY c.oid, c.relname ORDER BY c.relname
"""
SEQUENCES = """
SELECT c.relname || '.' || a.attname, s.relname
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_depend d ON d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i')
    AND d.classid = 'pg_class'::regclass
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
WHERE c.relnamespace = %s::regnamespace AND c.relname = ANY(%s) ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one schema with the columns that hold data, by name, and those of its key."""

    schema_name: str
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def copy_out(self, connection: Any) -> str:
        """The statement that writes all rows in the order of the key."""
        query = sql.SQL("COPY (SELECT {columns} FROM {table} ORDER BY {order}) TO STDOUT").format(
            columns=_names(self.columns),
            table=sql.Identifier(self.schema_name, self.name),
            order=_names(self.key or self.columns),
        )
        return query.as_string(connection)

    def copy_in(self, connection: Any) -> str:
        """The statement that takes such rows into the table, which this transaction has just made."""
        query = sql.SQL("COPY {table} ({columns}) FROM STDIN (FREEZE)").format(
            table=sql.Identifier(self.schema_name, self.name), columns=_names(self.columns)
        )
        return query.as_string(connection)


def _names(columns: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def tables_in(cursor: Any, schema_name: str, names: Iterable[str]) -> list[Table]:
    """Those of the tables that the schema has."""
    cursor.execute(COLUMNS, [schema_name, sorted(names)])
    return [Table(schema_name, name, tuple(columns), tuple(key or ())) for name, columns, key in cursor.fetchall()]


def sequences_in(cursor: Any, schema_name: str, names: Iterable[str]) -> dict[str, list[Any]]:
    """`{"table.column": [last value, whether it was used]}`."""
    cursor.execute(SEQUENCES, [schema_name, sorted(names)])
    found = {}
    for column, sequence in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(schema_name, sequence)))
        found[column] = list(cursor.fetchone())
    return found


def set_sequences(cursor: Any, schema_name: str, values: dict[str, list[Any]]) -> None:
    """Let the sequences go on where those of the archive stood."""
    cursor.execute(SEQUENCES, [schema_name, sorted({column.partition(".")[0] for column in values})])
    for column, sequence in cursor.fetchall():
        if column in values:
            place = sql.Identifier(schema_name, sequence).as_string(cursor.connection)
            cursor.execute("SELECT setval(%s, %s, %s)", [place, *values[column]])


def content_of(cursor: Any, table: Table) -> Hashing:
    """The number of rows, as lines, and the hash of the table's content."""
    found = Hashing()
    copy_out(cursor, table.copy_out(cursor.connection), found)
    return found
