"""Sealed texts that stand inside columns of tables which are not ours, or of another type: resealed like the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg2 import sql

from tenants.vault import sealing
from tenants.vault.keys import Keyring

SEALED_INSIDE = re.compile(r"s1\.[\w-]{22}\.[0-9a-f]{8}\.[\w-]{38,}")


@dataclass(frozen=True, slots=True)
class Embedded:
    """A column with sealed texts somewhere in its text; `key` is the row key that all of them were sealed for."""

    table: str
    column: str
    type: str
    key: str

    @property
    def purpose(self) -> str:
        """What the texts were sealed for."""
        return f"{self.table}.{self.column}"


# Secrets of authenticator apps and recovery codes (allauth's table), and of a Pemda's identity provider.
EMBEDDED = (
    Embedded("mfa_authenticator", "data", "jsonb", "any"),
    Embedded("identity_identityprovider", "secret_sealed", "text", "only"),
)


def reseal_embedded(cursor: Any, ring: Keyring, *, most: int) -> int:
    """Seal the texts of some rows anew that an older key sealed; 0 when none is left."""
    for column in _present(cursor):
        rows = _older(cursor, column, ring)[:most]
        for row_key, text in rows:
            again = SEALED_INSIDE.sub(partial(_again, column=column, ring=ring), text)
            cursor.execute(
                sql.SQL("UPDATE {table} SET {column} = %s::{type} WHERE id = %s").format(**_names(column)),
                [again, row_key],
            )
        if rows:
            return len(rows)
    return 0


def count_embedded(cursor: Any, ring: Keyring) -> int:
    """How many rows hold texts that an older key sealed."""
    return sum(len(_older(cursor, column, ring)) for column in _present(cursor))


def _again(found: re.Match[str], *, column: Embedded, ring: Keyring) -> str:
    plain = sealing.open_sealed(found[0], purpose=column.purpose, key=column.key, ring=ring)
    return sealing.seal(plain, purpose=column.purpose, key=column.key, ring=ring)


def _present(cursor: Any) -> Iterator[Embedded]:
    """Those whose table this place has: at pusat there is no identity provider."""
    for column in EMBEDDED:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [column.table])
        if cursor.fetchone()[0]:
            yield column


def _older(cursor: Any, column: Embedded, ring: Keyring) -> list[tuple[Any, str]]:
    query = (
        "SELECT id, {column}::text FROM {table} WHERE {column}::text LIKE '%%s1.%%' ORDER BY id FOR UPDATE SKIP LOCKED"
    )
    cursor.execute(sql.SQL(query).format(**_names(column)), [])
    current = f".{ring.current.id}."
    return [(key, text) for key, text in cursor.fetchall() if _is_older(text, current)]


def _is_older(text: str, current: str) -> bool:
    return any(current not in found for found in SEALED_INSIDE.findall(text))


def _names(column: Embedded) -> dict[str, sql.Composable]:
    return {
        "table": sql.Identifier(column.table),
        "column": sql.Identifier(column.column),
        "type": sql.SQL(column.type),
    }
