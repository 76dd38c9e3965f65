"""Gives every Pemda's login the password of the present derivation; in use all the while (docs/deploy.md)."""

from __future__ import annotations

import logging

from provisioning import schema
from tenants.models import Pemda

log = logging.getLogger("adopsi.provisioning")


def rotate_logins(codes: list[str] | None = None) -> int:
    """Set the password of each Pemda's login, or of those asked for; how many. Running it again changes nothing.

    Processes that know both derivations go on with either; connections that are open stay open.
    """
    rows = Pemda.objects.order_by("code")
    if codes:
        rows = rows.filter(pk__in=codes)
    names = list(rows.values_list("schema_name", flat=True))
    for name in names:
        with schema.owner_transaction(name) as cursor:
            schema.create_login(cursor, name)
    log.info("credentials rotated pemda=%s", len(names))
    return len(names)
