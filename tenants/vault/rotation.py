"""New keys for old: wrapping keys anew, sealing rows anew, and sealing what was still plain.

All of it is the owner's work, in the schema of the cursor's search path. Old data keys stay, for what they sealed
elsewhere (a backup, an archive) must still open; rows sealed anew no longer need them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from psycopg2 import sql

from tenants.vault import cipher, sealing
from tenants.vault.embedded import count_embedded, reseal_embedded
from tenants.vault.fields import SealedCharField, plain_key
from tenants.vault.keys import Keyring, read_keyring

BATCH = 200
PLAIN = "s1.%"


def sealed_fields(labels: Iterable[str]) -> Iterator[SealedCharField]:
    """The sealed fields of the apps' models."""
    for label in sorted(labels):
        for model in apps.get_app_config(label).get_models():
            if not model._meta.proxy:
                yield from (each for each in model._meta.local_concrete_fields if isinstance(each, SealedCharField))


def seal_plain(cursor: Any, labels: Iterable[str]) -> int:
    """Seal what stands in the apps' sealed columns as plain text: rows from before, or invented ones; their number."""
    count = 0
    ring = None
    for field in sealed_fields(labels):
        while rows := _rows(cursor, field, "{column} NOT LIKE %s AND {column} <> ''", [PLAIN]):
            ring = ring or read_keyring(cursor)
            for key, row_key, value in rows:
                _write(cursor, field, key, _sealed(field, plain_key(row_key), value, ring))
            count += len(rows)
    return count


def reseal_batch(cursor: Any, labels: Iterable[str]) -> int:
    """Seal some rows anew that an older key sealed; 0 when none is left. Rows that somebody holds wait for later."""
    ring = read_keyring(cursor)
    for field in sealed_fields(labels):
        current = f"s1.{'_' * cipher.INDEX_LENGTH}.{ring.current.id}.%"
        rows = _rows(cursor, field, "{column} LIKE %s AND {column} NOT LIKE %s", [PLAIN, current])
        for key, row_key, value in rows:
            plain = sealing.open_sealed(value, purpose=field.purpose, key=plain_key(row_key), ring=ring)
            _write(cursor, field, key, _sealed(field, plain_key(row_key), plain, ring))
        if rows:
            return len(rows)
    return reseal_embedded(cursor, ring, most=BATCH)


def count_older(cursor: Any, labels: Iterable[str]) -> int:
    """How many values an older key sealed."""
    ring, count = read_keyring(cursor), 0
    for field in sealed_fields(labels):
        query = sql.SQL("SELECT count(*) FROM {table} WHERE {column} LIKE %s AND {column} NOT LIKE %s")
        current = f"s1.{'_' * cipher.INDEX_LENGTH}.{ring.current.id}.%"
        cursor.execute(query.format(**_names(field)), [PLAIN, current])
        count += cursor.fetchone()[0]
    return count + count_embedded(cursor, ring)


def _sealed(field: SealedCharField, row_key: str, value: str, ring: Keyring) -> str:
    return sealing.seal(value, purpose=field.purpose, key=row_key, is_found=value if field.is_found else "", ring=ring)


def _names(field: SealedCharField) -> dict[str, sql.Composable]:
    meta = field.model._meta
    assert meta.pk is not None
    return {
        "table": sql.Identifier(meta.db_table),
        "key": sql.Identifier(meta.pk.column),
        "row_key": sql.Identifier(meta.get_field(field.row_key).column),
        "column": sql.Identifier(field.column),
    }


def _rows(cursor: Any, field: SealedCharField, condition: str, params: list[Any]) -> list[tuple[Any, ...]]:
    names = _names(field)
    query = sql.SQL(
        "SELECT {key}, {row_key}::text AS bound_to, {column} FROM {table} WHERE {condition}"
        " ORDER BY {key} LIMIT {batch} FOR UPDATE SKIP LOCKED"
    )
    where = sql.SQL(condition).format(column=names["column"])
    cursor.execute(query.format(**names, condition=where, batch=sql.Literal(BATCH)), params)
    return list(cursor.fetchall())


def _write(cursor: Any, field: SealedCharField, key: Any, sealed: str) -> None:
    cursor.execute(sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s").format(**_names(field)), [sealed, key])
