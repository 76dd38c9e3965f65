"""Whoever was erased after an archive was made is erased again when it is restored: nobody comes back unasked.

The trail that is replaced, or that a copy stands beside, says who that is, for each erasure is an act in it; so does the
restored one once it is done, which lets a worker that takes over go on where the other stopped. Before anybody sees the
restored data.
"""

from __future__ import annotations

import logging

from django.db import connections
from django.utils.translation import gettext
from psycopg2 import sql

from catalog.errors import ModuleInMaintenance
from catalog.privacy.erasing import PERSON_ERASED, WHOLE, erase_everywhere
from provisioning.drift import fleet_check
from provisioning.words import Said, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.context import inside
from tenants.notifications.services import notify
from tenants.privacy.errors import StaffData
from tenants.router import OWNER

log = logging.getLogger("adopsi.provisioning")

ERASED = """
SELECT DISTINCT e.subject_id::bigint, e.changes->>'scope' FROM {old}.audit_entry e WHERE e.act = %(act)s
"""
NOT_AGAIN = """
AND NOT EXISTS (SELECT FROM {new}.audit_entry n WHERE n.act = e.act AND n.subject_id = e.subject_id AND n.at >= e.at
AND n.changes->>'scope' IS NOT DISTINCT FROM e.changes->>'scope')
"""
TRAILS = "SELECT to_regclass(%s) IS NOT NULL, to_regclass(%s) IS NOT NULL"


def erase_again(work: Work, *, replaced: str) -> Said:
    """Erase again, by the trail of the schema `replaced`, or beside which the copy stands; where that cannot be done now, the IT admins are told."""
    erased = _erased_since(work.schema_name, replaced)
    if not erased:
        return _("Tidak ada")
    with inside(work.facts()):
        known = Person.objects.in_bulk([key for key, _scope in erased])
        again = [(known[key], scope) for key, scope in erased if key in known]
        # What waits for its upgrade has handlers that do not know the tables of back then.
        can_erase = not any(row.pemda_code == work.code and row.verdict == "behind" for row in fleet_check())
        left = [person.pk for person, scope in again if not (can_erase and _is_erased(person, scope))]
        if left:
            _tell(left)
    count = len(again) - len(left)
    return ngettext("%(count)s penghapusan diulang", "%(count)s penghapusan diulang", count) % {"count": count}


def _erased_since(schema_name: str, replaced: str) -> list[tuple[int, str]]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(TRAILS, [f"{replaced}.audit_entry", f"{schema_name}.audit_entry"])
        had_trail, has_trail = cursor.fetchone()
        if not had_trail:
            # Cleared already, or from before there were trails.
            return []
        query = sql.SQL(ERASED + NOT_AGAIN if has_trail else ERASED)
        names = {"old": sql.Identifier(replaced), "new": sql.Identifier(schema_name)}
        cursor.execute(query.format(**names), {"act": PERSON_ERASED})
        return sorted(cursor.fetchall())


def _is_erased(person: Person, scope: str) -> bool:
    """Erase; False where a module is away, or where the person has another kind of account than back then."""
    try:
        erase_everywhere(person=person, scope="" if scope == WHOLE else scope, actor=None)
    except (ModuleInMaintenance, StaffData) as refusal:
        log.warning("erasure of #%s not repeated: %s", person.pk, refusal.code)
        return False
    return True


def _tell(keys: list[int]) -> None:
    numbers = ", ".join(f"#{key}" for key in sorted(set(keys)))
    body = gettext("Akun %(numbers)s dihapus atas permintaan sesudah cadangan ini dibuat. Ulangi penghapusannya.")
    body = body % {"numbers": numbers}
    for admin in Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True).exclude(notifications__body=body):
        notify(
            person=admin,
            kind="inti.dipulihkan",
            subject=gettext("Penghapusan data perlu diulang"),
            body=body,
            path="/konsol/pdp/",
        )
