"""Builds releases: migrations run once in a schema that is rolled back, and what they did is written down.

Nothing of a build stays but the rows of `Release`. Every snapshot is replayed and compared before it is believed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error, connections, transaction
from django.db.migrations.loader import MigrationLoader

from catalog.manifest import SeedRow
from catalog.models import Activation
from catalog.registry import get_manifest, hook
from provisioning.models import Release
from provisioning.releases import CORE_SLUG, applying, capture, seeds, watching
from provisioning.releases.errors import MigrationEdited, NotCompilable, PatchChangesTables, ReleaseConflict
from provisioning.releases.inspection import Catalog, differences, fingerprint_of, read_catalog, without
from provisioning.releases.snapshot import write_snapshot
from tenants.core import CORE_VERSION
from tenants.models import Pemda
from tenants.organisation.services import USUAL_OPD
from tenants.router import OWNER

log = logging.getLogger("adopsi.releases")
BUILD_SCHEMA = "adopsi_build"
EMPTY: Catalog = {"tables": {}, "functions": {}}


class _Rollback(Exception):
    """Ends a build."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: the release, and whether it is new."""

    release: Release
    is_new: bool


def build_releases(slugs: Sequence[str] | None = None, *, replace: bool = False) -> list[BuildResult]:
    """Build what this code base has and the shelf lacks, the core first; raises a refusal before writing.

    With `replace`, a release that no Pemda has may be built again under its version.
    """
    wanted = [CORE_SLUG, *settings.MODULE_LABELS] if slugs is None else list(slugs)
    loader = MigrationLoader(None)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('adopsi.build'))")
        return [_build_if_needed(slug, loader, replace=replace) for slug in wanted]


def labels_of(slug: str) -> list[str]:
    """The app labels whose migrations make the module."""
    return sorted(settings.PER_PEMDA_LABELS) if slug == CORE_SLUG else [slug]


def version_of(slug: str) -> str:
    """The version of the module in this code base."""
    return CORE_VERSION if slug == CORE_SLUG else get_manifest(slug).version


def _build_if_needed(slug: str, loader: MigrationLoader, *, replace: bool) -> BuildResult:
    sources = _sources(slug, loader)
    data = _default_data(slug)
    known = list(Release.objects.using(OWNER).filter(slug=slug).defer("snapshot"))
    same = next((release for release in known if release.version == version_of(slug)), None)
    if same is not None and _was_built_from(same, sources, data):
        return BuildResult(same, is_new=False)
    others = [release for release in known if release is not same]
    _refuse_edited(slug, sources, others if replace else known)
    built = _compile(slug, data, sources)
    if same is not None:
        if not (replace and not is_used(same)):
            raise ReleaseConflict(str(same))
        same.delete(using=OWNER)
    _refuse_patch(built, others)
    built.save(using=OWNER)
    log.info("release built slug=%s version=%s fingerprint=%.12s", slug, built.version, built.fingerprint)
    return BuildResult(built, is_new=True)


def _default_data(slug: str) -> list[seeds.Row]:
    if slug == CORE_SLUG:
        return seeds.as_json(
            SeedRow("organisation.Opd", {"code": code}, {"name": name, "short_name": short})
            for code, name, short in USUAL_OPD
        )
    rows = hook(get_manifest(slug), "default_data")
    return seeds.as_json(rows()) if rows else []


def _sources(slug: str, loader: MigrationLoader) -> dict[str, str]:
    labels = set(labels_of(slug))
    nodes = [(node, migration) for node, migration in loader.graph.nodes.items() if node[0] in labels]
    return {f"{node[0]}.{node[1]}": capture.source_of(migration) for node, migration in nodes}


def _was_built_from(release: Release, sources: dict[str, str], data: list[seeds.Row]) -> bool:
    built = {".".join(segment["migration"]): segment["source"] for segment in release.segments}
    return built == sources and release.seeds == data


def _refuse_edited(slug: str, sources: dict[str, str], known: list[Release]) -> None:
    if slug == CORE_SLUG:
        # Its libraries polish the text of their old migrations; the fingerprint still tells what they do.
        return
    for release in known:
        for segment in release.segments:
            name = ".".join(segment["migration"])
            if name in sources and sources[name] != segment["source"]:
                raise MigrationEdited(name, str(release))


def _refuse_patch(built: Release, others: list[Release]) -> None:
    series = built.version.rpartition(".")[0]
    for older in others:
        same_tables = watching.unwatched(older.catalog) == watching.unwatched(built.catalog)
        if older.version.rpartition(".")[0] == series and not same_tables:
            raise PatchChangesTables(str(built), str(older))


