"""The chain over acts and changes of rows: sealing what is new, and finding what was tampered with.

Each link's hash is an HMAC over its record and the hash before it, under a key that the database does not hold in
plain; the head in the public schema says, signed, where the chain ends. Writers never wait for it: rows are unchangeable
by grants from the start, marked by their trigger, and chained a moment later in the order of their numbers.
All of it runs as the tables' owner in the schema of the cursor's search path.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg2.extras import execute_values

from tenants.vault.keys import read_keyring

BATCH = 2000
# A record of a transaction that committed late has a lower number than others that are chained already. One that is
# further behind than this was not written by any of our transactions.
LATE_RECORDS = 50_000
GENESIS = "0" * 64
RECORDS = {
    "r": (
        "audit_rowchange",
        "id, (extract(epoch FROM at) * 1000000)::bigint, transaction, table_name, operation, row_key, person_id,"
        " actor_id, actor_name, actor_kind, request_id, before::text, after::text, login, mark",
    ),
    "a": (
        "audit_entry",
        "id, (extract(epoch FROM at) * 1000000)::bigint, actor_id, actor_name, act, subject_type, subject_id,"
        " subject_label, changes::text, request_id",
    ),
}
# What the trigger hashed, from what stands in the row.
MARK = (
    "encode(sha256(s.value || sha256(s.value || convert_to(jsonb_build_array((extract(epoch FROM r.at) * 1000000)"
    "::bigint, r.transaction, r.table_name, r.operation, r.row_key, r.person_id, r.actor_id, r.actor_name,"
    " r.actor_kind, r.request_id, r.before, r.after, r.login)::text, 'UTF8'))), 'hex')"
)
MARKED = f"AND r.mark = (SELECT {MARK} FROM audit_secret s)"  # noqa: S608 - all of it is written here
HEAD = "SELECT pruned_number, number, hash, sealed_at::text, signature FROM public.audit_head WHERE schema_name = %s"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written; `kind` is stable and for machines."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends, and up to which link changes of rows may have been deleted by age."""

    pruned_number: int
    number: int
    hash: str
    sealed_at: str
    signature: str

    def signed_text(self, schema_name: str) -> str:
        """What the signature covers."""
        return "/".join((schema_name, str(self.pruned_number), str(self.number), self.hash, self.sealed_at))


class ChainBroken(Exception):
    """The chain does not end where its head says: nothing is added to it until a person has looked."""


def seal(cursor: Any) -> int:
    """Chain the records that are not chained yet; gives their number. Raises `ChainBroken`."""
    schema_name, key = _place(cursor)
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('adopsi.audit.' || %s))", [schema_name])
    head = _head(cursor, schema_name)
    number, last = _end(cursor)
    if head is None and number == 0:
        head = Head(0, 0, GENESIS, "", "")
    elif head is None or not _is_signed(head, schema_name, key) or (number, last) != (head.number, head.hash):
        raise ChainBroken(schema_name)
    count = 0
    for source in RECORDS:
        while records := _unchained(cursor, source):
            links = []
            for record in records:
                number, last = number + 1, _hash(key, last, source, record)
                links.append((number, source, record[0], last))
            execute_values(cursor.cursor, "INSERT INTO audit_link (number, source, record_id, hash) VALUES %s", links)
            count += len(links)
    if count or not head.signature:
        _write_head(cursor, schema_name, key, Head(head.pruned_number, number, last, "", ""))
    return count


def verify(cursor: Any) -> list[Finding]:
    """Everything that is not as it was written; empty for a trail that can be believed."""
    schema_name, key = _place(cursor)
    head = _head(cursor, schema_name)
    if head is None:
        number, _last = _end(cursor)
        return [Finding("head_missing", schema_name)] if number else _forged(cursor)
    found = [] if _is_signed(head, schema_name, key) else [Finding("head_changed", schema_name)]
    broken, number, last = _broken(cursor, key, head)
    if number < head.number:
        broken.append(Finding("tail_missing", f"{number + 1}–{head.number}"))
    elif (number, last) != (head.number, head.hash):
        broken.append(Finding("head_changed", schema_name))
    return list(dict.fromkeys([*found, *broken, *_forged(cursor)]))


def _broken(cursor: Any, key: bytes, head: Head) -> tuple[list[Finding], int, str]:
    """What does not fit its link, and where the links end. A link that was found broken is believed for the next one."""
    found, number, last = [], 0, GENESIS
    for link_number, source, record_id, stored, record in _chained(cursor):
        what = f"{RECORDS[source][0]} {record_id}"
        is_pruned = record is None and source == "r" and link_number <= head.pruned_number
        if link_number != number + 1:
            found.append(Finding("link_missing", f"{number + 1}–{link_number - 1}"))
        if record is None and not is_pruned:
            found.append(Finding("deleted", what))
        elif record is not None and stored != _hash(key, last, source, record):
            found.append(Finding("changed", what))
        number, last = link_number, stored
    return found, number, last


def adopt(cursor: Any) -> None:
    """Sign a new head for a schema that was restored, from the chain that came along; `verify` it at once."""
    schema_name, key = _place(cursor)
    number, last = _end(cursor)
    cursor.execute("SELECT pruned_number FROM audit_head ORDER BY number DESC LIMIT 1")
    pruned = cursor.fetchone() or (0,)
    cursor.execute("DELETE FROM audit_head")
    if number:
        _write_head(cursor, schema_name, key, Head(pruned[0], number, last, "", ""))
    else:
        forget(cursor, schema_name)


