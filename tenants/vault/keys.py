"""The keys of the active place: read wrapped, unwrapped in memory, never written anywhere else.

Only provisioning makes keys, so that no value is ever sealed with one whose row was rolled back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections

from tenants import context
from tenants.router import DEFAULT, OWNER
from tenants.vault import cipher
from tenants.vault.errors import KeysMissing

# For so long a process seals with what it read; a rotation waits longer before it calls itself finished.
FRESH_SECONDS = 5.0
READ = "SELECT current_schema(), id, use, origin, wrapped, master_version FROM vault_datakey ORDER BY made_at, id"
INSERT = (
    "INSERT INTO vault_datakey (id, use, origin, wrapped, master_version, made_at)"
    " VALUES (%s, %s, %s, %s, %s, clock_timestamp())"
)


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A key that seals and opens, and where it was made."""

    id: str
    cipher: AESGCM
    origin: str


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of one place."""

    sealing: dict[str, SealingKey]
    current: SealingKey
    index: bytes
    chain: bytes
    read_at: float


# By database and schema, so that no place ever meets another's.
_rings: dict[tuple[str, str], Keyring] = {}


def keyring(*, knowing: str | None = None) -> Keyring:
    """The keys of the active place, at most some seconds old; read again where the key `knowing` is unknown."""
    place = context.current_place()
    if place is None or context.is_owner_writing():
        # What the owner's transaction made may yet be rolled back: it is not kept.
        with connections[OWNER].cursor() as cursor:
            return read_keyring(cursor)
    name = (connections[DEFAULT].settings_dict["NAME"], place.schema_name)
    ring = _rings.get(name)
    is_enough = ring is not None and (
        knowing in ring.sealing if knowing else time.monotonic() - ring.read_at < FRESH_SECONDS
    )
    if ring is None or not is_enough:
        with connections[DEFAULT].cursor() as cursor:
            ring = _rings[name] = read_keyring(cursor)
    return ring


def read_keyring(cursor: Any) -> Keyring:
    """The keys in the cursor's schema, unwrapped; raises `KeysMissing`."""
    cursor.execute(READ)
    sealing: dict[str, SealingKey] = {}
    others = {"index": b"", "chain": b""}
    for schema_name, key_id, use, origin, wrapped, version in cursor.fetchall():
        key = _unwrap(bytes(wrapped), version, _name(schema_name, key_id, use, origin))
        if use == "seal":
            sealing[key_id] = SealingKey(key_id, AESGCM(key), origin)
        else:
            others[use] = key
    if not sealing or not all(others.values()):
        raise KeysMissing("the place has no keys; run `adopsi migrate`")
    return Keyring(sealing, list(sealing.values())[-1], others["index"], others["chain"], time.monotonic())


def make_missing_keys(cursor: Any) -> None:
    """Give the cursor's schema the keys that it lacks; the cursor is the owner's."""
    cursor.execute("SELECT current_schema(), array(SELECT DISTINCT use::text FROM vault_datakey)")
    schema_name, present = cursor.fetchone()
    for use in ("index", "chain", "seal"):
        if use not in present:
            add_key(cursor, schema_name=schema_name, use=use)


def add_key(cursor: Any, *, schema_name: str, use: str) -> str:
    """Make one more key; of those that seal, the newest does from now on."""
    key_id = cipher.new_key_id()
    name = _name(schema_name, key_id, use, schema_name)
    version = settings.ADOPSI_VAULT_KEY_VERSION
    wrapped = cipher.wrap(cipher.new_key(), master=_master(version), name=name)
    cursor.execute(INSERT, [key_id, use, schema_name, wrapped, version])
    return key_id


def rewrap(cursor: Any, *, from_schema: str | None = None) -> int:
    """Wrap the schema's keys under the newest master key; the number of those that were not yet.

    With `from_schema`, keys that came along with a copy of that schema become this schema's own.
    """
    cursor.execute(READ + " FOR UPDATE")
    wanted, count = settings.ADOPSI_VAULT_KEY_VERSION, 0
    for schema_name, key_id, use, origin, wrapped, version in cursor.fetchall():
        key = _unwrap(bytes(wrapped), version, _name(from_schema or schema_name, key_id, use, origin))
        if from_schema is None and version == wanted and _opens_now(bytes(wrapped), schema_name, key_id, use, origin):
            continue
        anew = cipher.wrap(key, master=_master(wanted), name=_name(schema_name, key_id, use, origin))
        cursor.execute(
            "UPDATE vault_datakey SET wrapped = %s, master_version = %s WHERE id = %s", [anew, wanted, key_id]
        )
        count += 1
    return count


def _opens_now(wrapped: bytes, schema_name: str, key_id: str, use: str, origin: str) -> bool:
    try:
        cipher.unwrap(
            wrapped,
            master=_master(settings.ADOPSI_VAULT_KEY_VERSION),
            name=_name(schema_name, key_id, use, origin),
        )
    except InvalidTag:
        return False
    return True


def _unwrap(wrapped: bytes, version: int, name: str) -> bytes:
    for secret in (settings.ADOPSI_VAULT_KEY, settings.ADOPSI_VAULT_KEY_BEFORE):
        if secret:
            try:
                return cipher.unwrap(wrapped, master=cipher.master_key(secret, version), name=name)
            except InvalidTag:
                continue
    raise KeysMissing("no master key of this process unwraps the place's keys; see ADOPSI_VAULT_KEY in docs/deploy.md")


def _master(version: int) -> bytes:
    return cipher.master_key(settings.ADOPSI_VAULT_KEY, version)


def _name(schema_name: str, key_id: str, use: str, origin: str) -> str:
    return f"{schema_name}/{key_id}/{use}/{origin}"
