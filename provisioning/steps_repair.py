"""Steps that bring a Pemda's tables back to what its releases say."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provisioning import drift
from provisioning.errors import NeedsAPerson, NothingToRepair
from provisioning.work import Work


def check(work: Work) -> str:
    """Look again: what was found yesterday may be mended, or more."""
    work.lock_pemda()
    found = drift.differences_in(work.cursor, work.code).get(work.run.subject, [])
    if not found:
        raise NothingToRepair
    work.findings["differences"] = found
    return ngettext("%(count)s perbedaan", "%(count)s perbedaan", len(found)) % {"count": len(found)}


def mend(work: Work) -> str:
    """Run the statements of the plan; what holds data is left to a person."""
    repairs = drift.plan_repair(work.findings["differences"])
    count = drift.mend(work.cursor, work.code, repairs)
    if not count:
        raise NeedsAPerson
    work.findings["statements"] = [repair.statement for repair in repairs if repair.statement]
    return _("%(count)s diperbaiki") % {"count": count}


def look_again(work: Work) -> str:
    """Note what is left."""
    left = [row for row in drift.inspect_pemda(work.code) if row.slug == work.run.subject]
    count = sum(len(row.differences) for row in left)
    return _("Tersisa %(count)s untuk dilihat orang") % {"count": count} if count else _("Sesuai rilis")
