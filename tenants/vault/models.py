"""The keys of the place, wrapped by a master key that no database holds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DataKey(models.Model):
    """One wrapped key. Only provisioning writes them; the newest of each use is the one that seals.

    `origin` is the schema in which the key was made and part of what every value is bound to, so that a Pemda which
    is restored under another name keeps its values when its keys are wrapped anew for that name.
    """

    class Use(models.TextChoices):
        SEAL = "seal"
        INDEX = "index"
        CHAIN = "chain"

    id = models.CharField(max_length=8, primary_key=True)
    use = models.CharField(max_length=5, choices=Use.choices)
    origin = models.CharField(max_length=63)
    wrapped = models.BinaryField()
    master_version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.use} {self.id}"
