"""Three Pemda with every module, people and business of their own, whose every text bears the Pemda's canary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.isolation.life import Life

CODES = {"poso": "72.02", "karawang": "32.15", "bekasi": "32.16"}
# Keys of a Pemda's rows begin so high that a key of one is no key of another.
FIRST_KEY = {"poso": 700_001, "karawang": 800_001, "bekasi": 900_001}


def canary(name: str) -> str:
    """A word that only this Pemda's data contains."""
    return f"kenari{name}"


@dataclass(frozen=True)
class World:
    """The Pemda by name, and what each of them has."""

    pemda: dict[str, Any]
    lives: dict[str, Life]


@dataclass(frozen=True)
class Route:
    """One address pattern: `parameters` are its converters by name."""

    pattern: str
    name: str
    parameters: dict[str, str]

    def path(self, values: dict[str, str]) -> str:
        """The address with a value for each parameter, by name, else by converter."""

        def value(found: re.Match[str]) -> str:
            converter, name = found.group(1) or "str", found.group(2)
            return values.get(name) or values[converter]

        return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", value, self.pattern)


def routes(urlconf: str) -> list[Route]:
    """Every route that can be written as a path; regular expressions are left out, of which the house has none."""
    found = []
    for pattern, name in _walk(get_resolver(urlconf).url_patterns, "", ""):
        if "(?P" in pattern or "^" in pattern:
            raise AssertionError(f"a regular expression among the routes: {pattern}")
        parameters = {match[1]: match[0] or "str" for match in re.findall(r"<(?:(\w+):)?(\w+)>", pattern)}
        found.append(Route(pattern, name, parameters))
    return found


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, path, inner)
        else:
            yield path, f"{space}{each.name}"


def number_keys_from(schema: str, first: int) -> None:
    """Let every identity column of the Pemda go on from `first`."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND is_identity = 'YES'",
            [schema],
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {schema}."{table}" ALTER COLUMN "{column}" RESTART WITH {first}')


def content_of(schema: str) -> dict[str, tuple[int, str]]:
    """`{table: (rows, hash)}` of everything the Pemda has, to tell whether anybody touched it."""
    from django.db import connections

    found: dict[str, tuple[int, str]] = {}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '')"
                f' FROM {schema}."{table}" t'
            )
            found[table] = cursor.fetchone()
    return found


def enable_everything(code: str) -> None:
    """Every module, as the worker does it."""
    from catalog.registry import all_manifests
    from provisioning.engine import drive
    from provisioning.plans import rules
    from provisioning.services import request_enable

    for manifest in all_manifests():
        if manifest.slug not in rules.active_versions(code):
            drive(str(request_enable(pemda_code=code, slug=manifest.slug, requested_by="tests").pk))


def facts(code: str) -> Any:
    """The Pemda as requests know it."""
    from tenants import directory

    return directory.get_pemda(code)
