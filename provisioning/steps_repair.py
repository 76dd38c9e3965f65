"""Steps that bring a Pemda's tables back to what its releases say."""

from __future__ import annotations

from provisioning import drift, schema
from provisioning.errors import NeedsAPerson, NothingToRepair
from provisioning.words import Said, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work


def check(work: Work) -> Said:
    """Look again: what was found yesterday may be mended, or more."""
    work.lock_pemda()
    found = drift.differences_in(work.cursor, work.code).get(work.run.subject, [])
    if not found:
        raise NothingToRepair
    work.findings["differences"] = found
    return ngettext("%(count)s perbedaan", "%(count)s perbedaan", len(found)) % {"count": len(found)}


def mend(work: Work) -> Said:
    """Run the statements of the plan; what holds data is left to a person."""
    schema.give_back_login(work.cursor, work.schema_name)
    repairs = drift.plan_repair(work.findings["differences"], code=work.code)
    count = drift.mend(work.cursor, work.code, repairs)
    if not count:
        raise NeedsAPerson
    work.findings["statements"] = [repair.statement for repair in repairs if repair.statement]
    return ngettext("%(count)s diperbaiki", "%(count)s diperbaiki", count) % {"count": count}


def look_again(work: Work) -> Said:
    """Note what is left."""
    left = [row for row in drift.inspect_pemda(work.code) if row.slug == work.run.subject]
    count = sum(len(row.differences) for row in left)
    return _("Tersisa %(count)s untuk dilihat orang") % {"count": count} if count else _("Sesuai rilis")
