"""Releases: snapshot, stepwise upgrade and Django's own migrations end in the same schema."""

import json

import pytest
from django.conf import settings
from django.db import connections, transaction

from catalog.registry import all_manifests
from provisioning.models import Release
from provisioning.releases import CORE_SLUG, applying, capture, watching
from provisioning.releases.build import build_releases
from provisioning.releases.errors import MigrationEdited, NotCompilable, PatchChangesTables, ReleaseConflict
from provisioning.releases.inspection import differences, read_catalog
from provisioning.releases.shelf import current_release
from tenants.router import OWNER

MODULES = [manifest.slug for manifest in all_manifests()]


def in_scratch(fill):
    """What `fill(cursor)` makes of an empty schema: its catalog, and every row of every table but bookkeeping."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("CREATE SCHEMA scratch; SET LOCAL search_path TO scratch, extensions")
        fill(cursor)
        catalog = read_catalog(cursor, "scratch")
        rows = {}
        for table in catalog["tables"]:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY 1::text")
            found = [json.loads(row[0]) for row in cursor.fetchall()]
            rows[table] = sorted((r["app"], r["name"]) for r in found) if table == "django_migrations" else found
        sequences = {}
        for table, parts in catalog["tables"].items():
            for column, definition in parts["columns"].items():
                if "AS IDENTITY" in definition:
                    cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, column])
                    sequences[table] = cursor.fetchone()[0]
        transaction.set_rollback(True, using=OWNER)
    return catalog, rows, sequences


def by_snapshot(slugs):
    releases = [current_release(slug) for slug in slugs]

    def fill(cursor):
        for release in releases:
            cursor.execute(release.snapshot)

    return fill


def by_steps(slugs):
    releases = [current_release(slug) for slug in slugs]

    def fill(cursor):
        for release in releases:
            for segment in release.segments:
                applying._apply(cursor, [segment])
            cursor.execute(watching.attach_sql(release.catalog))

    return fill


def by_django(slugs):
    labels = {label for slug in slugs for label in (settings.PER_PEMDA_LABELS if slug == CORE_SLUG else [slug])}

    def fill(cursor):
        capture.run_forward(labels)
        cursor.execute(watching.attach_sql(read_catalog(cursor, "scratch")))

    return fill


@pytest.mark.parametrize("slug", [CORE_SLUG, *MODULES])
@pytest.mark.parametrize("way", [by_steps, by_django])
def test_every_way_to_a_release_ends_in_the_same_schema(fresh, slug, way):
    slugs = list(dict.fromkeys([CORE_SLUG, slug]))
    wanted, found = in_scratch(by_snapshot(slugs)), in_scratch(way(slugs))
    assert differences(wanted[0], found[0]) == []
    assert wanted[0]["functions"] == found[0]["functions"]
    assert wanted[1:] == found[1:]


def test_a_history_with_python_sql_and_concurrent_indexes_ends_the_same(code):
    release = code.at("2.0.0")
    assert release.notes == []
    wanted = in_scratch(by_snapshot([CORE_SLUG, "tiruan"]))
    assert [row["name"] for row in wanted[1]["tiruan_place"]] == ["ALUN-ALUN 100%"]
    assert wanted[2]["tiruan_place"] == 2
    for way in (by_steps, by_django):
        found = in_scratch(way([CORE_SLUG, "tiruan"]))
        assert differences(wanted[0], found[0]) == []
        assert wanted[1:] == found[1:]


def test_building_again_changes_nothing(code):
    code.at("1.0.0")
    before = Release.objects.values_list("slug", "version", "fingerprint", "built_at")
    before = list(before)
    assert [result.is_new for result in build_releases()] == [False] * len(before)
    assert list(Release.objects.values_list("slug", "version", "fingerprint", "built_at")) == before


@pytest.mark.parametrize(
    ("version", "options", "refusal"),
    [
        ("1.0.0", {"length": 3}, ReleaseConflict),
        ("1.0.1", {"length": 3}, PatchChangesTables),
        ("1.1.0", {"edit": lambda name, text: text.replace("max_length=60", "max_length=61")}, MigrationEdited),
        (
            "1.3.0",
            {"edit": lambda name, text: text.replace("atomic = True", "") + "\n    atomic = False" * ("0003" in name)},
            NotCompilable,
        ),
    ],
)
def test_what_cannot_be_a_release_is_refused_with_its_reason(code, version, options, refusal):
    code.at("1.0.0")
    before = list(Release.objects.values_list("slug", "version", "fingerprint"))
    with pytest.raises(refusal) as caught:
        code.at(version, **options)
    assert "tiruan" in str(caught.value.message)
    assert list(Release.objects.values_list("slug", "version", "fingerprint")) == before


def test_a_comment_in_a_released_migration_is_no_edit(code):
    first = code.at("1.0.0")
    second = code.at("1.1.0", edit=lambda name, text: f"# A remark.\n{text}")
    assert [s["source"] for s in second.segments[:2]] == [s["source"] for s in first.segments]


def test_python_that_reads_the_core_runs_in_each_pemda(code):
    def read_people(name, text):
        if "0002" not in name:
            return text
        peek = '    apps.get_model("accounts", "Person").objects.using(schema_editor.connection.alias).count()\n'
        head = "def add(apps, schema_editor):\n"
        depends = 'dependencies = [("tiruan", "0001_places_and_notes"), ("accounts", "0001_initial")]'
        text = text.replace('dependencies = [("tiruan", "0001_places_and_notes")]', depends)
        return text.replace(head, head + peek)

    release = code.at("1.0.0", edit=read_people)
    assert release.snapshot == ""
    assert "accounts_person" in release.notes[0]
    assert release.segments[1]["mode"] == "python"
