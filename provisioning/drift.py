"""Is every Pemda what its releases say? One query for the fleet, a look into one schema for the details, a repair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema
from django.conf import settings
from django.db import connections, transaction

from catalog.errors import UnknownModule
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning import schema
from provisioning.models import Drift, Release
from provisioning.releases import CORE_SLUG, seeds, watching
from provisioning.releases.build import version_of
from provisioning.releases.inspection import Catalog, differences, read_catalog
from provisioning.releases.shelf import release_of
from tenants.credentials import schema_of
from tenants.models import Pemda
from tenants.router import OWNER, PUBLIC

CURRENT, BEHIND, AHEAD, UNKNOWN, DRIFTED = "current", "behind", "ahead", "unknown", "drifted"

# What each Pemda has, beside what the code wants, the release's own fingerprint, and what the last look found.
FLEET = r"""
SELECT has.code, has.slug, has.state, has.version, wanted.version, CASE
    WHEN drift.id IS NOT NULL THEN 'drifted'
    WHEN has.version ~ '^\d+\.\d+\.\d+$' AND wanted.version ~ '^\d+\.\d+\.\d+$'
        AND string_to_array(has.version, '.')::int[] > string_to_array(wanted.version, '.')::int[] THEN 'ahead'
    WHEN has.version IS DISTINCT FROM wanted.version THEN 'behind'
    WHEN has.fingerprint IS DISTINCT FROM release.fingerprint THEN 'unknown'
    ELSE 'current' END AS verdict
FROM (
    SELECT pemda_id AS code, slug, state, version, fingerprint FROM catalog_activation
    UNION ALL SELECT code, %(core)s, 'active', core_version, core_fingerprint FROM tenants_pemda
) has
LEFT JOIN unnest(%(slugs)s, %(versions)s) AS wanted(slug, version) ON wanted.slug = has.slug
LEFT JOIN provisioning_release release ON release.slug = has.slug AND release.version = has.version
LEFT JOIN provisioning_drift drift ON drift.pemda_code = has.code AND drift.slug = has.slug
"""
# Both parts are written here; values travel beside the text.
CHECK = f"SELECT * FROM ({FLEET}) checked WHERE %(everything)s OR verdict <> 'current' ORDER BY 1, 2"  # noqa: S608


@dataclass(frozen=True, slots=True)
class FleetCheckRow:
    """A module in a Pemda; `verdict` is current, behind, ahead (of this code), unknown (no such release) or drifted."""

    pemda_code: str
    slug: str
    state: str
    version: str
    wanted_version: str
    verdict: str


def fleet_check(*, everything: bool = False) -> list[FleetCheckRow]:
    """Where each Pemda stands: those that are not current, or all of them. One query on shared tables."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(CHECK, facts_of_code() | {"everything": everything})
        return [FleetCheckRow(*row) for row in cursor.fetchall()]


def facts_of_code() -> dict[str, Any]:
    """The parameters of `FLEET`: what this code base wants of each module."""
    slugs = [CORE_SLUG, *settings.MODULE_LABELS]
    return {"core": CORE_SLUG, "slugs": slugs, "versions": [version_of(slug) for slug in slugs]}


# --- one Pemda ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Installed:
    """What a Pemda has of one module: the release, and whether it is parked."""

    release: Release
    is_parked: bool
    settings: dict[str, Any]


def installed_in(code: str) -> list[Installed]:
    """The core and every module of the Pemda, as the shared tables say."""
    pemda = Pemda.objects.using(OWNER).get(pk=code)
    wanted: list[tuple[str, str, bool, dict[str, Any]]] = [(CORE_SLUG, pemda.core_version, False, {})]
    wanted += [
        (row.slug, row.version, row.state == Activation.State.PARKED, row.settings)
        for row in Activation.objects.using(OWNER).filter(pemda_id=code)
    ]
    found = ((release_of(slug, version, using=OWNER), parked, values) for slug, version, parked, values in wanted)
    return [Installed(release, parked, values) for release, parked, values in found if release is not None]


def inspect_pemda(code: str) -> list[Drift]:
    """Look into the Pemda's schema, and keep what differs from its releases; the rows as kept."""
    found: dict[str, list[dict[str, str]]] = {}
    with schema.owner_transaction(schema_of(code)) as cursor:
        for slug, listed in differences_in(cursor, code).items():
            found[slug] = listed
    with transaction.atomic(using=OWNER):
        known = Drift.objects.using(OWNER).filter(pemda_code=code)
        known.exclude(slug__in=[slug for slug, listed in found.items() if listed]).delete()
        for slug, listed in found.items():
            if listed:
                Drift.objects.using(OWNER).update_or_create(
                    pemda_code=code, slug=slug, defaults={"differences": listed}
                )
    return list(Drift.objects.using(OWNER).filter(pemda_code=code))


