"""Rotating the keys of all places, while people work."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.conf import settings

from catalog.models import Activation
from provisioning.trails import PUSAT, at_place
from tenants.audit.acting import acting_as
from tenants.router import OWNER
from tenants.vault import rotation
from tenants.vault.keys import FRESH_SECONDS, add_key, rewrap

ACTOR = "adopsi vault rotate"


def rewrap_keys(code: str) -> int:
    """Wrap one place's keys under the newest master key; how many were not yet."""
    with at_place(code) as cursor:
        return rewrap(cursor)


def add_sealing_key(code: str) -> str:
    """From now on the place seals with a new key; its id. Processes learn of it within some seconds."""
    with at_place(code) as cursor:
        cursor.execute("SELECT current_schema()")
        return add_key(cursor, schema_name=cursor.fetchone()[0], use="seal")


def reseal(code: str) -> Iterator[int]:
    """Seal one place's rows anew, a few hundred per transaction; yields how many each time. May be broken off any time."""
    labels = labels_of(code)
    with acting_as(ACTOR):
        # Twice: what other processes sealed with the key they still remembered comes in the second turn.
        for turn in range(2):
            if turn:
                time.sleep(FRESH_SECONDS)
            while True:
                with at_place(code) as cursor:
                    count = rotation.reseal_batch(cursor, labels)
                if not count:
                    break
                yield count


def count_older(code: str) -> int:
    """How many values of the place an older key sealed."""
    with at_place(code) as cursor:
        return rotation.count_older(cursor, labels_of(code))


def labels_of(code: str) -> list[str]:
    """The apps whose tables the place has."""
    if code == PUSAT:
        return sorted(settings.BOTH_LABELS)
    modules = Activation.objects.using(OWNER).filter(pemda_id=code).values_list("slug", flat=True)
    return sorted({*settings.PER_PEMDA_LABELS, *modules} & {*settings.PER_PEMDA_LABELS, *settings.MODULE_LABELS})
