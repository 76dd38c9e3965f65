"""Green or red: is there a fresh backup of a Pemda, and was a restore proven lately? And telling people when it turns red."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext

from provisioning.keeping.services import BACK_UP
from provisioning.models import Backup, BackupPlan, Run
from provisioning.words import Words
from provisioning.words import gettext as _
from tenants import directory
from tenants.accounts.models import Person
from tenants.context import inside
from tenants.models import Pemda
from tenants.notifications.services import notify
from tenants.router import OWNER

log = logging.getLogger("adopsi.provisioning")
GREEN, RED, NEW, OFF = "green", "red", "new", "off"
# A night may be missed by a machine that was off, but not two.
FRESH = timedelta(hours=30)
PROVEN_WITHIN = timedelta(days=8)
PATH = "/konsol/cadangan/"


@dataclass(frozen=True, slots=True)
class Badge:
    """How a Pemda's backups stand: `state` is green, red, new (none was due yet) or off; `reasons` say why it is red."""

    code: str
    state: str
    last: Backup | None = None
    proven: Backup | None = None
    reasons: list[Words] = field(default_factory=list)

    @property
    def is_red(self) -> bool:
        """Whether somebody must look."""
        return self.state == RED


def badge_of(code: str) -> Badge:
    """How the Pemda's backups stand."""
    return badges_of([code])[0]


def badges_of(codes: Iterable[str]) -> list[Badge]:
    """The same for many Pemda, in five queries."""
    wanted = list(codes)
    rows = Backup.objects.filter(pemda_code__in=wanted, deleted_at=None, checked_at__isnull=False)
    regular: dict[str, list[Backup]] = {}
    for row in rows.filter(kind__in=[Backup.Kind.SCHEDULED, Backup.Kind.MANUAL]):
        regular.setdefault(row.pemda_code, []).append(row)
    plans = {plan.pemda_code: plan for plan in BackupPlan.objects.filter(pk__in=wanted)}
    births = dict(Pemda.objects.filter(pk__in=wanted).values_list("code", "created_at"))
    runs = Run.objects.filter(pemda_code__in=wanted, operation=BACK_UP, state__in=[Run.State.DONE, Run.State.FAILED])
    last_runs = {run.pemda_code: run for run in runs.order_by("created_at")}
    return [
        _judge(code, regular.get(code, []), plans.get(code), births.get(code), last_runs.get(code)) for code in wanted
    ]


def _judge(
    code: str, backups: list[Backup], plan: BackupPlan | None, born: datetime | None, last_run: Run | None
) -> Badge:
    now = timezone.now()
    last = backups[0] if backups else None
    proven = max(
        (each for each in backups if each.proof == Backup.Proof.PROVEN and each.tested_at),
        key=lambda each: each.tested_at or each.made_at,
        default=None,
    )
    if plan is not None and not plan.is_on:
        return Badge(code, OFF, last, proven)
    reasons = list(_reasons(last, proven, backups, last_run, now))
    is_young = born is not None and now - born < FRESH
    has_failed = last_run is not None and last_run.state == Run.State.FAILED
    # Nothing was due yet, or nothing but the first proof.
    is_waiting = (is_young and last is None and not has_failed) or (not reasons and proven is None)
    if is_waiting:
        return Badge(code, NEW, last, proven)
    return Badge(code, RED if reasons else GREEN, last, proven, reasons)


def _reasons(
    last: Backup | None, proven: Backup | None, backups: list[Backup], last_run: Run | None, now: datetime
) -> Iterable[Words]:
    if last is None:
        yield _("Belum pernah ada cadangan.")
    elif now - last.made_at > FRESH:
        yield _("Cadangan terakhir sudah lebih dari satu hari.")
    if last_run is not None and last_run.state == Run.State.FAILED:
        yield _("Pencadangan terakhir gagal: %(why)s") % {"why": last_run.error_in_words}
    broken = next((each for each in backups if each.proof == Backup.Proof.FAILED), None)
    if broken is not None and (proven is None or broken.made_at > proven.made_at):
        yield _("Cadangan gagal dipulihkan: %(why)s") % {"why": broken.test_error_in_words}
    if last is None or broken is not None:
        return
    oldest = backups[-1].made_at
    if proven is None and now - oldest > FRESH:
        yield _("Pemulihan belum pernah terbukti.")
    elif proven is not None and proven.tested_at and now - proven.tested_at > PROVEN_WITHIN:
        yield _("Uji pemulihan terakhir sudah lebih dari delapan hari.")


# --- telling people -----------------------------------------------------------------------------------


def alarm() -> int:
    """Tell the IT admins of every Pemda whose badge turned red, once until it is green again; how many Pemda."""
    open_ones = Pemda.objects.filter(state=Pemda.State.ACTIVE, sandbox_of=None).values_list("code", flat=True)
    known = dict(BackupPlan.objects.values_list("pemda_code", "alarmed_at"))
    count = 0
    for badge in badges_of(open_ones):
        if badge.is_red and known.get(badge.code) is None:
            _tell(badge)
            _note(badge.code, timezone.now())
            count += 1
        elif badge.state == GREEN and known.get(badge.code) is not None:
            _note(badge.code, None)
    return count


def _note(code: str, moment: datetime | None) -> None:
    BackupPlan.objects.using(OWNER).update_or_create(pemda_code=code, defaults={"alarmed_at": moment})


def _tell(badge: Badge) -> None:
    log.error("backup badge red pemda=%s reasons=%s", badge.code, len(badge.reasons))
    facts = directory.pemda_of(badge.code)
    if facts is None:
        return
    with inside(facts), translation.override("id"):
        for person in Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True):
            notify(
                person=person,
                kind="inti.cadangan_merah",
                subject=gettext("Cadangan data perlu perhatian"),
                body="\n".join(str(reason) for reason in badge.reasons),
                path=PATH,
            )
