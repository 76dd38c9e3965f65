"""What is kept of a Pemda's backups: so many days, weeks and months back, and always the newest proven one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from provisioning.keeping import selectors, store
from provisioning.models import Backup, BackupPlan
from tenants.router import OWNER

# Exports are for a person to fetch, archives brought along for one restore.
FETCH_WITHIN = timedelta(days=7)
# What a restore replaced: for as long as somebody may still miss it.
MISSED_WITHIN = timedelta(days=30)


def prune_pemda(code: str) -> int:
    """Delete the archives that nobody wants any more; their lines stay, as history. How many went."""
    backups = list(selectors.backups_of(code))
    regular = [each for each in backups if each.kind in {Backup.Kind.SCHEDULED, Backup.Kind.MANUAL}]
    wanted = {each.pk for each in kept_of(regular, selectors.plan_of(code))}
    gone = [each for each in regular if each.pk not in wanted]
    gone += [each for each in backups if each not in regular and _is_over(each)]
    for each in gone:
        store.delete(each.path)
        Backup.objects.using(OWNER).filter(pk=each.pk).update(deleted_at=timezone.now(), path="")
    return len(gone)


def _is_over(backup: Backup) -> bool:
    days = MISSED_WITHIN if backup.kind == Backup.Kind.BEFORE else FETCH_WITHIN
    return (backup.checked_at or backup.made_at) < timezone.now() - days


def kept_of(backups: Iterable[Backup], plan: BackupPlan) -> list[Backup]:
    """Of the backups, newest first, those that the plan keeps: the newest of each of its days, weeks and months."""
    newest_first = sorted(backups, key=lambda each: each.made_at, reverse=True)
    wanted: list[Backup] = []
    for count, name in ((plan.keep_daily, "%Y-%m-%d"), (plan.keep_weekly, "%G-%V"), (plan.keep_monthly, "%Y-%m")):
        seen: dict[str, Backup] = {}
        for each in newest_first:
            seen.setdefault(timezone.localtime(each.made_at).strftime(name), each)
        wanted += list(seen.values())[:count]
    proven = next((each for each in newest_first if each.proof == Backup.Proof.PROVEN), None)
    return [*wanted, *newest_first[:1], *([proven] if proven else [])]


def prune_fleet() -> int:
    """Prune every Pemda; also what was left by those that are gone."""
    codes = set(Backup.objects.filter(deleted_at=None).values_list("pemda_code", flat=True))
    return sum(prune_pemda(code) for code in sorted(codes))
