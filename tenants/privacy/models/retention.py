"""What the retention rule did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RetentionRun(models.Model):
    """One day's work on one kind of data; days on which nothing was past its time leave no line."""

    at = models.DateTimeField(db_index=True)
    source = models.CharField(max_length=30)
    model = models.CharField(max_length=80)
    ending = models.CharField(max_length=10)
    retention_days = models.PositiveIntegerField()
    before = models.DateTimeField()
    rows = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.model}: {self.rows}"