def forget(cursor: Any, schema_name: str) -> None:
    """A schema of this name begins a new chain."""
    cursor.execute("DELETE FROM public.audit_head WHERE schema_name = %s", [schema_name])


def prune(cursor: Any, *, days: int) -> int:
    """Delete the changes of rows that are older; their links stay, so that acts and what is younger are still proven."""
    schema_name, key = _place(cursor)
    head = _head(cursor, schema_name)
    if head is None or not _is_signed(head, schema_name, key):
        return 0
    cursor.execute(
        "SELECT coalesce(min(l.number), %s + 1) - 1 FROM audit_link l JOIN audit_rowchange r"
        " ON l.source = 'r' AND r.id = l.record_id WHERE r.at >= now() - make_interval(days => %s)",
        [head.number, days],
    )
    until = cursor.fetchone()[0]
    cursor.execute(
        "DELETE FROM audit_rowchange WHERE id IN"
        " (SELECT record_id FROM audit_link WHERE source = 'r' AND number BETWEEN %s + 1 AND %s)",
        [head.pruned_number, until],
    )
    count: int = cursor.rowcount
    if count:
        _write_head(cursor, schema_name, key, Head(until, head.number, head.hash, "", ""))
    return count


def _place(cursor: Any) -> tuple[str, bytes]:
    cursor.execute("SELECT current_schema()")
    return cursor.fetchone()[0], read_keyring(cursor).chain


def _head(cursor: Any, schema_name: str) -> Head | None:
    cursor.execute(HEAD, [schema_name])
    row = cursor.fetchone()
    return Head(*row) if row else None


def _end(cursor: Any) -> tuple[int, str]:
    cursor.execute("SELECT number, hash FROM audit_link ORDER BY number DESC LIMIT 1")
    return cursor.fetchone() or (0, GENESIS)


def _is_signed(head: Head, schema_name: str, key: bytes) -> bool:
    return hmac.compare_digest(head.signature, _hmac(key, head.signed_text(schema_name)))


def _hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _hash(key: bytes, last: str, source: str, record: tuple[Any, ...]) -> str:
    return _hmac(key, json.dumps([last, source, *record], ensure_ascii=False, separators=(",", ":")))


def _write_head(cursor: Any, schema_name: str, key: bytes, head: Head) -> None:
    cursor.execute("SELECT clock_timestamp()::text")
    sealed_at = cursor.fetchone()[0]
    signed = Head(head.pruned_number, head.number, head.hash, sealed_at, "")
    values = [schema_name, *signed.signed_text("").split("/")[1:], _hmac(key, signed.signed_text(schema_name))]
    # The Pemda's own copy goes with its export; in the public schema itself both are the same table.
    for table in ("audit_head", "public.audit_head"):
        cursor.execute(
            f"INSERT INTO {table} (schema_name, pruned_number, number, hash, sealed_at, signature)"  # noqa: S608
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (schema_name) DO UPDATE SET"
            " pruned_number = excluded.pruned_number, number = excluded.number, hash = excluded.hash,"
            " sealed_at = excluded.sealed_at, signature = excluded.signature",
            values,
        )


def _unchained(cursor: Any, source: str) -> list[tuple[Any, ...]]:
    table, columns = RECORDS[source]
    marked = MARKED if source == "r" else ""
    cursor.execute(
        f"SELECT {columns} FROM {table} r WHERE r.id >"  # noqa: S608 - all of it is written above
        " coalesce((SELECT max(record_id) FROM audit_link WHERE source = %s), 0) - %s"
        " AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.source = %s AND l.record_id = r.id)"
        f" {marked} ORDER BY r.id LIMIT {BATCH}",
        [source, LATE_RECORDS, source],
    )
    return list(cursor.fetchall())


def _chained(cursor: Any) -> Iterator[tuple[int, str, int, str, tuple[Any, ...] | None]]:
    after = -1
    while True:
        cursor.execute(
            f"SELECT number, source, record_id, hash FROM audit_link WHERE number > %s ORDER BY number LIMIT {BATCH}",  # noqa: S608
            [after],
        )
        links = cursor.fetchall()
        if not links:
            return
        records: dict[tuple[str, int], tuple[Any, ...]] = {}
        for source, (table, columns) in RECORDS.items():
            keys = [link[2] for link in links if link[1] == source]
            cursor.execute(f"SELECT {columns} FROM {table} WHERE id = ANY(%s)", [keys])  # noqa: S608
            records |= {(source, record[0]): tuple(record) for record in cursor.fetchall()}
        for link in links:
            yield (*link, records.get((link[1], link[2])))
        after = links[-1][0]


def _forged(cursor: Any) -> list[Finding]:
    """Records that no trigger and no act wrote: without their mark, or far behind what is chained."""
    found = []
    cursor.execute(
        f"SELECT r.id FROM audit_rowchange r WHERE r.mark IS DISTINCT FROM (SELECT {MARK} FROM audit_secret s)"  # noqa: S608
        " AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.source = 'r' AND l.record_id = r.id) ORDER BY r.id"
    )
    found += [Finding("inserted", f"audit_rowchange {row[0]}") for row in cursor.fetchall()]
    for source, (table, _columns) in RECORDS.items():
        cursor.execute(
            f"SELECT r.id FROM {table} r WHERE r.id <="  # noqa: S608
            " (SELECT max(record_id) FROM audit_link WHERE source = %s) - %s"
            " AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.source = %s AND l.record_id = r.id) ORDER BY r.id",
            [source, LATE_RECORDS, source],
        )
        found += [Finding("inserted", f"{table} {row[0]}") for row in cursor.fetchall()]
    return list(dict.fromkeys(found))
