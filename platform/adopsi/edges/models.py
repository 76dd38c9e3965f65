"""Shared table of what the content security policy stopped, each kind of event once per Pemda."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CspReport(models.Model):
    """One kind of violation: nobody's address, query string, path with a key, or script is kept."""

    # Empty: a page of the Tangerang team's.
    pemda_code = models.CharField(max_length=8, blank=True)
    # Of what makes the event the same, so that the next one is only counted.
    digest = models.CharField(max_length=64, unique=True)
    route = models.CharField(max_length=120)
    directive = models.CharField(max_length=60)
    blocked = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(default=0)
    is_enforced = models.BooleanField(default=True)
    count = models.PositiveBigIntegerField(default=1)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["-last_seen_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["pemda_code", "-last_seen_at"], name="csp_reports_of_pemda")]

    def __str__(self) -> str:
        return f"{self.directive} {self.blocked}"