def is_used(release: Release) -> bool:
    """Whether some Pemda has the release's tables."""
    if release.slug == CORE_SLUG:
        return Pemda.objects.using(OWNER).filter(core_version=release.version).exists()
    return Activation.objects.using(OWNER).filter(slug=release.slug, version=release.version).exists()


def _compile(slug: str, data: list[seeds.Row], sources: dict[str, str]) -> Release:
    core = None if slug == CORE_SLUG else _core()
    known: Catalog = core.catalog if core else EMPTY
    with _scratch_schema() as cursor:
        if core:
            applying.install(cursor, [core])
        captured = capture.run_forward(labels_of(slug))
        cursor.execute(watching.attach_sql(without(read_catalog(cursor, BUILD_SCHEMA), known)) or "SELECT 1")
        catalog = without(read_catalog(cursor, BUILD_SCHEMA), known)
        snapshot = write_snapshot(cursor, catalog, capture.sources_of(captured))
        if core:
            capture.run_backward(captured)
    notes = _foreign_reads(captured, core) if core else []
    if not notes:
        notes = _prove(snapshot, catalog, core)
    _prove_data(slug, data, captured, core)
    nodes = [(each.migration.app_label, each.migration.name) for each in captured]
    return Release(
        slug=slug,
        version=version_of(slug),
        fingerprint=fingerprint_of(catalog, sorted(sources), data),
        snapshot="" if notes else ";\n".join(filter(None, [snapshot, applying.bookkeeping(nodes)])),
        segments=[_segment(each, sources) for each in captured],
        catalog=catalog,
        seeds=data,
        changelog=[] if slug == CORE_SLUG else _changelog(slug),
        notes=notes,
    )


def _prove_data(slug: str, data: list[seeds.Row], captured: list[capture.Captured], core: Release | None) -> None:
    """Default data that does not fit the tables is found here, not in a Pemda."""
    with _scratch_schema() as cursor:
        if core:
            applying.install(cursor, [core])
        cursor.execute(";\n".join(text for each in captured for text in each.statements) or "SELECT 1")
        try:
            with transaction.atomic(using=OWNER):
                cursor.execute(seeds.insert_sql(data, cursor.connection) or "SELECT 1")
        except Error as error:
            raise NotCompilable(slug, "default_data", str(error).splitlines()[0]) from error


@contextmanager
def _scratch_schema() -> Iterator[Any]:
    """A schema that exists only here: it is rolled back to, whatever happens."""
    try:
        with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {BUILD_SCHEMA}")
            cursor.execute(f"SET LOCAL search_path TO {BUILD_SCHEMA}, extensions")
            yield cursor
            raise _Rollback
    except _Rollback:
        pass


def _foreign_reads(captured: list[capture.Captured], core: Release) -> list[str]:
    """Migrations in Python that read other tables have another result in every Pemda: they must run there."""
    return [
        f"{each.migration.app_label}.{each.migration.name} reads {', '.join(foreign)}; it runs in each Pemda"
        for each in captured
        if each.has_python and (foreign := sorted(each.reads & set(core.tables) - {capture.BOOKKEEPING}))
    ]


def _core() -> Release:
    return Release.objects.using(OWNER).get(slug=CORE_SLUG, version=CORE_VERSION)


def _prove(snapshot: str, catalog: Catalog, core: Release | None) -> list[str]:
    """Replay the snapshot and compare; a reason where it does not lead to the same catalog."""
    known: Catalog = core.catalog if core else EMPTY
    with _scratch_schema() as cursor:
        if core:
            applying.install(cursor, [core])
        try:
            with transaction.atomic(using=OWNER):
                cursor.execute(snapshot)
        except Error as error:
            return [f"the snapshot cannot be replayed, the history is used: {str(error).splitlines()[0]}"]
        found = differences(catalog, without(read_catalog(cursor, BUILD_SCHEMA), known))
    return [f"the snapshot differs, the history is used: {found[:3]}"] if found else []


def _segment(each: capture.Captured, sources: dict[str, str]) -> dict[str, Any]:
    node = (each.migration.app_label, each.migration.name)
    return {
        "migration": list(node),
        "source": sources[".".join(node)],
        "mode": "python" if each.has_python else "sql",
        "statements": each.statements,
        "backward": None if each.backward is None else ";\n".join(each.backward),
        "destroys": sorted({table for _verb, table in capture.DESTROYS.findall(";\n".join(each.statements))}),
    }


def _changelog(slug: str) -> list[dict[str, Any]]:
    return [
        {"version": each.version, "date": each.date, "notes": [{"id": note.id, "en": note.en} for note in each.notes]}
        for each in get_manifest(slug).changelog
    ]