def differences_in(cursor: Any, code: str) -> dict[str, list[dict[str, str]]]:
    """What differs in each module of the Pemda; `cursor` is the owner's, in a transaction on its schema."""
    schema_name = schema_of(code)
    everything = installed_in(code)
    with schema.only_here(cursor, schema_name):
        live = read_catalog(cursor, schema_name)
        grants = schema.grants_of(cursor, schema_name)
        is_watching = watching.can_watch(each.release.catalog for each in everything)
        found = {each.release.slug: _of_module(each, live, grants, is_watching) for each in everything}
    known = {table for each in everything for table in each.release.tables}
    strays = [name for name in live["tables"] if name not in known and not name.startswith("_undo_")]
    found.setdefault(CORE_SLUG, []).extend(_entry("table", name, "", name) for name in sorted(strays))
    return found


def _of_module(each: Installed, live: Catalog, grants: dict[str, str], is_watching: bool) -> list[dict[str, str]]:
    names = set(each.release.tables)
    wanted = watching.watched(each.release.catalog) if is_watching else watching.unwatched(each.release.catalog)
    expected_functions = each.release.catalog.get("functions", {})
    here: Catalog = {
        "tables": {name: parts for name, parts in live["tables"].items() if name in names},
        "functions": {name: text for name, text in live["functions"].items() if name in expected_functions},
    }
    found = differences(wanted, here)
    for table in sorted(names & set(live["tables"])):
        expected = schema.expected_grant(table, is_parked=each.is_parked)
        if grants.get(table, "") != expected:
            found.append(_entry("grant", table, expected, grants.get(table, "")))
    return found + _settings_that_do_not_fit(each)


def _settings_that_do_not_fit(each: Installed) -> list[dict[str, str]]:
    try:
        rule = get_manifest(each.release.slug).settings_schema
    except UnknownModule:
        return []
    errors = jsonschema.Draft202012Validator(rule).iter_errors(each.settings)
    return [_entry("setting", ".".join(map(str, error.absolute_path)), error.message, "") for error in errors]


def _entry(kind: str, name: str, expected: str, found: str) -> dict[str, str]:
    return {"kind": kind, "name": name, "expected": expected, "found": found}


def edited_defaults(code: str, slug: str) -> list[dict[str, Any]]:
    """The default data that the Pemda made its own: no drift, but good to know before an upgrade."""
    release = next((each.release for each in installed_in(code) if each.release.slug == slug), None)
    if release is None:
        return []
    with schema.owner_transaction(schema_of(code)) as cursor:
        return seeds.edited(cursor, release.seeds)


# --- repair -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Repair:
    """One difference with the statement that mends it; empty where a person must decide."""

    difference: dict[str, str]
    statement: str


def plan_repair(found: Iterable[dict[str, str]], *, code: str) -> list[Repair]:
    """How each difference in the Pemda would be mended: the statements as they are run, with this schema in sight.

    Nothing that holds data is ever dropped or retyped by itself.
    """
    return [Repair(each, _statement(each, schema_of(code))) for each in found]


def _statement(each: dict[str, str], schema_name: str) -> str:
    table, _dot, part = each["name"].partition(".")
    missing, extra = bool(each["expected"] and not each["found"]), bool(each["found"] and not each["expected"])
    match each["kind"]:
        case "grant":
            return schema.grant_again(schema_name, table, each["expected"])
        case "index" if missing or "INVALID" in each["found"]:
            drop = f'DROP INDEX IF EXISTS "{part}"; '
            return drop + each["expected"]
        case "index" if extra:
            return f'DROP INDEX "{part}"'
        case "column" if missing:
            return f'ALTER TABLE "{table}" ADD COLUMN "{part}" {each["expected"]}'
        case "constraint" if missing:
            return f'ALTER TABLE "{table}" ADD CONSTRAINT "{part}" {each["expected"]}'
        case "constraint" if extra:
            return f'ALTER TABLE "{table}" DROP CONSTRAINT "{part}"'
        case "trigger" | "function":
            return _trigger_statement(each, table, part)
    return ""


def _trigger_statement(each: dict[str, str], table: str, part: str) -> str:
    if each["kind"] == "function":
        return each["expected"]
    if not each["expected"]:
        return f'DROP TRIGGER "{part}" ON "{table}"'
    anew = each["expected"].replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)
    return f'{anew}; ALTER TABLE "{table}" ENABLE TRIGGER "{part}"'


def mend(cursor: Any, code: str, repairs: Sequence[Repair]) -> int:
    """Run the statements in the Pemda's schema; the number of those that were run."""
    statements = [repair.statement for repair in repairs if repair.statement]
    with schema.only_here(cursor, schema_of(code)):
        for statement in statements:
            cursor.execute(statement)
    return len(statements)
