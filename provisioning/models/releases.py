"""Releases: one version of one module, compiled; and what the last look at a Pemda's tables found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Release(models.Model):
    """One version of one module (or of the core) as replayable, schema-relative SQL. Never changed once written.

    `segments` has one entry per migration in order: `{"migration": [app, name], "statements": [SQL], "mode":
    "sql"|"python", "backward": SQL or null, "source": SHA-256, "destroys": [tables that lose something]}`.
    The step from an older release is the segments of the migrations that it lacks.
    """

    slug = models.SlugField(max_length=30)
    version = models.CharField(max_length=20)
    # SHA-256 of the catalog that the release leads to: columns, indexes, constraints, triggers, sequences.
    fingerprint = models.CharField(max_length=64)
    snapshot = models.TextField(blank=True)
    segments = models.JSONField(default=list)
    # That catalog in words: `{"tables": {name: {"columns": {...}, "indexes": {...}, ...}}, "functions": {...}}`.
    catalog = models.JSONField(default=dict)
    # Default data: `[{"table": ..., "key": {...}, "values": {...}}]`; compared three ways at an upgrade.
    seeds = models.JSONField(default=list)
    changelog = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["slug", "-built_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "version"], name="release_once_per_module_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"

    @property
    def migrations(self) -> list[tuple[str, str]]:
        """App label and name of each migration, in order."""
        return [(segment["migration"][0], segment["migration"][1]) for segment in self.segments]

    @property
    def tables(self) -> list[str]:
        """The tables of the release, by name."""
        return sorted(self.catalog.get("tables", {}))


class Drift(models.Model):
    """What the last look into a Pemda found to differ from the release it should have; no row where nothing does."""

    pemda_code = models.CharField(max_length=8)
    slug = models.SlugField(max_length=30)
    # `[{"kind": "column"|"index"|"constraint"|"table"|"grant"|"seed"|"setting", "name", "expected", "found"}]`
    differences = models.JSONField(default=list)
    found_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["pemda_code", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pemda_code", "slug"], name="drift_once_per_module")]

    def __str__(self) -> str:
        return f"{self.slug}@{self.pemda_code}"
