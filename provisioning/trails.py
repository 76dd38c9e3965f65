"""The trails of all places: their chains are sealed, verified and shortened by the provisioner, who owns the tables."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from provisioning import drift, schema
from provisioning.releases import watching
from tenants.audit import chain
from tenants.audit.chain import ChainBroken, Finding
from tenants.context import PUBLIC_SCHEMA
from tenants.credentials import schema_of
from tenants.models import Pemda
from tenants.router import OWNER
from tenants.vault.errors import KeysMissing
from tenants.vault.keys import make_missing_keys

log = logging.getLogger("adopsi.audit")
# Instead of a code: the Tangerang team's own acts.
PUSAT = "pusat"


def begin_trust(cursor: Any, schema_name: str) -> None:
    """Give a schema that was just made its own keys and a chain that begins with it."""
    make_missing_keys(cursor)
    chain.forget(cursor, schema_name)


def places() -> list[str]:
    """The codes of all Pemda whose core keeps a trail, after `pusat`."""
    rows = Pemda.objects.using(OWNER).order_by("pk").values_list("pk", "core_version")
    return [PUSAT, *(code for code, version in rows if _has_trail(version))]


def _has_trail(core_version: str) -> bool:
    return core_version not in {"", "0.1.0"}


@contextmanager
def at_place(code: str) -> Iterator[Any]:
    """One transaction of the owner in a Pemda's schema, or in the public one for `pusat`; yields a cursor."""
    if code != PUSAT:
        with schema.owner_transaction(schema_of(code)) as cursor:
            yield cursor
        return
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(f"SET LOCAL search_path TO {PUBLIC_SCHEMA}, extensions")
        yield cursor


def seal_trail(code: str) -> int:
    """Chain what one place wrote since the last time; gives the number of records. Raises `ChainBroken`."""
    with at_place(code) as cursor:
        return chain.seal(cursor)


def seal_trails() -> int:
    """Chain what was written everywhere; a place whose chain is broken is reported and left as it is."""
    count = 0
    for code in places():
        try:
            count += seal_trail(code)
        except (ChainBroken, KeysMissing) as error:
            log.error("audit trail of %s cannot be sealed: %s: run `adopsi audit verify`", code, type(error).__name__)
    return count


def verify_trail(code: str) -> list[Finding]:
    """All that is not as it was written in one place: records, chain, head, triggers and their function."""
    with at_place(code) as cursor:
        found = chain.verify(cursor)
        if code != PUSAT:
            found += [
                Finding(f"{each['kind']}_{_fate(each)}", each["name"])
                for differences in drift.differences_in(cursor, code).values()
                for each in differences
                if _is_of_trail(each)
            ]
    return found


def _is_of_trail(each: dict[str, str]) -> bool:
    table, _dot, name = each["name"].partition(".")
    match each["kind"]:
        case "trigger":
            return name == watching.TRIGGER
        case "function":
            return table == watching.FUNCTION
        case "grant" | "table":
            return table in watching.UNWATCHED
    return False


def _fate(each: dict[str, str]) -> str:
    if not each["found"]:
        return "missing"
    return "disabled" if each["found"].endswith("DISABLED") else "changed"


def prune_trails() -> int:
    """Delete changes of rows that are older than ADOPSI_AUDIT_DAYS, everywhere; their number."""
    count = 0
    for code in places():
        with at_place(code) as cursor:
            count += chain.prune(cursor, days=settings.ADOPSI_AUDIT_DAYS)
    return count
