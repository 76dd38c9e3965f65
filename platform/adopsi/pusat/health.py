"""What the team may see of a Pemda without entering it: versions, runs, backups, domains and faults.

Everything stands in shared tables: the faces of the team never open the one door into a Pemda, not even to count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from adopsi.edges.models import CspReport
from adopsi.pusat.drift import VERDICTS
from adopsi.pusat.selectors import module_name
from provisioning.drift import CURRENT
from provisioning.keeping.badges import Badge, badge_of
from provisioning.models import Run
from provisioning.selectors import check_of, drifts_of, list_runs
from tenants.announcements.models import Recipient
from tenants.announcements.selectors import sent_to
from tenants.domains.selectors import list_domains

FAULT_DAYS, RUN_DAYS = 7, 30


@dataclass(frozen=True, slots=True)
class Version:
    """A module, its version there and the newest, with the verdict in words."""

    title: str
    version: str
    wanted: str
    verdict: str
    is_current: bool
    differences: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of trouble in the last days: how often, when last, and where more stands ("" for nowhere)."""

    kind: str
    what: str
    count: int
    last_at: datetime | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The page."""

    versions: list[Version]
    badge: Badge
    runs: dict[str, int]
    faults: list[Fault]
    domains: dict[str, int]

    @property
    def behind(self) -> int:
        """How many modules are not current."""
        return sum(not each.is_current for each in self.versions)


def health_of(code: str) -> Health:
    """All of it."""
    return Health(_versions(code), badge_of(code), _runs(code), _faults(code), _domains(code))


def _versions(code: str) -> list[Version]:
    drifts = {row.slug: len(row.differences) for row in drifts_of(code)}
    return [
        Version(
            module_name(row.slug),
            row.version,
            row.wanted_version or "",
            str(VERDICTS[row.verdict]),
            row.verdict == CURRENT,
            drifts.get(row.slug, 0),
        )
        for row in check_of([code])
    ]


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def _runs(code: str) -> dict[str, int]:
    rows = list_runs(pemda_code=code).order_by().filter(created_at__gte=_days_ago(RUN_DAYS))
    return rows.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(state=Run.State.DONE)),
        failed=Count("pk", filter=Q(state=Run.State.FAILED)),
        unfinished=Count("pk", filter=Q(state__in=Run.UNFINISHED)),
    )


def _domains(code: str) -> dict[str, int]:
    return list_domains(code).aggregate(
        all=Count("pk"),
        unproven=Count("pk", filter=Q(verified_at=None)),
        failing=Count("pk", filter=Q(failed_days__gt=0)),
    )


def _faults(code: str) -> list[Fault]:
    since = _days_ago(FAULT_DAYS)
    failed = list_runs(pemda_code=code).filter(state=Run.State.FAILED, created_at__gte=since)
    rows = [Fault("run", f"{run.title} {run.subject}".strip(), 1, run.created_at, str(run.pk)) for run in failed[:20]]
    reports = CspReport.objects.filter(pemda_code=code, last_seen_at__gte=since).order_by()
    for row in reports.values("route", "directive").annotate(times=Sum("count"), last=Max("last_seen_at"))[:20]:
        rows.append(Fault("csp", f"{row['route']} · {row['directive']}", row["times"], row["last"]))
    unmailed = sent_to(code).filter(state=Recipient.State.FAILED, tried_at__gte=since)
    rows += [
        Fault("mail", each.announcement.title, each.attempts, each.tried_at, str(each.announcement_id))
        for each in unmailed[:10]
    ]
    return sorted(rows, key=lambda fault: fault.last_at or since, reverse=True)
